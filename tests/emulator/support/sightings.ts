import type { ApiResponse, Client } from "./client";

/** What people met at the real platform, each with where they wrote it down (docs/emulator-fidelity.md). */
export type Row = readonly [
  sighting: string,
  expected: readonly [status: number, body: unknown],
  send: (client: Client) => Promise<ApiResponse>,
];

/** `$id` of a resource of Adobe's library. */
export function xdm(path: string): string {
  return `https://ns.adobe.com/xdm/${path}`;
}

export function get(client: Client, path: string, headers = {}): Promise<ApiResponse> {
  return client.call("GET", path, { headers });
}

export function post(
  client: Client,
  path: string,
  body: object,
  headers = {},
): Promise<ApiResponse> {
  return client.call("POST", path, { body, headers });
}
