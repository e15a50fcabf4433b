import http, { type ClientRequest, type IncomingMessage } from "node:http";
import https from "node:https";
import type { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";

import type { Fetch } from "../../adobe/client/exchange";

/** A server may compress a response although no request accepts that. */
const decoders: ReadonlyMap<string, () => NodeJS.ReadWriteStream & Readable> = new Map([
  ["br", createBrotliDecompress],
  ["deflate", createInflate],
  ["gzip", createGunzip],
  ["x-gzip", createGunzip],
]);

/** A response without a body may still declare an encoding. */
function hasBody({ statusCode }: IncomingMessage, method: string | undefined): boolean {
  return method !== "HEAD" && statusCode !== 204 && statusCode !== 304;
}

function bodyOf(response: IncomingMessage, method: string | undefined): Readable {
  const encoding = response.headers["content-encoding"]?.toLowerCase() ?? "";
  const decoder = hasBody(response, method) ? decoders.get(encoding)?.() : undefined;
  if (!decoder) return response;
  response.on("error", (error) => decoder.destroy(error));
  decoder.on("close", () => response.destroy());
  return response.pipe(decoder);
}

/** Ends a request that has no connection in time. */
function limitConnecting(request: ClientRequest, ms: number): void {
  request.once("socket", (socket) => {
    if (!socket.connecting) return;
    const timer = setTimeout(() => request.destroy(new ConnectTimeoutError()), ms);
    const stop = () => clearTimeout(timer);
    socket.once("connect", stop).once("close", stop);
  });
}

class ConnectTimeoutError extends Error {
  override readonly name = "ConnectTimeoutError";
  readonly code = "ETIMEDOUT";
}

/**
 * A `fetch` of Node's own HTTP client. It has what `exchange` needs and no more, so that the functions in Lambda are
 * small, start fast and take a third of the processor time for each request.
 *
 * @param options.connectMs milliseconds until a connection is there. Default: only the signal ends it
 */
export function httpFetchWith({ connectMs }: { readonly connectMs?: number }): Fetch {
  return (url, init) => send(url, init, connectMs);
}

/** {@link httpFetchWith} without a limit of its own. */
export const httpFetch = httpFetchWith({});

function send(
  url: URL | string,
  { method, headers, body, signal, agent }: Parameters<Fetch>[1],
  connectMs: number | undefined,
): ReturnType<Fetch> {
  return new Promise((resolve, reject) => {
    const target = new URL(url);
    const form = body instanceof URLSearchParams && {
      "content-type": "application/x-www-form-urlencoded;charset=UTF-8",
    };
    const { request } = target.protocol === "http:" ? http : https;
    const sent = request(target, {
      method,
      headers: { accept: "*/*", ...form, ...headers },
      signal,
      ...(agent && { agent }),
    });
    sent.on("error", reject);
    sent.on("response", (response) =>
      resolve({
        status: response.statusCode ?? 0,
        headers: {
          get: (name) => {
            const value = response.headers[name.toLowerCase()];
            return value === undefined ? null : String(value);
          },
        },
        body: bodyOf(response, method),
      }),
    );
    if (connectMs !== undefined) limitConnecting(sent, connectMs);
    sent.end(body === undefined ? undefined : String(body));
  });
}
