import type http from "node:http";

import fetch, { type Response } from "node-fetch";

/**
 * Sends a request that a proxy has got on to its target, which then responds.
 *
 * @param onBody - called with the request's body
 */
export async function forward(
  request: http.IncomingMessage,
  target: string,
  onBody?: (text: string) => void,
): Promise<Response> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  onBody?.(Buffer.concat(chunks).toString());
  const { method = "GET", url = "/" } = request;
  const headers = Object.entries({ ...request.headers, host: new URL(target).host });
  return fetch(new URL(url, target), {
    method,
    headers: headers.map(([name, value]) => [name, String(value)]),
    ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
  });
}
