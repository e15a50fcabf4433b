import http from "node:http";
import https from "node:https";

import fetch from "node-fetch";
import type { Response } from "node-fetch";

import { LONGEST_WAIT_MS, backoffMs, realTiming, reasonOf } from "./backoff";
import type { Timing } from "./backoff";
import { readEnvelope, requestIdOf } from "./envelopes";
import type { Envelope } from "./envelopes";
import { AdobeError, quotable } from "./errors";
import type { Action } from "./errors";
import { hintFor, saysSandbox, tooLongHint } from "./hints";
import type { TokenSource } from "./ims";
import { Limiter } from "./limiter";
import { parseRetryAfter } from "./retryAfter";

/** The credential, the sandbox and the limits that every call has in common. */
export interface HttpOptions {
  /** Origin of AEP's APIs. */
  readonly platformUrl: string;
  readonly orgId: string;
  /** Client id of the credential, sent as the API key. */
  readonly clientId: string;
  readonly sandbox: string;
  readonly tokens: TokenSource;
  /** Texts that an error never shows, even when Adobe repeats them. */
  readonly secrets?: readonly string[];
  /** To share with other clients of the same credential. Default: its own, of 6 requests at once. */
  readonly limiter?: Limiter | undefined;
  /** How long to wait for one response, in milliseconds. Default 60,000. */
  readonly timeoutMs?: number;
  /** Called with a line about every response, for a debug log. */
  readonly onResponse?: (line: string) => void;
  readonly timing?: Timing;
}

export type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** One call to one of AEP's services. */
export interface Call {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the platform's origin, each variable part encoded. */
  readonly path: string;
  readonly query?: Query;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** What the call does, for error messages. */
  readonly action: Action;
  /** Whether it is safe to send twice. Default: every method but POST. */
  readonly repeatable?: boolean;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpResponse {
  readonly status: number;
  /** The parsed JSON; undefined for an empty body. */
  readonly body: unknown;
  readonly headers: { get(name: string): string | null };
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
  readonly #timing: Timing;
  readonly #limiter: Limiter;
  readonly #agent: http.Agent;

  constructor(private readonly options: HttpOptions) {
    this.#timing = options.timing ?? realTiming;
    this.#limiter = options.limiter ?? new Limiter();
    const Agent = options.platformUrl.startsWith("https:") ? https.Agent : http.Agent;
    this.#agent = new Agent({ keepAlive: true });
  }

  /** Closes kept-alive connections. */
  close(): void {
    this.#agent.destroy();
  }

  /** Makes the call; resolves with a 2xx response, rejects with an {@link AdobeError}. */
  async call(call: Call): Promise<HttpResponse> {
    let renewed = false;
    for (let attempt = 1; ; attempt++) {
      const token = await this.options.tokens.token(call.signal);
      const outcome = await this.#limiter.run(() => this.#attempt(call, token), call.signal);
      if ("response" in outcome) return outcome.response;
      const { failure } = outcome;
      if (failure.tokenRejected && !renewed) {
        renewed = true;
        this.options.tokens.discard(token);
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

    const started = this.#timing.now();
    let response: Response;
    let text: string;
    const timeoutMs = this.options.timeoutMs ?? 60_000;
    const timeout = AbortSignal.timeout(timeoutMs);
    const signals = call.signal === undefined ? [timeout] : [timeout, call.signal];
    try {
      response = await this.#send(call, token, AbortSignal.any(signals));
      text = await response.text();
    } catch (error) {
      if (call.signal?.aborted) throw reasonOf(call.signal);
      return { failure: this.#noResponse(call, timeout.aborted ? timeoutMs : undefined, error) };
    }
    this.options.onResponse?.(
      `${call.method} ${call.path} → ${response.status} in ${this.#timing.now() - started} ms`,
    );

    const body = parse(text);
    if (response.ok && body !== NOT_JSON) {
      return { response: { status: response.status, body, headers: response.headers } };
    }
    return {
      failure: this.#errorResponse(call, response, body === NOT_JSON ? undefined : body, text),
    };
  }

  #send(call: Call, token: string, signal: AbortSignal): Promise<Response> {
    const { platformUrl, orgId, clientId, sandbox } = this.options;
    const url = new URL(call.path, platformUrl);
    for (const [key, value] of Object.entries(call.query ?? {})) {
      if (value === undefined) continue;
      for (const one of Array.isArray(value) ? value : [value]) {
        url.searchParams.append(key, String(one));
      }
    }
    return fetch(url, {
      method: call.method,
      agent: this.#agent,
      redirect: "manual",
      signal,
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

  /** Timeout, reset, refused connection, an incomplete response. */
  #noResponse(call: Call, timedOutAfterMs: number | undefined, error: unknown): Failure {
    const neverSent = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN/.test(
      (error as { code?: string } | undefined)?.code ?? "",
    );
    const reason =
      timedOutAfterMs === undefined
        ? error instanceof Error
          ? error.message
          : String(error)
        : `no response within ${timedOutAfterMs / 1000} s`;
    return {
      retry: neverSent || isRepeatable(call),
      error: new AdobeError({
        ...call.action,
        call: `${call.method} ${call.path}`,
        reason: quotable(reason, this.options.secrets),
        ambiguous: !neverSent && !isRepeatable(call),
        hint: `Check that ${new URL(this.options.platformUrl).host} can be reached (platformUrl)`,
      }),
    };
  }

  #errorResponse(call: Call, response: Response, body: unknown, text: string): Failure {
    const { status } = response;
    const envelope = readEnvelope(body, text);
    const waitMs = parseRetryAfter(response.headers.get("retry-after"), this.#timing);
    const transient = [408, 500, 502, 503, 504].includes(status) || status < 400;
    return {
      tokenRejected: isTokenRejected(status, envelope),
      retry: status === 429 || (transient && isRepeatable(call)),
      retryAfterMs: waitMs,
      error: new AdobeError({
        ...call.action,
        call: `${call.method} ${call.path}`,
        status,
        code: envelope.code,
        reason: quotable(envelope.reason, this.options.secrets),
        requestId: envelope.requestId ?? requestIdOf(response.headers),
        hint:
          waitMs !== undefined && waitMs > LONGEST_WAIT_MS
            ? tooLongHint(waitMs)
            : hintFor(status, envelope),
        ambiguous: transient && !isRepeatable(call),
        notFound: isNotFound(status, envelope, body),
      }),
    };
  }
}

interface Failure {
  readonly error: AdobeError;
  readonly retry: boolean;
  readonly tokenRejected?: boolean;
  readonly retryAfterMs?: number | undefined;
}

function isRepeatable(call: Call): boolean {
  return call.repeatable ?? call.method !== "POST";
}

/** The gateway rejects a missing token with 403 and 403010, a bad one with 401 and 401013. */
function isTokenRejected(status: number, { code }: Envelope): boolean {
  return status === 401 || code === "403010" || code === "401013";
}

/**
 * Whether a service says that the object does not exist. A 404 of the gateway (no such route), about
 * the sandbox (Flow Service's codes 2100–2103; elsewhere by its words, because no document lists the
 * codes) or from some proxy does not say so.
 */
function isNotFound(status: number, envelope: Envelope, body: unknown): boolean {
  const { code, gateway, reason } = envelope;
  if (gateway || /\b21\d\d-404$/.test(code ?? "") || saysSandbox(reason)) return false;
  if (/\b(1439|1101)-\d{3}$/.test(code ?? "")) return true;
  return status === 404 && typeof body === "object" && body !== null;
}

const NOT_JSON = Symbol("not JSON");

function parse(text: string): unknown {
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return NOT_JSON;
  }
}
