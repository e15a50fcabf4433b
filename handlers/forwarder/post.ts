import type { Agent } from "node:http";
import type nodeFetch from "node-fetch";
import { realTiming } from "../../adobe/client/backoff";
import { parseRetryAfter } from "../../adobe/client/retryAfter";
import type { InletAnswer } from "./answer";

export type Fetch = typeof nodeFetch;

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

/** An answer's body is a few hundred bytes; more is no answer of the inlet's. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

const unreachable =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EPROTO|ERR_TLS|CERT|DEPTH_ZERO|UNABLE_TO|SELF_SIGNED)/;

function whyNothing(error: unknown, signal: AbortSignal): InletAnswer {
  if (signal.aborted) return { reason: "time-out" };
  const code = (error as { code?: unknown }).code;
  const never = typeof code === "string" && unreachable.test(code);
  return { reason: never ? "unreachable" : "reset" };
}

/** Posts JSON and tells what came back. Never throws for anything the network does. */
export async function post(
  fetch: Fetch,
  agent: Agent | undefined,
  request: Post,
): Promise<InletAnswer> {
  const { url, headers, body, signal } = request;
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
      redirect: "manual",
      size: MAX_ANSWER_BYTES,
      signal,
      ...(agent && { agent }),
    });
    const answer = {
      status: response.status,
      retryAfterMs: parseRetryAfter(response.headers.get("retry-after"), realTiming),
    } as const;
    try {
      return { ...answer, body: await response.json() };
    } catch {
      return { ...answer, body: undefined };
    }
  } catch (error) {
    return whyNothing(error, signal);
  }
}
