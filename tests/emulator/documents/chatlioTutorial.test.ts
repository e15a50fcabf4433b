import { flowservice } from "../support/client";
import { useEmulator, withEmulator } from "../support/emulator";
import { inletPath, makePipeline, record, rowsOf, tenant } from "../support/objects";

// Adobe's Chatlio tutorial from the first call to the first row, through HTTP alone.
describe("the Chatlio tutorial", () => {
  const client = useEmulator();

  it("stores a posted record as a mapped row", async () => {
    const { flowId, datasetId } = await makePipeline(client);
    const inlet = await inletPath(client, flowId);
    const response = await client.bare("POST", inlet, {
      body: record("event-1"),
      headers: { "x-adobe-flow-id": flowId, "content-type": "application/json" },
    });
    expect(response.status).toBe(200);
    expect(response.body).toMatchObject({
      inletId: inlet.split("/").at(-1),
      xactionId: expect.stringMatching(/^\d+:\d+:\d+$/u),
      receivedTimeMs: expect.any(Number),
    });
    expect(await rowsOf(client, datasetId)).toEqual({
      rows: [
        {
          _id: "event-1",
          timestamp: "2026-01-02T03:04:05.678Z",
          eventType: "chatlio.test",
          [tenant]: { chat: { email: "someone@example.com", message: "hello", count: 3 } },
        },
      ],
      rejected: [],
      total: { rows: 1, rejected: 0 },
    });
  });

  it("keeps a record that does not fit, with the reason", async () => {
    const { flowId, datasetId } = await makePipeline(client);
    const response = await client.bare("POST", await inletPath(client, flowId), {
      body: record("event-2", { at: "no time" }),
      headers: { "x-adobe-flow-id": flowId, "content-type": "application/json" },
    });
    expect(response.status).toBe(200);
    const { rows, rejected } = await rowsOf(client, datasetId);
    expect(rows).toEqual([]);
    expect(rejected).toHaveLength(1);
    expect(rejected[0].reason).toMatch(/timestamp/u);
  });

  it("accepts the flow id in the query too", async () => {
    const { flowId, datasetId } = await makePipeline(client);
    const inlet = await inletPath(client, flowId);
    await client.bare("POST", `${inlet}?x-adobe-flow-id=${flowId}`, { body: record("event-3") });
    expect((await rowsOf(client, datasetId)).rows).toHaveLength(1);
  });

  it("returns the URL of the streaming endpoint only after a moment", async () => {
    await withEmulator({ settleMs: 60_000 }, async (slow) => {
      const { flowId } = await makePipeline(slow);
      const { body } = await slow.call("GET", `${flowservice}/flows/${flowId}`);
      expect(body.items[0].state).toBe("initializing");
      expect(body.items[0].options).not.toHaveProperty("inletUrl");
    });
  });
});
