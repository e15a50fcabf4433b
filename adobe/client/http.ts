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

/** Who calls, and how patiently. */
export interface HttpOptions {
  /** Origin of AEP's APIs. */
  readonly platformUrl: string;
  readonly orgId: string;
  /** Client id of the credential, sent as the API key. */
  readonly clientId: string;
  readonly sandbox: string;
  readonly tokens: TokenSource;
  /** Never shown, should Adobe repeat it in an error. */
  readonly secrets?: readonly string[];
  /** To share with other clients of the same credential. Default: its own, of 6 requests at once. */
  readonly limiter?: Limiter | undefined;
  /** Time for one answer, in milliseconds. Default 60,000. */
  readonly timeoutMs?: number;
  /** Told of every answer, for a debug log. */
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
  readonly about: Action;
  /** Whether it does no harm when it is carried out twice. Default: unless it is a POST. */
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
 * HTTP to platform.adobe.io: headers, token, time-out, bounded retries, one error shape. What may
 * be repeated safely is: everything after a 429 or a refused token, and GET, PUT, PATCH and DELETE
 * after any passing failure, unless the call says otherwise of itself. Any other that may have been
 * carried out is never repeated here; it ends in an {@link AdobeError} with `ambiguous`, and the
 * caller looks the object up first.
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

  /** Makes the call; resolves with an answer of 2xx, rejects with an {@link AdobeError}. */
  async call(call: Call): Promise<HttpResponse> {
    let renewed = false;
    for (let attempt = 1; ; attempt++) {
      const token = await this.options.tokens.token(call.signal);
      const outcome = await this.#limiter.run(() => this.#attempt(call, token), call.signal);
      if ("answer" in outcome) return outcome.answer;
      const { failure } = outcome;
      if (failure.tokenRefused && !renewed) {
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
  ): Promise<{ answer: HttpResponse } | { failure: Failure }> {
    const pauseMs = this.#limiter.pausedUntil - this.#timing.now();
    if (pauseMs > 0) await this.#timing.sleep(pauseMs, call.signal);

    const started = this.#timing.now();
    let response: Response;
    let text: string;
    const own = new AbortController();
    const timeoutMs = this.options.timeoutMs ?? 60_000;
    const timer = setTimeout(() => own.abort(), timeoutMs);
    const stop = () => own.abort();
    call.signal?.addEventListener("abort", stop, { once: true });
    try {
      if (call.signal?.aborted) throw reasonOf(call.signal);
      response = await this.#send(call, token, own.signal);
      text = await response.text();
    } catch (error) {
      if (call.signal?.aborted) throw reasonOf(call.signal);
      return { failure: this.#noAnswer(call, own.signal.aborted ? timeoutMs : undefined, error) };
    } finally {
      clearTimeout(timer);
      call.signal?.removeEventListener("abort", stop);
    }
    this.options.onResponse?.(
      `${call.method} ${call.path} → ${response.status} in ${this.#timing.now() - started} ms`,
    );

    const body = parse(text);
    if (response.ok && body !== NOT_JSON) {
      return { answer: { status: response.status, body, headers: response.headers } };
    }
    return { failure: this.#refused(call, response, body === NOT_JSON ? undefined : body, text) };
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

  /** Time-out, reset, refused connection, half an answer. */
  #noAnswer(call: Call, timedOutAfterMs: number | undefined, error: unknown): Failure {
    const neverSent = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN/.test(
      (error as { code?: string } | undefined)?.code ?? "",
    );
    const reason =
      timedOutAfterMs === undefined
        ? error instanceof Error
          ? error.message
          : String(error)
        : `no answer within ${timedOutAfterMs / 1000} s`;
    return {
      retry: neverSent || isRepeatable(call),
      error: new AdobeError({
        ...call.about,
        call: `${call.method} ${call.path}`,
        reason: quotable(reason, this.options.secrets),
        ambiguous: !neverSent && !isRepeatable(call),
        hint: `Check that ${new URL(this.options.platformUrl).host} can be reached (platformUrl)`,
      }),
    };
  }

  #refused(call: Call, response: Response, body: unknown, text: string): Failure {
    const { status } = response;
    const envelope = readEnvelope(body, text);
    const waitMs = parseRetryAfter(response.headers.get("retry-after"), this.#timing);
    const passing = [408, 500, 502, 503, 504].includes(status) || status < 400;
    return {
      tokenRefused: isTokenRefused(status, envelope),
      retry: status === 429 || (passing && isRepeatable(call)),
      retryAfterMs: waitMs,
      error: new AdobeError({
        ...call.about,
        call: `${call.method} ${call.path}`,
        status,
        code: envelope.code,
        reason: quotable(envelope.reason, this.options.secrets),
        requestId: envelope.requestId ?? requestIdOf(response.headers),
        hint:
          waitMs !== undefined && waitMs > LONGEST_WAIT_MS
            ? tooLongHint(waitMs)
            : hintFor(status, envelope),
        ambiguous: passing && !isRepeatable(call),
        notFound: isNotFound(status, envelope, body),
      }),
    };
  }
}

interface Failure {
  readonly error: AdobeError;
  readonly retry: boolean;
  readonly tokenRefused?: boolean;
  readonly retryAfterMs?: number | undefined;
}

function isRepeatable(call: Call): boolean {
  return call.repeatable ?? call.method !== "POST";
}

/** The gateway answers a missing token with 403 and 403010, a bad one with 401 and 401013. */
function isTokenRefused(status: number, { code }: Envelope): boolean {
  return status === 401 || code === "403010" || code === "401013";
}

/**
 * A 404 of the service about the object: not the gateway's (no such route), not one
 * about the sandbox (Flow Service's 2100–2103; by its words elsewhere, for the other services'
 * codes are in no document), and not a page of some proxy's.
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
