import http from "node:http";
import https from "node:https";

import type * as z from "zod";

import { LONGEST_WAIT_MS, backoffMs, realTiming, reasonOf } from "./backoff";
import type { Timing } from "./backoff";
import { JsonLimitError, parseBoundedJson } from "./boundedJson";
import type { JsonLimits } from "./boundedJson";
import type { Action, AdobeError } from "./errors";
import { MAX_BODY_BYTES, exchange } from "./exchange";
import type { Fetch, Reply } from "./exchange";
import { errorResponse, noResponse, unusable } from "./failures";
import type { Attempt, Failure } from "./failures";
import type { TokenSource } from "./ims";
import { Limiter } from "./limiter";
import { shaped } from "./shapes";
import { SharedReads } from "./sharedReads";
import { quotable } from "./text";

/** What all calls have in common: the credential, the sandbox and the limits. */
export interface HttpOptions {
  /** Origin of AEP's APIs. */
  readonly platformUrl: string;
  readonly orgId: string;
  /** Client id of the credential, sent as the API key. */
  readonly clientId: string;
  readonly sandbox: string;
  readonly tokens: TokenSource;
  /** Texts that no error may show, even when Adobe repeats them. */
  readonly secrets?: readonly string[];
  /**
   * A limiter to share with other clients of the same credential. Default: one of its own, for 6 requests
   * at once.
   */
  readonly limiter?: Limiter | undefined;
  /** How long to wait for one response, its body included, in milliseconds. Default 60,000. */
  readonly timeoutMs?: number | undefined;
  /** Called with a line about every response, for a debug log. */
  readonly onResponse?: (line: string) => void;
  /** Waits until AEP's services agree about what has just changed. Default: nothing is waited for. */
  readonly consistency?: Consistency | undefined;
  readonly timing?: Timing;
  /** Default: node-fetch. */
  readonly fetch?: Fetch;
  /** Largest response. Default {@link MAX_BODY_BYTES}, decompressed, and the limits of {@link parseBoundedJson}. */
  readonly limits?: JsonLimits & { readonly maxBodyBytes?: number };
}

export type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** One call to one of AEP's services. */
export interface Call {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the platform's origin, each variable part encoded. */
  readonly path: string;
  readonly query?: Query;
  readonly headers?: Readonly<Record<string, string>>;
  /** The body, sent as JSON. */
  readonly body?: unknown;
  /** What the call does, for error messages. */
  readonly action: Action;
  /** The body of the response is a list of JSON values, one a line. Default: it is one value. */
  readonly lines?: boolean;
  /** Texts of the body that no error may show, even when Adobe repeats them. */
  readonly secrets?: readonly string[] | undefined;
  /** Whether "there is none" is a response like any other, also about what was just made. Default false. */
  readonly mayBeMissing?: boolean;
  /** Whether the call is about a sandbox itself: a 404 that says "sandbox" is about it. Default false. */
  readonly ofSandbox?: boolean;
  /** Whether the call may be sent twice. Default: every method but POST. */
  readonly repeatable?: boolean;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpResponse {
  readonly status: number;
  /** The parsed JSON; undefined for an empty body. */
  readonly body: unknown;
  /** Size of the body, decompressed. */
  readonly bytes: number;
  readonly headers: { get(name: string): string | null };
}

/**
 * AEP's services learn from each other with a delay: for some seconds, one may not know yet what
 * another has just made or deleted.
 */
export interface Consistency {
  /** A call was carried out, with this response. */
  succeeded(call: Call, body: unknown): void;
  /**
   * A call was rejected. Resolves with true after a wait when the same call may succeed now, with false
   * when it will not; rejects when the call's signal aborts.
   */
  waitedFor(call: Call, error: AdobeError): Promise<boolean>;
}

const ATTEMPTS = 6;
const BACKOFF = { firstMs: 500, maxMs: 20_000 };

/**
 * HTTP to platform.adobe.io: headers, token, timeout, bounded retries, one error shape. Retries what
 * is safe to send twice: everything after a 429 or a rejected token, and GET, PUT, PATCH and DELETE
 * after any transient failure, unless the call says otherwise. A POST that may have been carried out
 * is not retried here; it ends in an {@link AdobeError} with `ambiguous`, and the caller looks the
 * object up first.
 */
export class AdobeHttp {
  /** Whole lists, read once for all callers that wait for one. */
  readonly shared: SharedReads;
  readonly #timing: Timing;
  readonly #limiter: Limiter;
  readonly #agent: http.Agent;
  /** The token that was sent last. */
  #token = "";

