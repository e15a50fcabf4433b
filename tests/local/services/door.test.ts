import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs/promises";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

import { openDoor, type Door } from "../../../local/services/door";
import { launchChromium } from "../../emulator/support/chromium";

jest.setTimeout(60_000);

type Handler = (request: http.IncomingMessage, response: http.ServerResponse) => unknown;

describe("the door in front of a service on a Unix socket", () => {
  let directory: string;
  let door: Door;
  let service: http.Server;
  let handle: Handler;
  const seen: string[] = [];

  beforeEach(async () => {
    directory = await fs.mkdtemp(path.join(os.tmpdir(), "door-"));
    seen.length = 0;
    handle = (_request, response) => response.end("done");
    service = http.createServer((request, response) => {
      seen.push(`${request.method} ${request.url}`);
      void handle(request, response);
    });
    const socket = path.join(directory, "service.sock");
    await once(service.listen(socket), "listening");
    door = await openDoor("The service", socket);
  });
  afterEach(async () => {
    await door.close();
    service.closeAllConnections();
    service.close();
    await fs.rm(directory, { recursive: true, force: true });
  });

  async function send(
    method: string,
    headers: http.OutgoingHttpHeaders = {},
    body = "",
  ): Promise<{ response: http.IncomingMessage; body: string }> {
    const request = http.request(`${door.url}/a%2Fb?c=d`, { method, headers });
    request.end(body);
    const [response] = (await once(request, "response")) as [http.IncomingMessage];
    return { response, body: await text(response) };
  }

  it("passes a request and its response on as they are", async () => {
    handle = async (request, response) => {
      const body = await text(request);
      response
        .writeHead(418, "Odd", [
          ["set-cookie", "a=1"],
          ["set-cookie", "b=2"],
          ["x-amzn-requestid", "7"],
        ])
        .end(JSON.stringify({ body, host: request.headers.host, odd: request.headers["x-odd"] }));
    };
    const { response, body } = await send("PUT", { "X-Odd": ["1", "2"] }, "héllo");
    expect(seen).toEqual(["PUT /a%2Fb?c=d"]);
    expect([response.statusCode, response.statusMessage]).toEqual([418, "Odd"]);
    expect(response.headers).toMatchObject({
      "set-cookie": ["a=1", "b=2"],
      "x-amzn-requestid": "7",
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
    });
    // The service makes URLs of the host, so they must lead through the door.
    expect(JSON.parse(body)).toEqual({
      body: "héllo",
      host: `127.0.0.1:${door.port}`,
      odd: "1, 2",
    });
  });

  it.each([
    { "content-length": 10_000_000 },
    { "transfer-encoding": "chunked" },
    { expect: "100-continue" },
  ])("passes 10 MB on in both directions, sent with %j", async (headers) => {
    handle = (request, response) => request.pipe(response);
    const sent = randomBytes(5_000_000).toString("hex");
    const { body } = await send("POST", headers, sent);
    const hash = (value: string): string => createHash("sha256").update(value).digest("hex");
    expect(hash(body)).toBe(hash(sent));
  });

  it("keeps a client's connection for its next request", async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const reused: boolean[] = [];
    for (let sent = 0; sent < 3; sent += 1) {
      const request = http.request(door.url, { method: "POST", agent }).end("x");
      const [response] = (await once(request, "response")) as [http.IncomingMessage];
      expect(await text(response)).toBe("done");
      reused.push(request.reusedSocket);
    }
    expect(reused).toEqual([false, true, true]);
    agent.destroy();
  });

  it.each(["HEAD", "GET", "DELETE", "OPTIONS"])("passes %s without a body on", async (method) => {
    handle = (_request, response) => response.writeHead(204).end();
    expect((await send(method)).response.statusCode).toBe(204);
  });

  it("ends the service's work when the client ends", async () => {
    const closed = new Promise<void>((resolve) => {
      handle = (_request, response) => response.on("close", () => resolve());
    });
    const request = http.get(`${door.url}/long-poll`);
    request.on("error", () => undefined);
    while (seen.length === 0) await sleep(5);
    request.destroy();
    await closed;
  });

  it("ends the connection when the service ends in the middle of a response", async () => {
    handle = (_request, response) => {
      response.writeHead(200, { "content-length": 100 });
      response.write("half", () => response.socket?.destroy());
    };
    await expect(send("GET")).rejects.toThrow("aborted");
  });

  it("responds with 502 when the service is gone", async () => {
    service.close();
    const { response, body } = await send("GET");
    expect(response.statusCode).toBe(502);
    expect(body).toContain("The service did not respond");
  });

  it.each([
    [{ host: "evil.test" }],
    [{ origin: "http://evil.test" }],
    [{ origin: "null" }],
    [{ referer: "http://127.0.0.1:1/" }],
    [{ "sec-fetch-site": "cross-site" }],
    [{ "sec-fetch-site": "same-site" }],
  ])("lets no request with %j reach the service", async (headers) => {
    const { response } = await send("POST", headers, "x".repeat(1_000_000));
    expect(response.statusCode).toBe(403);
    expect(seen).toEqual([]);
  });

  it("lets no web page reach the service, and shows none of its content as a page", async () => {
    handle = (_request, response) => {
      response.writeHead(200, { "content-type": "text/html", "access-control-allow-origin": "*" });
      response.end("<title>inside</title><script>document.title = 'run'</script>");
    };
    const hostile = http.createServer((_request, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<body>hello</body>");
    });
    await once(hostile.listen(0, "127.0.0.1"), "listening");
    const { port } = hostile.address() as { port: number };
    const browser = await launchChromium(
      "--host-resolver-rules=MAP evil.test 127.0.0.1",
      // Without Chromium's own protection, which other browsers do not have: the door's is tested.
      "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests",
    );
    try {
      const page = await browser.newPage();
      const statuses: number[] = [];
      page.on("response", (response) => {
        if (new URL(response.url()).port === String(door.port)) statuses.push(response.status());
      });
      for (const host of ["127.0.0.1", "localhost", "evil.test"]) {
        await page.goto(`http://${host}:${port}/`);
        for (const target of [door.url, `http://evil.test:${door.port}`]) {
          await page.evaluate(`(async () => {
            const at = "${target}/2015-03-31/functions";
            const quiet = { method: "POST", mode: "no-cors", body: "{}", referrerPolicy: "no-referrer" };
            await fetch(at, quiet).catch(() => {});
            await fetch(at, { method: "PUT", body: "{}" }).catch(() => {});
            await new Promise((resolve) => {
              const image = new Image();
              image.onerror = resolve;
              image.src = at;
            });
          })()`);
        }
      }
      await page.goto(`http://evil.test:${door.port}/`);
      expect(seen).toEqual([]);
      expect(new Set(statuses)).toEqual(new Set([403]));
      // An address that the user types is shown, in an origin of its own and without its scripts.
      await page.goto(`${door.url}/`);
      expect(await page.title()).toBe("inside");
      expect(await page.evaluate("self.origin")).toBe("null");
    } finally {
      await browser.close();
      hostile.close();
    }
  });
});
