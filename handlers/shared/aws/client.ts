import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";

import { SignatureV4 } from "@smithy/signature-v4";

import { exchange, ExchangeError, type Reply } from "../../../adobe/client/exchange";
import { httpFetchWith } from "../httpFetch";
import { isObject, type JsonObject } from "../json";
import { shortName } from "../log";
import { Sha256 } from "./sha256";

/** A service of AWS that takes and returns JSON. */
export interface AwsService {
  /** Its name in a signature, as `sqs`. */
  readonly name: string;
  /** What stands before the operation in the header `x-amz-target`. */
  readonly target: string;
  /** Version of AWS's JSON protocol. */
  readonly protocol: "1.0" | "1.1";
}

export interface AwsLimits {
  /** Requests for one call, the first included. */
  readonly attempts: number;
  /** Milliseconds of one request, response included. */
  readonly attemptMs: number;
}

/** Milliseconds until a connection is there. */
const CONNECT_MS = 1_500;

const MAX_RESPONSE_BYTES = 1024 * 1024;

/** Upper bound of the first backoff, in milliseconds; each later one is twice the one before. */
const BACKOFF_MS = 100;

/** What services call it when there are too many requests; the status is often 400. */
const throttled = /throttl|LimitExceeded|SlowDown|TooManyRequests/i;

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

/** The response's JSON object; undefined when it is none. */
function jsonOf({ problem, text }: Reply): JsonObject | undefined {
  if (problem === "too-large") throw new ExchangeError("The response is too large.", problem);
  if (problem !== undefined) throw problem;
  try {
    const json: unknown = JSON.parse(text);
    return isObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

function errorOf(reply: Reply): AwsError {
  const { __type: type } = jsonOf(reply) ?? {};
  const name = typeof type === "string" ? type.split("#").pop() : undefined;
  const query = reply.headers.get("x-amzn-query-error")?.split(";")[0];
  return new AwsError(
    shortName(name ?? "UnknownError"),
    reply.status,
    query === undefined ? undefined : shortName(query),
  );
}

/**
 * Calls one service of AWS, with AWS's own signer. The whole SDK is three times as large as everything else in a
 * function, and takes most of its cold start.
 */
export class AwsClient {
  private readonly signer: SignatureV4;
  private readonly agents = {
    "http:": new HttpAgent({ keepAlive: true }),
    "https:": new HttpsAgent({ keepAlive: true }),
  };
  private readonly fetch = httpFetchWith({ connectMs: CONNECT_MS });

  constructor(
    private readonly service: AwsService,
    private readonly limits: AwsLimits,
  ) {
    const region = process.env["AWS_REGION"] ?? "";
    this.signer = new SignatureV4({
      service: service.name,
      region,
      credentials: () => Promise.resolve(credentials()),
      sha256: Sha256,
    });
  }

  /**
   * Calls an operation, such as `SendMessage`.
   *
   * @param url where the service is; `AWS_ENDPOINT_URL` replaces it
   * @throws AwsError when AWS responds with an error, ExchangeError when there is no response, the signal's reason when
   * it has aborted
   */
  async call(
    operation: string,
    url: string,
    input: JsonObject,
    signal?: AbortSignal,
  ): Promise<JsonObject> {
    const body = JSON.stringify(input);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.send(operation, url, body, signal);
      } catch (error) {
        signal?.throwIfAborted();
        if (attempt >= this.limits.attempts || !isWorthRetrying(error)) throw error;
        const waitMs = Math.random() * BACKOFF_MS * 2 ** (attempt - 1);
        await sleep(waitMs, undefined, { ...(signal && { signal }) });
      }
    }
  }

  private async send(operation: string, url: string, body: string, signal?: AbortSignal) {
    const { name, target, protocol } = this.service;
    const { origin, host, hostname, protocol: scheme } = new URL(endpointOf(name) ?? url);
    const { headers } = await this.signer.sign({
      method: "POST",
      protocol: scheme,
      hostname,
      path: "/",
      headers: {
        host,
        "content-type": `application/x-amz-json-${protocol}`,
        "x-amz-target": `${target}.${operation}`,
        ...traceHeader(),
      },
      body,
    });
    const reply = await exchange({
      url: `${origin}/`,
      method: "POST",
      headers,
      body,
      timeoutMs: this.limits.attemptMs,
      maxBytes: MAX_RESPONSE_BYTES,
      signal,
      agent: this.agents[scheme === "http:" ? scheme : "https:"],
      fetch: this.fetch,
    });
    if (reply.status !== 200) throw errorOf(reply);
    const json = jsonOf(reply);
    // A 200 from something in between is no answer of the service: nobody has done the work.
    if (json === undefined) throw new ExchangeError("The response is not JSON.", "not-json");
    return json;
  }
}

/** An emulator in place of a service, by the variables that AWS's SDKs read too. */
function endpointOf(service: string): string | undefined {
  const own = { sqs: "SQS", secretsmanager: "SECRETS_MANAGER" }[service] ?? service.toUpperCase();
  return process.env[`AWS_ENDPOINT_URL_${own}`] ?? process.env["AWS_ENDPOINT_URL"];
}
