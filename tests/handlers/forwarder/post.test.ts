import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";

import { post } from "../../../handlers/forwarder/post";
import { httpFetch as fetch } from "../../../handlers/shared/httpFetch";

let server: Server;
let respond: (response: ServerResponse) => void = () => {};
let requests: string[] = [];

beforeAll(async () => {
  // A connection that the server closes because a test took long is one that the client may just be using again.
  server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    requests.push(request.url ?? "");
    response.on("error", () => {});
    request.resume().on("end", () => respond(response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  requests = [];
});

function send(signal = new AbortController().signal) {
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/collection/x`;
  return post(fetch, undefined, { url, headers: {}, body: "{}", signal });
}

describe("post", () => {
  it.each([301, 302, 303, 307, 308])("follows no redirect with status %d", async (status) => {
    respond = (response) => response.writeHead(status, { location: "/elsewhere" }).end();
    expect(await send()).toMatchObject({ status });
    expect(requests).toEqual(["/collection/x"]);
  });

  it.each([
    ["larger than a mebibyte", "a".repeat(3 * 1024 * 1024)],
    ["nested deeply", "[".repeat(200_000)],
    ["a million small values", `[${"0,".repeat(1_100_000)}0]`.slice(0, 1024 * 1024)],
  ])("keeps the status of a response that is %s, and not its body", async (_, text) => {
    respond = (response) => response.end(text);
    expect(await send()).toEqual({ status: 200, retryAfterMs: undefined, body: undefined });
  });

  it("counts the decompressed bytes of a compressed body", async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, " "));
    respond = (response) => response.writeHead(200, { "content-encoding": "gzip" }).end(bomb);
    expect(await send()).toMatchObject({ status: 200, body: undefined });
  });

  it("ends with its signal in the middle of a body, and keeps the status", async () => {
    const abort = new AbortController();
    respond = (response) => {
      response.writeHead(400).write("{");
      setTimeout(() => abort.abort(), 50);
    };
    expect(await send(abort.signal)).toMatchObject({ status: 400, body: undefined });
  });

  it("drops a key that would replace what an object inherits", async () => {
    respond = (response) => response.end('{"__proto__":{"status":200},"a":1}');
    const { body } = await send();
    expect(body).toEqual({ a: 1 });
    expect((body as { status?: unknown }).status).toBeUndefined();
  });
});
