import * as z from "zod/mini";

import { LONGEST_WAIT_MS, backoffMs, realTiming, reasonOf } from "./backoff";
import type { Timing } from "./backoff";
import { parseBoundedJson } from "./boundedJson";
import { readEnvelope, requestIdOf } from "./envelopes";
import type { Quote } from "./envelopes";
import { AdobeError } from "./errors";
import type { Action } from "./errors";
import { exchange, redirectIn, untilAborted } from "./exchange";
import type { Fetch, Reply } from "./exchange";
import { tooLongHint } from "./hints";
import { isObject } from "./json";
import type { Json } from "./json";
import { own } from "./own";
import { parseRetryAfter } from "./retryAfter";
import { MAX_LABEL, quotable } from "./text";

/** The scopes of Adobe's AEP credentials. The Developer Console shows those of a credential. */
export const DEFAULT_SCOPES =
  "openid,AdobeID,read_organizations,additional_info.projectedProductContext,session";

/** Adobe's identity service (IMS) in production. */
export const DEFAULT_IMS_URL = "https://ims-na1.adobelogin.com";

/** An OAuth server-to-server credential of Adobe's Developer Console. */
export interface ImsCredential {
  readonly clientId: string;
  readonly clientSecret: string;
  /**
   * Separated by commas. The spaces that the console prints between them are allowed. Default {@link
   * DEFAULT_SCOPES}.
   */
  readonly scopes?: string | undefined;
  /** Origin of IMS. Default {@link DEFAULT_IMS_URL}. */
  readonly imsUrl?: string | undefined;
}

/** A source of bearer tokens: all callers share one token. */
export interface TokenSource {
  /** A token that stays valid for some minutes. Only one request is sent, however many callers wait. */
  token(signal?: AbortSignal): Promise<string>;
  /** Discards a token that was rejected. The next call of {@link TokenSource.token} requests another one. */
  discard(token: string): void;
}

/** A token is renewed this long before it expires, or after nine tenths of a short lifetime. */
const RENEW_BEFORE_MS = 300_000;
const ATTEMPTS = 4;
const TIMEOUT_MS = 30_000;
/** A response of IMS has a few thousand bytes. */
const MAX_RESPONSE_BYTES = 256 * 1024;

/** A token becomes a header, which may contain visible ASCII only and is limited to this length. */
const accessToken = z.string().check(z.regex(/^[\x21-\x7e]{1,12000}$/));
const BACKOFF = { firstMs: 500, maxMs: 10_000 };

interface Minted {
  readonly token: string;
  readonly renewAt: number;
}

/**
 * Tokens by IMS OAuth server-to-server (`POST /ims/token/v3`, Adobe's server-to-server
 * authentication guide). Adobe requires clients to reuse a token and may throttle those that do not.
 *
 * @param fetch default: node-fetch
 */
export function createTokenSource(
  credential: ImsCredential,
  timing: Timing = realTiming,
  fetch?: Fetch,
): TokenSource {
  let minted: Minted | undefined;
  let minting: Promise<Minted> | undefined;

  async function fresh(): Promise<Minted> {
    try {
      minted = await mint({ credential, timing, fetch });
      return minted;
    } finally {
      minting = undefined;
    }
  }

  return {
    async token(signal) {
      if (minted !== undefined && timing.now() < minted.renewAt) return minted.token;
      // Checked before a request starts that nobody would wait for.
      if (signal?.aborted) throw reasonOf(signal);
      // The request is shared, so no caller's signal may stop it: an aborted caller only stops waiting.
      minting ??= fresh();
      return (await untilAborted(minting, signal)).token;
    },
    discard(token) {
      if (minted?.token === token) minted = undefined;
    },
  };
}

interface Minting {
  readonly credential: ImsCredential;
  readonly timing: Timing;
  readonly fetch: Fetch | undefined;
}

async function mint(minting: Minting): Promise<Minted> {
  const { timing } = minting;
  for (let attempt = 1; ; attempt++) {
    try {
      return await mintOnce(minting);
    } catch (error) {
      const waitMs = error instanceof Retryable ? error.waitMs : undefined;
      if (!(error instanceof Retryable)) throw error;
      if (attempt === ATTEMPTS) throw error.cause;
      await timing.sleep(waitMs ?? backoffMs(attempt, BACKOFF, timing));
    }
  }
}

