import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";

import { exchange } from "../../../adobe/client/exchange";
import { httpFetch } from "../../../handlers/shared/httpFetch";

let server: Server;
let respond: (response: ServerResponse) => void;
let received: { readonly type: string | undefined; readonly body: string }[] = [];

beforeEach(async () => {
  received = [];
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += String(chunk)));
    request.on("end", () => {
      received.push({ type: request.headers["content-type"], body });
      respond(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function send(body: string | URLSearchParams = "{}") {
  const { port } = server.address() as AddressInfo;
  return exchange({ url: `http://127.0.0.1:${port}/`, method: "POST", body, fetch: httpFetch });
}

describe("httpFetch", () => {
  it.each([
    ["gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
  ])("reads a body in %s", async (encoding, compress) => {
    respond = (response) =>
      response.writeHead(200, { "content-encoding": encoding }).end(compress('{"a":"é"}'));
    expect(await send()).toMatchObject({ status: 200, text: '{"a":"é"}', problem: undefined });
  });

  it.each([...Object.getOwnPropertyNames(Object.prototype), "identity", "unknown"])(
    "reads a body in the encoding %p, which it does not know, as it is",
    async (encoding) => {
      respond = (response) => response.writeHead(200, { "content-encoding": encoding }).end("{}");
      expect(await send()).toMatchObject({ status: 200, text: "{}", problem: undefined });
    },
  );

  it.each([204, 304])("reads no body of a response with status %d", async (status) => {
    respond = (response) => response.writeHead(status, { "content-encoding": "gzip" }).end();
    expect(await send()).toMatchObject({ status, text: "", problem: undefined });
  });

  it("says that a body which is not what it declares is incomplete", async () => {
    respond = (response) => response.writeHead(200, { "content-encoding": "gzip" }).end("plain");
    const { status, problem } = await send();
    expect(status).toBe(200);
    expect(problem).toMatchObject({ code: "Z_DATA_ERROR" });
  });

  it("says that a body which the connection cuts off is incomplete", async () => {
    respond = (response) => {
      response.writeHead(200, { "content-length": "100" }).write("half");
      setImmediate(() => response.destroy());
    };
    expect(await send()).toMatchObject({ status: 200, problem: { code: "ECONNRESET" } });
  });

  it("sends a form with its content type", async () => {
    respond = (response) => response.end("{}");
    await send(new URLSearchParams({ grant_type: "client_credentials" }));
    expect(received).toEqual([
      {
        type: "application/x-www-form-urlencoded;charset=UTF-8",
        body: "grant_type=client_credentials",
      },
    ]);
  });

  it("fails with the code of the network's error", async () => {
    respond = (response) => response.destroy();
    await expect(send()).rejects.toMatchObject({ code: "ECONNRESET" });
  });
});
