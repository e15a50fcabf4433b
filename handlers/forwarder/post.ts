import type { Agent } from "node:http";

import type nodeFetch from "node-fetch";

import { realTiming } from "../../adobe/client/backoff";
import { parseRetryAfter } from "../../adobe/client/retryAfter";
import type { EndpointResponse } from "./endpointResponse";

export type Fetch = typeof nodeFetch;

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

/** The endpoint responds with a few hundred bytes. A longer body comes from something else. */
const MAX_RESPONSE_BYTES = 4 * 1024 * 1024;

const unreachable =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EPROTO|ERR_TLS|CERT|DEPTH_ZERO|UNABLE_TO|SELF_SIGNED)/;

function noResponse(error: unknown, signal: AbortSignal): EndpointResponse {
  if (signal.aborted) return { reason: "time-out" };
  const code = (error as { code?: unknown }).code;
  const neverSent = typeof code === "string" && unreachable.test(code);
  return { reason: neverSent ? "unreachable" : "reset" };
}

/** Posts JSON and returns the response, or why there is none. Never throws for a network error. */
export async function post(
  fetch: Fetch,
  agent: Agent | undefined,
  request: Post,
): Promise<EndpointResponse> {
  const { url, headers, body, signal } = request;
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
      redirect: "manual",
      size: MAX_RESPONSE_BYTES,
      signal,
      ...(agent && { agent }),
    });
    const head = {
      status: response.status,
      retryAfterMs: parseRetryAfter(response.headers.get("retry-after"), realTiming),
    } as const;
    try {
      return { ...head, body: await response.json() };
    } catch {
      return { ...head, body: undefined };
    }
  } catch (error) {
    return noResponse(error, signal);
  }
}
