import { emulatorCredentials } from "../../../emulator";
import type { EmulatorOptions } from "../../../emulator";
import { flowservice, startClient, type ApiResponse, type Client } from "./client";

/** What Adobe prints for every etag: quotes inside the text. */
export const etag = expect.stringMatching(/^"[0-9a-f]{8}-0000-0200-0000-[0-9a-f]{12}"$/u) as string;
export const receipt = { id: expect.any(String) as string, etag };

/** A client that sends a request with the headers a tutorial prints, and no others. */
export interface Printed extends Client {
  /** With `Content-Type: application/json`, as the requests that make something have it. */
  json(method: string, path: string, body: unknown): Promise<ApiResponse>;
  /** Without it, so that curl's own for `-d` is sent, as some requests are printed. */
  plain(
    method: string,
    path: string,
    body?: unknown,
    more?: Record<string, string>,
  ): Promise<ApiResponse>;
  /** The only item of Flow Service's response. */
  item(path: string): Promise<any>;
}

export async function startPrinted(options: EmulatorOptions = {}): Promise<Printed> {
  const client = await startClient(options);
  const token = await client.token();
  const headers = {
    authorization: `Bearer ${token}`,
    "x-api-key": emulatorCredentials.clientId,
    "x-gw-ims-org-id": emulatorCredentials.orgId,
    "x-sandbox-name": emulatorCredentials.sandbox,
  };
  const plain: Printed["plain"] = (method, path, body, more = {}) =>
    client.bare(method, path, {
      ...(body === undefined ? {} : { body }),
      headers: {
        ...headers,
        ...(body === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }),
        ...more,
      },
    });
  return {
    ...client,
    plain,
    json: (method, path, body) => plain(method, path, body, { "content-type": "application/json" }),
    item: async (path) => (await plain("GET", `${flowservice}/${path}`)).body.items[0],
  };
}
