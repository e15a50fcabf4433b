import { once } from "node:events";
import fs from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";

import { EmulatorClient } from "../../../emulator/client";
import { deliver, readPayloads } from "../../../local/demo/webhooks";

/** A relay and an emulator in one: each path responds as the test says. */
describe("delivering webhooks", () => {
  let server: http.Server;
  let url: string;
  let responses: Record<string, [status: number, body: unknown]>;
  let posted: Record<string, string>;

  beforeEach(async () => {
    posted = {};
    responses = { "/_emulator/datasets/ds/rows": [200, { rows: [], rejected: [] }] };
    server = http.createServer((request, response) => {
      const [status, body] = responses[request.url ?? ""] ?? [404, {}];
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        if (request.method === "POST") posted[request.url ?? ""] = Buffer.concat(chunks).toString();
        response.writeHead(status, { location: "/elsewhere" }).end(JSON.stringify(body));
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const rows = (rows: unknown[], rejected: unknown[] = []) => {
    responses["/_emulator/datasets/ds/rows"] = [200, { rows, rejected }];
  };
  const run = (payloads: Record<string, string>) =>
    deliver(
      new Map(Object.entries(payloads)),
      Object.fromEntries(
        Object.keys(payloads).map((event) => [event, `${url}/${event}?token=t0k`]),
      ),
      "ds",
      new EmulatorClient(url),
      () => undefined,
    );

  test("posts each payload as it is and pairs it with its row", async () => {
    responses["/one?token=t0k"] = [202, { status: "accepted", id: "a" }];
    responses["/two?token=t0k"] = [202, { status: "accepted", id: "b" }];
    rows([{ _id: "b", timestamp: "2" }, { _id: "a" }]);
    const delivered = await run({ one: '{"n": 1}', two: '{"n": 2}' });
    expect(delivered).toEqual([
      {
        event: "one",
        status: 202,
        id: "a",
        row: { _id: "a" },
        latencyMs: expect.any(Number) as number,
      },
      {
        event: "two",
        status: 202,
        id: "b",
        row: { _id: "b", timestamp: "2" },
        latencyMs: expect.any(Number) as number,
      },
    ]);
    expect(posted).toEqual({ "/one?token=t0k": '{"n": 1}', "/two?token=t0k": '{"n": 2}' });
  });

  test("waits until a row is there", async () => {
    responses["/one?token=t0k"] = [202, { id: "a" }];
    const delivery = run({ one: "{}" });
    await once(server, "request");
    rows([{ _id: "a" }]);
    await expect(delivery).resolves.toHaveLength(1);
  });

  test.each([
    ["401", 401, {}],
    ["202 without an id", 202, { status: "quarantined" }],
    ["307 to another address, which gets nothing,", 307, {}],
  ])("a response %s is a failure that does not show the token", async (_, status, body) => {
    responses["/one?token=t0k"] = [status, body];
    const failure = await run({ one: "{}" }).catch(String);
    expect(failure).toContain(`The webhook one responded with ${status}`);
    expect(failure).not.toContain("t0k");
    expect(Object.keys(posted)).toEqual(["/one?token=t0k"]);
  });

  test("a row that AEP rejects is a failure with AEP's reason", async () => {
    responses["/one?token=t0k"] = [202, { id: "a" }];
    rows([], [{ row: { _id: "a" }, reason: "timestamp is missing" }]);
    await expect(run({ one: "{}" })).rejects.toThrow(
      "AEP rejected the row of one: timestamp is missing",
    );
  });
});

describe("delivering webhooks in direct mode", () => {
  const flow = "?x-adobe-flow-id=f";
  const deliverTo = async (rows: readonly unknown[][], status = 200, rejected: unknown[] = []) => {
    let reads = 0;
    const server = http.createServer((request, response) => {
      request.resume();
      const isRead = request.method === "GET";
      const found = rows[Math.min(reads, rows.length - 1)];
      if (isRead) reads += 1;
      const body = isRead
        ? { rows: found, rejected: reads === 1 ? [] : rejected }
        : { inletId: "i", xactionId: "1", receivedTimeMs: 1 };
      response.writeHead(isRead ? 200 : status).end(JSON.stringify(body));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      return await deliver(
        new Map([["feedback-left", "{}"]]),
        { "feedback-left": `${url}/collection/s3cret${flow}` },
        "ds",
        new EmulatorClient(url),
        () => undefined,
      );
    } finally {
      server.closeAllConnections();
      server.close();
    }
  };
  const row = (id: string) => ({ _id: id, eventType: "chatlio.feedbackLeft" });

  test("pairs a payload with the next row of its event", async () => {
    const delivered = await deliverTo([[row("a")], [row("a")], [row("a"), row("b")]]);
    expect(delivered).toMatchObject([{ status: 200, id: "b", row: row("b") }]);
  });

  test("fails with Adobe's reason for a row that is rejected, and without the URL", async () => {
    await expect(deliverTo([[]], 200, [{ row: {}, reason: "no timestamp" }])).rejects.toThrow(
      "AEP rejected the row of feedback-left: no timestamp",
    );
    const failure = await deliverTo([[]], 503).catch(String);
    expect(failure).toContain("The webhook feedback-left responded with 503");
    expect(failure).not.toContain("s3cret");
  });
});

test("a missing payload is named", async () => {
  const directory = await fs.mkdtemp(path.join(os.tmpdir(), "payloads-"));
  await fs.writeFile(path.join(directory, "one.json"), "{}");
  await expect(readPayloads(directory, ["one"])).resolves.toEqual(new Map([["one", "{}"]]));
  await expect(readPayloads(directory, ["one", "two"])).rejects.toThrow(
    path.join(directory, "two.json"),
  );
  await fs.rm(directory, { recursive: true });
});
