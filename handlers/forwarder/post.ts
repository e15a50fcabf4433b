import type { Agent } from "node:http";

import { realTiming } from "../../adobe/client/backoff";
import { parseBoundedJson } from "../../adobe/client/boundedJson";
import { ExchangeError, exchange, type Fetch, type Reply } from "../../adobe/client/exchange";
import { parseRetryAfter } from "../../adobe/client/retryAfter";
import type { EndpointResponse } from "./endpointResponse";

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

/** The endpoint responds with a few hundred bytes, to a batch with some for each message. */
const MAX_RESPONSE_BYTES = 1024 * 1024;

const unreachable =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EPROTO|ERR_TLS|CERT|DEPTH_ZERO|UNABLE_TO|SELF_SIGNED)/;

function noResponse(error: unknown, signal: AbortSignal): EndpointResponse {
  if (signal.aborted) return { reason: "time-out" };
  const code = error instanceof ExchangeError ? error.code : undefined;
  return { reason: unreachable.test(code ?? "") ? "unreachable" : "reset" };
}

/** The JSON of a response; undefined when it is larger than allowed, incomplete or not JSON. */
function bodyOf({ text, problem }: Reply): unknown {
  if (problem !== undefined) return undefined;
  try {
    return parseBoundedJson(text);
  } catch {
    return undefined;
  }
}

/**
 * Posts JSON and returns the response, or why there is none. Follows no redirect and reads at most 1 MiB.
 * Never throws for a network error.
 */
export async function post(
  fetch: Fetch,
  agent: Agent | undefined,
  request: Post,
): Promise<EndpointResponse> {
  const { url, headers, body, signal } = request;
  try {
    const reply = await exchange({
      url,
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
      maxBytes: MAX_RESPONSE_BYTES,
      signal,
      agent,
      fetch,
    });
    return {
      status: reply.status,
      retryAfterMs: parseRetryAfter(reply.headers.get("retry-after"), realTiming),
      body: bodyOf(reply),
    };
  } catch (error) {
    return noResponse(error, signal);
  }
}
