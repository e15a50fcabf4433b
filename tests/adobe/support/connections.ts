import http from "node:http";
import type { AddressInfo } from "node:net";

import type { Properties } from "../../../provider-sdk";
import { forward } from "./forward";
import type { Harness } from "./harness";

/** Adobe's ids of sources. */
export const S3 = { id: "ecadc60c-7455-4d87-84dc-2a0e293d997b", version: "1.0" };
export const SFTP = { id: "b7bf2577-4520-42c9-bae9-cad01560f7bc", version: "1.0" };

/** A base connection with a password. */
export const sftpAuth = {
  specName: "Basic Authentication for sftp",
  params: { host: "files.shop" },
};
export const password = "first-password-1";
export const sftpProgram = {
  name: "Files",
  connectionSpec: SFTP,
  auth: sftpAuth,
  credentials: { userName: "shop", password },
};

/** What the requests of the work have sent to Flow Service, by a proxy before the emulator. */
export async function sentBy(
  harness: Harness,
  work: (provider: Harness["provider"]) => Promise<unknown>,
): Promise<{ readonly method: string; readonly body: unknown }[]> {
  const bodies: { method: string; body: unknown }[] = [];
  const server = http.createServer((request, response) => {
    void (async () => {
      const upstream = await forward(request, harness.url, (text) => {
        if (request.url?.includes("/flowservice/") === true && text !== "")
          bodies.push({ method: request.method ?? "", body: JSON.parse(text) });
      });
      response.writeHead(upstream.status, { "content-type": "application/json" });
      response.end(await upstream.text());
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = server.address() as AddressInfo;
    await work(await harness.another({ platformUrl: `http://127.0.0.1:${port}` }));
    return bodies;
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** The parameters of a base connection's authentication, as Adobe shows them. */
export async function paramsThere(
  { ui }: Pick<Harness, "ui">,
  { id }: { readonly id: string },
): Promise<Properties> {
  const there = await ui.flows.get("connections", id);
  return (there?.["auth"] as { params: Properties }).params;
}
