import { spawn } from "node:child_process";
import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import { bundle } from "../../infra/bundle";
import { smokeTest } from "../../infra/smokeTest/smoke";

interface Stubbed {
  readonly status: number;
  readonly body?: unknown;
}

const accepted: Stubbed = { status: 202, body: { status: "accepted", id: "abc" } };

let close: () => void = () => undefined;
afterEach(() => close());

/** A relay that returns these responses, the last one repeatedly, and records the requests. */
async function relay(...responses: readonly Stubbed[]) {
  const requests: { url: string; body: unknown }[] = [];
  const server = http.createServer((request, response) => {
    void text(request).then((body) => {
      const stubbed = responses[Math.min(requests.length, responses.length - 1)] ?? accepted;
      requests.push({ url: request.url ?? "", body: JSON.parse(body) });
      response.writeHead(stubbed.status);
      response.end(stubbed.body === undefined ? "" : JSON.stringify(stubbed.body));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  close = () => {
    server.closeAllConnections();
    server.close();
  };
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/chatlio/main/feedback-left?token=TOKEN`, requests };
}

function captured() {
  const pauses: number[] = [];
  const sleep = (milliseconds: number) => Promise.resolve(pauses.push(milliseconds));
  return { pauses, sleep };
}

test("posts one synthetic event, and succeeds when it is accepted", async () => {
  const { url, requests } = await relay();
  expect(await smokeTest(url, captured().sleep)).toBeUndefined();
  expect(requests).toHaveLength(1);
  expect(requests[0]?.url).toContain("token=TOKEN&synthetic=true");
});

test("reads little of a response that never ends", async () => {
  let sent = 0;
  const server = http.createServer((_request, response) => {
    response.writeHead(202);
    const send = () => {
      while (!response.destroyed && response.write("x".repeat(10_000))) sent += 1;
    };
    response.on("drain", send);
    send();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  close = () => {
    server.closeAllConnections();
    server.close();
  };
  const { port } = server.address() as AddressInfo;
  expect(await smokeTest(`http://127.0.0.1:${port}/x?token=T`, captured().sleep)).toBe(
    "status 202",
  );
  expect(sent).toBeLessThan(1_000);
});

test("follows no redirect, and quotes little of a response", async () => {
  const body = { status: `\u001b[2J${"a".repeat(1_000)}`, reason: "b" };
  const { url, requests } = await relay({ status: 307, body }, accepted);
  const failure = await smokeTest(url, captured().sleep);
  expect(failure).toMatch(/^status 307 \(\?\[2Ja{96}: b\)$/);
  expect(requests).toHaveLength(1);
});

test("waits for a relay that AWS has not deployed everywhere yet", async () => {
  const { url, requests } = await relay({ status: 404 }, { status: 503 }, accepted);
  const { pauses, sleep } = captured();
  expect(await smokeTest(url, sleep)).toBeUndefined();
  expect(pauses).toEqual([2_000, 2_000]);
  const bodies = requests.map(
    ({ body }) => (body as { conversationUUID: string }).conversationUUID,
  );
  expect(new Set(bodies).size).toBe(3);
});

test.each([
  [{ status: 401 }, "status 401"],
  [
    { status: 202, body: { status: "quarantined", reason: "unknown widget" } },
    "status 202 (quarantined: unknown widget)",
  ],
  [{ status: 202, body: { status: "ignored" } }, "status 202 (ignored)"],
])("does not retry a permanent failure: %j", async (stubbed, failure) => {
  const { url, requests } = await relay(stubbed);
  expect(await smokeTest(url, captured().sleep)).toBe(failure);
  expect(requests).toHaveLength(1);
});

test("gives up in time, and never names the URL", async () => {
  const { url } = await relay({ status: 503 });
  const { pauses, sleep } = captured();
  expect(await smokeTest(url, sleep)).toBe("status 503");
  expect(pauses).toHaveLength(14);
  close();
  expect(await smokeTest(url, sleep)).toBe("no response (ECONNREFUSED)");
});

test("as Pulumi runs it: the reason on standard error, and an exit code", async () => {
  const { url } = await relay({ status: 401 });
  const child = spawn(process.execPath, ["-"], {
    env: { CHATLIO_AEP_URL: url, CHATLIO_AEP_LOGS: "/aws/lambda/receiver" },
    stdio: ["pipe", "ignore", "pipe"],
  });
  child.stdin.end(bundle("infra/smokeTest/post.ts").code);
  const closed = once(child, "close");
  const said = await text(child.stderr);
  await closed;
  expect([child.exitCode, said]).toEqual([
    1,
    "The relay did not accept the smoke test's event: status 401. See the log group /aws/lambda/receiver.\n",
  ]);
});
