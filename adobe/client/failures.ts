import { LONGEST_WAIT_MS } from "./backoff";
import type { Timing } from "./backoff";
import { readEnvelope, requestIdOf } from "./envelopes";
import type { Envelope } from "./envelopes";
import { AdobeError } from "./errors";
import { ExchangeError, redirectIn } from "./exchange";
import type { Reply } from "./exchange";
import { hintFor, saysSandbox, tooLongHint } from "./hints";
import type { Call } from "./http";
import { isObject } from "./json";
import { parseRetryAfter } from "./retryAfter";
import { truncate } from "./text";

/** Why an attempt failed, and whether a retry may help. */
export interface Failure {
  readonly error: AdobeError;
  readonly retry: boolean;
  readonly tokenRejected?: boolean;
  readonly retryAfterMs?: number | undefined;
}

/** What all failures of one attempt have in common. */
export interface Attempt {
  readonly call: Call;
  readonly platformUrl: string;
  /** Prepares a text of the server's for a message: at most so many characters of it. */
  readonly quote: (text: string, max?: number) => string;
}

/** Whether a call may be sent twice. */
export function isRepeatable(call: Call): boolean {
  return call.repeatable ?? call.method !== "POST";
}

function actionOf({ call }: Attempt) {
  return { ...call.action, call: `${call.method} ${call.path}` };
}

/** Timeout, reset, refused connection, an incomplete response. */
export function noResponse(attempt: Attempt, error: unknown): Failure {
  const { call, platformUrl, quote } = attempt;
  const code = error instanceof ExchangeError ? error.code : undefined;
  const neverSent = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN)$/.test(code ?? "");
  return {
    retry: neverSent || isRepeatable(call),
    error: new AdobeError({
      ...actionOf(attempt),
      reason: quote(error instanceof Error ? error.message : String(error)),
      ambiguous: !neverSent && !isRepeatable(call),
      hint: `Check that ${new URL(platformUrl).host} can be reached (platformUrl)`,
    }),
  };
}

/** A response that a retry would not change: a redirect, or a body beyond the limits. */
export function unusable(attempt: Attempt, { status }: Reply, reason: string): Failure {
  return {
    retry: false,
    error: new AdobeError({
      ...actionOf(attempt),
      status,
      reason,
      ambiguous: !isRepeatable(attempt.call),
      hint: `Check platformUrl, and proxies on the way to ${new URL(attempt.platformUrl).host}`,
    }),
  };
}

/** A response that reports an error, or a 2xx that is not JSON. */
export function errorResponse(
  attempt: Attempt,
  reply: Reply,
  body: unknown,
  timing: Timing,
): Failure {
  const { call, quote } = attempt;
  const { status, headers } = reply;
  const redirect = redirectIn(reply);
  if (redirect !== undefined) return unusable(attempt, reply, redirect);
  const envelope = readEnvelope(body, reply.text, quote);
  const waitMs = parseRetryAfter(headers.get("retry-after"), timing);
  const transient = [408, 500, 502, 503, 504].includes(status) || status < 400;
  return {
    tokenRejected: isTokenRejected(status, envelope),
    retry: status === 429 || (transient && isRepeatable(call)),
    retryAfterMs: waitMs,
    error: new AdobeError({
      ...actionOf(attempt),
      status,
      code: envelope.code,
      reason: truncate(envelope.reason, MAX_REASON),
      requestId: envelope.requestId ?? requestIdOf(headers, quote),
      hint:
        waitMs !== undefined && waitMs > LONGEST_WAIT_MS
          ? tooLongHint(waitMs)
          : hintFor(status, envelope, {
              path: call.path,
              creates: call.method === "POST" && call.action.verb === "create",
            }),
      ambiguous: transient && !isRepeatable(call),
      notFound: isNotFound(call, status, envelope, body),
    }),
  };
}

/** Longest reason in a message; the texts of a body together may be longer. */
const MAX_REASON = 600;

/** The gateway rejects a missing token with 403 and 403010, a bad one with 401 and 401013. */
function isTokenRejected(status: number, { code }: Envelope): boolean {
  return status === 401 || code === "403010" || code === "401013";
}

/**
 * Whether a service says that the object does not exist. Some 404s do not say that: from the gateway (no
 * such route), about the sandbox (Flow Service has the codes 2100 to 2103; for other services only the
 * words tell, because no document lists their codes), and from a proxy.
 */
function isNotFound(call: Call, status: number, envelope: Envelope, body: unknown): boolean {
  const { code, gateway, reason } = envelope;
  const isOfAnother = saysSandbox(reason) && call.ofSandbox !== true;
  if (gateway || /\b21\d\d-404$/.test(code ?? "") || isOfAnother) return false;
  if (/\b(1439|1101)-\d{3}$/.test(code ?? "")) return true;
  return status === 404 && (isObject(body) || Array.isArray(body));
}