  constructor(private readonly options: HttpOptions) {
    this.#timing = options.timing ?? realTiming;
    this.shared = new SharedReads(() => this.#timing.now());
    this.#limiter = options.limiter ?? new Limiter();
    const Agent = options.platformUrl.startsWith("https:") ? https.Agent : http.Agent;
    this.#agent = new Agent({ keepAlive: true });
  }

  /** Closes kept-alive connections. */
  close(): void {
    this.#agent.destroy();
  }

  /** Origin of AEP's APIs. */
  get origin(): string {
    return new URL(this.options.platformUrl).origin;
  }

  /**
   * Reads a response's body as the shape it must have; unknown properties stay.
   *
   * @throws AdobeError that says what is missing or wrong
   */
  shaped<T>(schema: z.ZodType<T>, body: unknown, action: Action): T {
    return shaped(schema, body, action, (text, max) => quotable(text, this.#secrets(), max));
  }

  /** Makes the call; resolves with a 2xx response, rejects with an {@link AdobeError}. */
  async call(call: Call): Promise<HttpResponse> {
    let renewed = false;
    for (let attempt = 1; ; attempt++) {
      const token = await this.options.tokens.token(call.signal);
      const outcome = await this.#limiter.run(() => this.#attempt(call, token), call.signal);
      const { consistency } = this.options;
      if ("response" in outcome) {
        consistency?.succeeded(call, outcome.response.body);
        if (call.method !== "GET" && call.method !== "POST") this.shared.forget(call.path);
        return outcome.response;
      }
      const { failure } = outcome;
      if (failure.tokenRejected && !renewed) {
        renewed = true;
        this.options.tokens.discard(token);
        continue;
      }
      if (!failure.retry && (await consistency?.waitedFor(call, failure.error)) === true) {
        attempt = 0;
        continue;
      }
      if (!failure.retry || attempt >= ATTEMPTS) throw failure.error;
      const waitMs = failure.retryAfterMs ?? backoffMs(attempt, BACKOFF, this.#timing);
      if (waitMs > LONGEST_WAIT_MS) throw failure.error;
      if (failure.error.details.status === 429) {
        this.#limiter.pause(this.#timing.now() + waitMs);
      }
      await this.#timing.sleep(waitMs, call.signal);
    }
  }

  async #attempt(
    call: Call,
    token: string,
  ): Promise<{ response: HttpResponse } | { failure: Failure }> {
    const pauseMs = this.#limiter.pausedUntil - this.#timing.now();
    if (pauseMs > 0) await this.#timing.sleep(pauseMs, call.signal);

    const attempt = this.#describe(call, token);
    const started = this.#timing.now();
    const reply = await this.#send(call, token).catch((error: unknown) => toError(error));
    const problem = reply instanceof Error ? reply : reply.problem;
    if (call.signal?.aborted) throw reasonOf(call.signal);
    if (reply instanceof Error || problem instanceof Error) {
      return { failure: noResponse(attempt, problem) };
    }
    this.options.onResponse?.(
      `${call.method} ${call.path} → ${reply.status} in ${this.#timing.now() - started} ms`,
    );

    const isOk = reply.status >= 200 && reply.status < 300;
    const body = problem
      ? new JsonLimitError(`larger than ${this.#maxBytes} bytes`)
      : call.lines
        ? parseLines(reply.text, this.options.limits)
        : parse(reply.text, this.options.limits);
    if (isOk && body instanceof JsonLimitError) {
      return { failure: unusable(attempt, reply, `a response ${body.message}, which is not read`) };
    }
    if (isOk && body !== NOT_JSON) {
      const { status, headers, bytes } = reply;
      return { response: { status, body, bytes, headers } };
    }
    const isRead = body !== NOT_JSON && !(body instanceof JsonLimitError);
    return { failure: errorResponse(attempt, reply, isRead ? body : undefined, this.#timing) };
  }

  /** What every failure of a call needs. No failure shows the token, because a server may repeat it. */
  #describe(call: Call, token: string): Attempt {
    this.#token = token;
    return {
      call,
      platformUrl: this.options.platformUrl,
      quote: (text, max) => quotable(text, [...this.#secrets(), ...(call.secrets ?? [])], max),
    };
  }

  #secrets(): string[] {
    return [...(this.options.secrets ?? []), this.#token];
  }

  get #maxBytes(): number {
    return this.options.limits?.maxBodyBytes ?? MAX_BODY_BYTES;
  }

  #send(call: Call, token: string): Promise<Reply> {
    const { orgId, clientId, sandbox, timeoutMs = 60_000 } = this.options;
    return exchange({
      url: this.#urlOf(call),
      method: call.method,
      agent: this.#agent,
      signal: call.signal,
      timeoutMs,
      fetch: this.options.fetch,
      maxBytes: this.#maxBytes,
      headers: {
        authorization: `Bearer ${token}`,
        "x-api-key": clientId,
        "x-gw-ims-org-id": orgId,
        "x-sandbox-name": sandbox,
        accept: "application/json",
        ...(call.body === undefined ? {} : { "content-type": "application/json" }),
        ...call.headers,
      },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    });
  }

  /**
   * The URL of a call. Its path must be sent unchanged: a path that a URL would shorten, such as `/a/../b`,
   * is an error.
   */
  #urlOf({ path, query = {} }: Call): URL {
    const url = new URL(path, this.options.platformUrl);
    if (url.pathname !== path || url.origin !== this.origin) {
      throw new Error(`${path} is not a path at ${this.origin}`);
    }
    for (const [key, value] of Object.entries(query)) {
      if (value === undefined) continue;
      for (const one of Array.isArray(value) ? value : [value]) {
        url.searchParams.append(key, String(one));
      }
    }
    return url;
  }
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

const NOT_JSON = Symbol("not JSON");

/** The JSON of a body; undefined for an empty one. When the body exceeds a limit, the reason. */
function parse(text: string, limits: JsonLimits | undefined): unknown {
  if (text.trim() === "") return undefined;
  try {
    return parseBoundedJson(text, limits);
  } catch (error) {
    return error instanceof JsonLimitError ? error : NOT_JSON;
  }
}

/** Each line as {@link parse} reads it; a line that is not JSON is null. Empty lines are left out. */
function parseLines(text: string, limits: JsonLimits | undefined): unknown {
  const values: unknown[] = [];
  for (const line of text.split("\n")) {
    const value = parse(line, limits);
    if (value instanceof JsonLimitError) return value;
    if (value !== undefined) values.push(value === NOT_JSON ? null : value);
  }
  return values;
}
