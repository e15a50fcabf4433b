import { flowservice, registry, type ApiResponse } from "../../support/client";
import { useEmulator, withEmulator } from "../../support/emulator";
import {
  inletPath,
  makePipeline,
  record,
  rowsOf,
  tenant,
  type Pipeline,
} from "../../support/objects";

const problem = "http://ns.adobe.com/adobecloud/problem/data-collection-service/inlet";

describe("a streaming endpoint for raw data", () => {
  let now = Date.parse("2026-06-01T00:00:00Z");
  const client = useEmulator({ now: () => now });
  let pipeline: Pipeline;
  let inlet: string;
  beforeEach(async () => {
    pipeline = await makePipeline(client);
    inlet = await inletPath(client, pipeline.flowId);
  });

  const post = (
    body: unknown,
    headers: Record<string, string> = {},
    path = inlet,
  ): Promise<ApiResponse> =>
    client.bare("POST", path, {
      body,
      headers: { "x-adobe-flow-id": pipeline.flowId, ...headers },
    });

  it("responds as documented, whatever the record contains", async () => {
    const { status, body } = await post(record("a", { at: "never" }));
    expect([status, body]).toEqual([
      200,
      {
        inletId: inlet.split("/").at(-1),
        xactionId: expect.any(String),
        receivedTimeMs: now,
        syncValidation: { skipped: true },
      },
    ]);
  });

  it.each([
    ["a body that is not JSON", "{", 400, "Invalid JSON"],
    ["nothing", "", 400, "Invalid JSON"],
    ["a list", [1], 400, "Invalid XDM Message Format"],
    ["a text that is cut", '{"id":"x"', 400, "Invalid JSON"],
    ["more than 1 MB", { text: "x".repeat(1024 * 1024) }, 413, "Payload too large"],
  ])("rejects %s", async (_what, body, status, text) => {
    const response = await post(body);
    expect([response.status, response.body]).toEqual([
      status,
      {
        type: problem,
        status,
        title: text,
        report: { message: expect.stringContaining("inletId: [") },
      },
    ]);
  });

  it("rejects a batch of more than 1 MB as a whole", async () => {
    const half = record("h", { message: "x".repeat(600_000) });
    const { status, body } = await post(
      { messages: [half, half] },
      {},
      inlet.replace("/collection", "$&/batch"),
    );
    expect([status, body.title]).toEqual([413, "Payload too large"]);
  });

  it("accepts a record just under 1 MB", async () => {
    expect((await post(record("large", { message: "x".repeat(1_000_000) }))).status).toBe(200);
  });

  it.each([
    ["a missing dataflow id", "", 400, "Missing flow id"],
    ["a flow id of nobody", "00000000-0000-4000-8000-000000000000", 400, "Unknown flow"],
    ["the dataflow id of another endpoint", "other", 400, "Unknown flow"],
  ])("rejects %s", async (_what, flowId, status, title) => {
    const named = flowId === "other" ? (await makePipeline(client)).flowId : flowId;
    const headers = named === "" ? {} : { "x-adobe-flow-id": named };
    const response = await client.bare("POST", inlet, { body: record("x"), headers });
    expect([response.status, response.body]).toMatchObject([
      status,
      { type: problem, status, title },
    ]);
  });

  it("is not found under an id that never was", async () => {
    const { status, body } = await post(record("x"), {}, `/collection/${"0".repeat(64)}`);
    expect([status, body]).toMatchObject([404, { type: problem, title: "Inlet not found" }]);
  });

  it("rejects in the dataset what the class or the schema does not allow", async () => {
    const own = await makePipeline(client);
    const path = await inletPath(client, own.flowId);
    const send = (more: object): Promise<ApiResponse> =>
      post(record("r", more), { "x-adobe-flow-id": own.flowId }, path);
    await send({ id: undefined });
    await send({ message: "" });
    await send({ at: new Date(now + 60_000).toISOString() });
    await send({ count: "not a number" });
    const { rows, rejected } = await rowsOf(client, own.datasetId);
    expect(rejected.map(({ reason }: { reason: string }) => reason)).toEqual([
      "/: required key [_id] not found",
      `/${tenant}/chat/message: expected minLength: 1, actual: 0`,
      "/timestamp: lies in the future",
    ]);
    expect(rows).toHaveLength(1);
    expect(rows[0][tenant].chat).not.toHaveProperty("count");
  });

  it("keeps a repeated _id in the lake and counts it once in Profile's view", async () => {
    const own = await makePipeline(client);
    const path = await inletPath(client, own.flowId);
    for (const id of ["one", "two", "one"])
      await post(record(id), { "x-adobe-flow-id": own.flowId }, path);
    expect((await rowsOf(client, own.datasetId)).rows).toHaveLength(3);
    const { body } = await client.bare("GET", `/_emulator/datasets/${own.datasetId}/profile`);
    expect(body).toMatchObject({
      count: 2,
      duplicates: 1,
      events: [{ _id: "one" }, { _id: "two" }],
    });
  });

  it("wants the primary identity in every record", async () => {
    const own = await makePipeline(client);
    await client.call("POST", `${registry}/tenant/descriptors`, {
      body: {
        "@type": "xdm:descriptorIdentity",
        "xdm:sourceSchema": own.schemaId,
        "xdm:sourceVersion": 1,
        "xdm:sourceProperty": `/${tenant}/chat/email`,
        "xdm:namespace": "Email",
        "xdm:property": "xdm:code",
        "xdm:isPrimary": true,
      },
    });
    const path = await inletPath(client, own.flowId);
    await post(record("x", { visitor: {} }), { "x-adobe-flow-id": own.flowId }, path);
    const { rejected } = await rowsOf(client, own.datasetId);
    expect(rejected[0].reason).toMatch(/required key \[\w+\] not found/);
  });

  it("accepts batches: 207, entry by entry, in order", async () => {
    const own = await makePipeline(client);
    const path = (await inletPath(client, own.flowId)).replace(
      "/collection/",
      "/collection/batch/",
    );
    const { status, body } = await post(
      { messages: [record("b1"), 7, record("b2")] },
      { "x-adobe-flow-id": own.flowId },
      path,
    );
    expect(status).toBe(207);
    expect(body).toEqual({
      inletId: expect.any(String),
      batchId: expect.any(String),
      receivedTimeMs: now,
      responses: [
        { xactionId: expect.any(String) },
        { status: 400, message: expect.any(String) },
        { xactionId: expect.any(String) },
      ],
    });
    expect((await rowsOf(client, own.datasetId)).rows).toHaveLength(2);
    expect((await post({ nothing: 1 }, { "x-adobe-flow-id": own.flowId }, path)).status).toBe(400);
  });

  it("counts in runs", async () => {
    const { flowId } = await makePipeline(client);
    const path = await inletPath(client, flowId);
    await post(record("good"), { "x-adobe-flow-id": flowId }, path);
    await post(record("bad", { at: "never" }), { "x-adobe-flow-id": flowId }, path);
    const { body } = await client.call("GET", `${flowservice}/runs?property=flowId==${flowId}`);
    expect(body.items[0]).toMatchObject({
      flowId,
      metrics: {
        recordSummary: { failedRecordCount: 1 },
        statusSummary: { status: "success", errors: [{ code: expect.any(String) }] },
      },
    });
    const one = await client.call("GET", `${flowservice}/runs/${body.items[0].id}`);
    expect(one.body.items[0]).toEqual(body.items[0]);
  });

  it("goes on after the dataflow was disabled, and nothing gets into the lake", async () => {
    const own = await makePipeline(client);
    const path = await inletPath(client, own.flowId);
    await client.call("POST", `${flowservice}/flows/${own.flowId}/action?op=disable`);
    expect((await post(record("x"), { "x-adobe-flow-id": own.flowId }, path)).status).toBe(200);
    const { rows, rejected } = await rowsOf(client, own.datasetId);
    expect([rows.length, rejected[0].reason]).toEqual([0, "The dataflow is disabled."]);
  });

  it("limits requests a second", async () => {
    await withEmulator({ inletRate: 2, now: () => now }, async (limited) => {
      const own = await makePipeline(limited);
      const path = await inletPath(limited, own.flowId);
      const send = async (): Promise<number> =>
        (
          await limited.bare("POST", path, {
            body: record("x"),
            headers: { "x-adobe-flow-id": own.flowId },
          })
        ).status;
      expect([await send(), await send(), await send()]).toEqual([200, 200, 429]);
      now += 1000;
      expect(await send()).toBe(200);
    });
  });

  it("limits messages a second: ten times the requests", async () => {
    await withEmulator({ inletRate: 2, now: () => now }, async (limited) => {
      const own = await makePipeline(limited);
      const path = (await inletPath(limited, own.flowId)).replace("/collection", "$&/batch");
      const batch = async (count: number): Promise<number> =>
        (
          await limited.bare("POST", path, {
            body: { messages: Array.from({ length: count }, (_, index) => record(`${index}`)) },
            headers: { "x-adobe-flow-id": own.flowId },
          })
        ).status;
      expect([await batch(15), await batch(6)]).toEqual([207, 429]);
      now += 1000;
      expect(await batch(20)).toBe(207);
    });
  });

  it("shows rows after the delay, and loses what comes too early", async () => {
    await withEmulator({ ingestMs: 5000, warmUpMs: 60_000, now: () => now }, async (slow) => {
      const own = await makePipeline(slow);
      const path = await inletPath(slow, own.flowId);
      const send = (): Promise<ApiResponse> =>
        slow.bare("POST", path, { body: record("x"), headers: { "x-adobe-flow-id": own.flowId } });
      expect((await send()).status).toBe(200);
      now += 60_001;
      await send();
      const count = async (): Promise<[number, number]> => {
        const { rows, rejected } = await rowsOf(slow, own.datasetId);
        return [rows.length, rejected.length];
      };
      expect(await count()).toEqual([0, 1]);
      now += 5001;
      expect(await count()).toEqual([1, 1]);
    });
  });
});
