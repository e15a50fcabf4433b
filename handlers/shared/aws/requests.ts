import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";

import { SignatureV4 } from "@smithy/signature-v4";

import { exchange, ExchangeError, type Reply } from "../../../adobe/client/exchange";
import { httpFetchWith } from "../httpFetch";
import { Sha256 } from "./sha256";

export interface AwsLimits {
  /** Requests for one call, the first included. */
  readonly attempts: number;
  /** Milliseconds of one request, response included. */
  readonly attemptMs: number;
}

/** A request to AWS, without what its signature adds. */
export interface AwsRequest {
  readonly method: "POST" | "PUT";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Milliseconds until a connection is there. */
const CONNECT_MS = 1_500;

const MAX_RESPONSE_BYTES = 1024 * 1024;

/** Upper bound of the first backoff, in milliseconds; each later one is twice the one before. */
const BACKOFF_MS = 100;

/** What services call it when there are too many requests; the status is often 400. */
const throttled = /throttl|(?:Limit|Throughput)Exceeded|SlowDown|TooManyRequests/i;

/** AWS responded with an error. The name is the error's type, such as `ResourceNotFoundException`. */
export class AwsError extends Error {
  /**
   * @param status of the response
   * @param code what SQS's older protocol called the error, where the response says so
   */
  constructor(
    type: string,
    readonly status: number,
    readonly code?: string,
  ) {
    super(`AWS responded with status ${status}.`);
    this.name = type;
  }
}

function isWorthRetrying(error: unknown): boolean {
  if (error instanceof ExchangeError) return true;
  if (!(error instanceof AwsError)) return false;
  return error.status === 429 || error.status >= 500 || throttled.test(error.name);
}

/** The credentials of the function's role, as Lambda sets them. */
function credentials() {
  const { env } = process;
  const [accessKeyId, secretAccessKey] = [env["AWS_ACCESS_KEY_ID"], env["AWS_SECRET_ACCESS_KEY"]];
  if (!accessKeyId || !secretAccessKey)
    throw new Error("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set.");
  const sessionToken = env["AWS_SESSION_TOKEN"];
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}

/** Continues the function's trace in X-Ray, and lets Lambda notice a function that calls itself in a circle. */
function traceHeader(): Record<string, string> {
  const trace = process.env["_X_AMZN_TRACE_ID"];
  return trace ? { "x-amzn-trace-id": trace } : {};
}

/**
 * Sends requests to one service of AWS, with AWS's own signer. The whole SDK is three times as large as everything
 * else in a function, and takes most of its cold start.
 */
export class AwsRequests {
  private readonly signer: SignatureV4;
  private readonly agents = {
    "http:": new HttpAgent({ keepAlive: true }),
    "https:": new HttpsAgent({ keepAlive: true }),
  };
  private readonly fetch = httpFetchWith({ connectMs: CONNECT_MS });

  /** @param service its name in a signature, as `sqs` */
  constructor(
    private readonly service: string,
    private readonly limits: AwsLimits,
  ) {
    this.signer = new SignatureV4({
      service,
      region: process.env["AWS_REGION"] ?? "",
      credentials: () => Promise.resolve(credentials()),
      sha256: Sha256,
      // S3 alone takes the path as it is (AWS General Reference, Signature Version 4).
      uriEscapePath: service !== "s3",
    });
  }

  /** An emulator in place of the service, by the variables that AWS's SDKs read too. */
  get endpoint(): string | undefined {
    const { env } = process;
    const own = { sqs: "SQS", secretsmanager: "SECRETS_MANAGER" }[this.service];
    return env[`AWS_ENDPOINT_URL_${own ?? this.service.toUpperCase()}`] ?? env["AWS_ENDPOINT_URL"];
  }

  /**
   * Sends a request, again when that may help.
   *
   * @param read takes the response, and throws when it is an error
   * @throws AwsError when AWS responds with an error, ExchangeError when there is no response, the signal's reason when
   * it has aborted
   */
  async send<T>(
    request: AwsRequest,
    read: (reply: Reply) => T,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return read(await this.sendOnce(request, signal));
      } catch (error) {
        signal?.throwIfAborted();
        if (attempt >= this.limits.attempts || !isWorthRetrying(error)) throw error;
        const waitMs = Math.random() * BACKOFF_MS * 2 ** (attempt - 1);
        await sleep(waitMs, undefined, { ...(signal && { signal }) });
      }
    }
  }

  private async sendOnce({ method, url, headers, body }: AwsRequest, signal?: AbortSignal) {
    const { host, hostname, pathname: path, protocol } = url;
    const signed = await this.signer.sign({
      method,
      protocol,
      hostname,
      path,
      headers: { host, ...headers, ...traceHeader() },
      body,
    });
    return exchange({
      url,
      method,
      headers: signed.headers,
      body,
      timeoutMs: this.limits.attemptMs,
      maxBytes: MAX_RESPONSE_BYTES,
      signal,
      agent: this.agents[protocol === "http:" ? protocol : "https:"],
      fetch: this.fetch,
    });
  }
}

/** The response's text. */
export function textOf({ problem, text }: Reply): string {
  if (problem === "too-large") throw new ExchangeError("The response is too large.", problem);
  if (problem !== undefined) throw problem;
  return text;
}