/** Whether a retry may help: no response, 429 or 5xx. */
class Retryable extends Error {
  constructor(
    cause: AdobeError,
    readonly waitMs?: number | undefined,
  ) {
    super(cause.message, { cause });
  }
}

async function mintOnce({ credential, timing, fetch }: Minting): Promise<Minted> {
  const { clientId, clientSecret } = credential;
  const imsUrl = credential.imsUrl ?? DEFAULT_IMS_URL;
  const action = {
    verb: "get",
    kind: "access token",
    name: clientId,
    call: "POST /ims/token/v3",
  };
  const quote = (text: string, max?: number) => quotable(text, [clientSecret], max);
  const requestedAt = timing.now();
  let reply: Reply;
  try {
    reply = await exchange({
      fetch,
      url: new URL("/ims/token/v3", imsUrl),
      method: "POST",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: clientId,
        client_secret: clientSecret,
        scope: (credential.scopes ?? DEFAULT_SCOPES).replaceAll(/\s+/g, ""),
      }),
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_RESPONSE_BYTES,
    });
    if (reply.problem instanceof Error) throw reply.problem;
  } catch (error) {
    const reason = quote(error instanceof Error ? error.message : String(error));
    const hint = `Check that ${new URL(imsUrl).host} can be reached (imsUrl)`;
    throw new Retryable(new AdobeError({ ...action, reason, hint }));
  }

  const body = reply.problem === "too-large" ? {} : parse(reply.text);
  // An error object is valid JSON too, so check that this is a token.
  const token = accessToken.safeParse(body["access_token"]).data;
  const { status } = reply;
  if (status >= 200 && status < 300 && token !== undefined) {
    return { token, renewAt: requestedAt + usableMs(body["expires_in"]) };
  }
  const { error, waitMs } = tokenError(reply, body, action, { quote, timing });
  const isTooLong = waitMs !== undefined && waitMs > LONGEST_WAIT_MS;
  if (!isTooLong && (status === 429 || status >= 500)) throw new Retryable(error, waitMs);
  throw error;
}

/** Why there is no token, and the wait that IMS requests. */
function tokenError(
  reply: Reply,
  body: Json,
  action: Action,
  { quote, timing }: { readonly quote: Quote; readonly timing: Timing },
) {
  const { status, headers } = reply;
  const text = (key: string, max?: number) => {
    const value = body[key];
    return typeof value === "string" ? quote(value, max) : undefined;
  };
  const code = text("error", MAX_LABEL);
  const waitMs = parseRetryAfter(headers.get("retry-after"), timing);
  const isTooLong = waitMs !== undefined && waitMs > LONGEST_WAIT_MS;
  const error = new AdobeError({
    ...action,
    status,
    code,
    reason:
      redirectIn(reply) ??
      text("error_description") ??
      code ??
      (reply.problem === "too-large"
        ? `a response larger than ${MAX_RESPONSE_BYTES} bytes, which is not read`
        : // The gateway may respond in place of IMS, with an error of another form.
          readEnvelope(body, "no usable access token in the response", quote).reason),
    requestId: requestIdOf(headers, quote),
    hint: isTooLong
      ? tooLongHint(waitMs)
      : (own(hints, code ?? "") ?? "Check clientId, clientSecret, scopes and imsUrl"),
  });
  return { error, waitMs };
}

const hints: Record<string, string> = {
  invalid_client:
    "Check clientId and clientSecret: they are those of an OAuth server-to-server credential in Adobe Developer Console, where a secret may have been deleted",
  invalid_scope:
    "Check scopes: they must be among those Adobe Developer Console lists for the credential",
  unauthorized_client:
    "Check that the credential is of the type OAuth server-to-server and not deactivated",
};

function parse(text: string): Json {
  try {
    const body = parseBoundedJson(text);
    return isObject(body) ? body : {};
  } catch {
    return {};
  }
}

/**
 * `expires_in` is in seconds. A value above a million can only be the milliseconds of the older token
 * exchange.
 */
function usableMs(expiresIn: unknown): number {
  const value = typeof expiresIn === "number" && expiresIn > 0 ? expiresIn : 3600;
  const lifeMs = value > 1_000_000 ? value : value * 1000;
  return lifeMs - Math.min(RENEW_BEFORE_MS, lifeMs / 10);
}
