import { code, type ApiResponse } from "../../support/client";
import { useEmulator } from "../../support/emulator";
import { inletPath, makeDataset, makePipeline, record, type Pipeline } from "../../support/objects";

const path = "/data/infrastructure/observability/insights/metrics";
const records = "timeseries.ingestion.dataset.recordsuccess.count";
const dayMs = 86_400_000;

describe("Observability Insights", () => {
  const start = Date.UTC(2026, 5, 1, 12);
  let now = start;
  const client = useEmulator({ now: () => now, tokenLifetimeSeconds: 1e9 });
  let pipeline: Pipeline;
  let other: string;
  beforeAll(async () => {
    pipeline = await makePipeline(client);
    other = await makeDataset(client, pipeline.schemaId);
    const inlet = await inletPath(client, pipeline.flowId);
    const post = (more: object = {}): Promise<ApiResponse> =>
      client.bare("POST", inlet, {
        body: record("one", more),
        headers: { "x-adobe-flow-id": pipeline.flowId },
      });
    for (const more of [{}, {}, { at: "never" }]) await post(more);
    now += dayMs;
    await post();
    await client.bare("POST", inlet, {
      body: "{",
      headers: { "x-adobe-flow-id": pipeline.flowId },
    });
  });

  const query = (metric: object, more: object = {}): Promise<ApiResponse> =>
    client.call("POST", path, {
      body: {
        start: "2026-06-01T00:00:00.000Z",
        end: "2026-06-30T00:00:00.000Z",
        granularity: "day",
        metrics: [{ name: records, aggregator: "sum", downsample: "sum", ...metric }],
        ...more,
      },
    });
  const firstOf = (response: ApiResponse): any => response.body.metricResponses[0];

  it("counts records a day for each of the requested datasets", async () => {
    const filters = [{ name: "dataSetId", value: `${pipeline.datasetId}|${other}`, groupBy: true }];
    const response = await query({ filters });
    expect([response.status, firstOf(response)]).toEqual([
      200,
      {
        metric: records,
        filters,
        datapoints: [
          {
            groupBy: { dataSetId: pipeline.datasetId },
            dps: { "2026-06-01T00:00:00Z": 2, "2026-06-02T00:00:00Z": 1 },
          },
          { groupBy: { dataSetId: other }, dps: {} },
        ],
        granularity: "DAY",
      },
    ]);
  });

  it.each([
    [records, "month", { "2026-06-01T00:00:00Z": 3 }],
    [records, "week", { "2026-06-01T00:00:00Z": 3 }],
    [records, "hour", { "2026-06-01T12:00:00Z": 2, "2026-06-02T12:00:00Z": 1 }],
    ["timeseries.ingestion.dataset.batchsuccess.count", "month", { "2026-06-01T00:00:00Z": 2 }],
    ["timeseries.ingestion.dataset.batchfailed.count", "month", { "2026-06-01T00:00:00Z": 1 }],
    [
      "timeseries.data.collection.validation.category.presence.count",
      "month",
      { "2026-06-01T00:00:00Z": 1 },
    ],
    ["timeseries.data.collection.inlet.success", "month", { "2026-06-01T00:00:00Z": 4 }],
    ["timeseries.data.collection.inlet.failure", "month", { "2026-06-01T00:00:00Z": 1 }],
  ])("counts %s a %s", async (name, granularity, dps) => {
    expect(firstOf(await query({ name }, { granularity })).datapoints).toEqual([
      { groupBy: {}, dps },
    ]);
  });

  it("sums the size of rows", async () => {
    const response = await query({ name: "timeseries.ingestion.dataset.dailysize" });
    const dps: Record<string, number> = firstOf(response).datapoints[0].dps;
    const [first = 0, second = 0] = Object.values(dps);
    expect(first).toBe(2 * second);
    expect(second).toBeGreaterThan(50);
  });

  it("respects start and end", async () => {
    const response = await query({}, { start: "2026-06-02T00:00:00Z" });
    expect(firstOf(response).datapoints[0].dps).toEqual({ "2026-06-02T00:00:00Z": 1 });
  });

  it.each<[string, object, object]>([
    ["no aggregator", { aggregator: undefined }, {}],
    ["an aggregator nobody knows", { aggregator: "median" }, {}],
    ["a metric nobody knows", { name: "timeseries.nothing" }, {}],
    ["a granularity without downsample", { downsample: undefined }, {}],
    ["a granularity nobody knows", {}, { granularity: "decade" }],
    ["a start after its end", {}, { start: "2027-01-01T00:00:00Z" }],
    ["no start", {}, { start: undefined }],
    ["no metrics", {}, { metrics: [] }],
    ["a filter by something else", { filters: [{ name: "flowId", value: "x" }] }, {}],
  ])("rejects %s", async (_what, metric, more) => {
    const response = await query(metric, more);
    expect(code(response)).toEqual([400, "INSGHT-1000-400"]);
    expect(response.body).toMatchObject({
      title: expect.stringMatching(/^Bad Request - /u),
      report: { tenantInfo: { sandboxName: "dev" } },
      "error-chain": [{ errorCode: "INSGHT-1000-400" }],
    });
  });

  it.each([undefined, "nowhere"])("rejects sandbox %s", async (name) => {
    const response = await client.call("POST", path, {
      body: {},
      headers: { "x-sandbox-name": name },
    });
    expect(code(response)).toEqual([401, "INSGHT-1003-401"]);
  });
});
