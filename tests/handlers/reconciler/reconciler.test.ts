import { createClient } from "../../../adobe/client";
import { emulatorCredentials } from "../../../emulator";
import { reconcileOnce, type ReconcilerParts } from "../../../handlers/reconciler/reconciler";
import { reconcilerSettings } from "../../../handlers/reconciler/settings";
import type { MetricSum } from "../../../handlers/shared/cloudWatch";
import { catalog, startClient, type Client } from "../../emulator/support/client";
import { makePipeline, postRecord, record } from "../../emulator/support/objects";

let aep: Client;
let pipeline: { readonly datasetId: string; readonly flowId: string };
/** The requests to CloudWatch, what was logged and what was counted. */
let sums: MetricSum[];
let lines: (readonly [string, string, object | undefined])[];
let counts: [string, number | undefined][];
let delivered: number;
let flushed: number;

beforeAll(async () => {
  aep = await startClient();
});
afterAll(() => aep.close());
beforeEach(async () => {
  pipeline = await makePipeline(aep);
  [sums, lines, counts, delivered, flushed] = [[], [], [], 0, 0];
});

function partsOf(settings: object = {}): ReconcilerParts {
  const { clientId, clientSecret, orgId, sandbox } = emulatorCredentials;
  return {
    settings: reconcilerSettings.parse({
      datasetId: pipeline.datasetId,
      flowIds: [pipeline.flowId],
      isOnlyRelay: true,
      windowSeconds: 6 * 3_600,
      settleSeconds: 0,
      secretArn: "arn",
      secretVersionId: "v1",
      ...settings,
    }),
    withAdobe: async (work) => {
      const urls = { imsUrl: aep.url, platformUrl: aep.url };
      const client = createClient({ clientId, clientSecret, orgId, sandbox, ...urls });
      return work(client).finally(() => client.close());
    },
    sumMetric: (sum) => {
      sums.push(sum);
      return Promise.resolve(delivered);
    },
    log: (...line) => void lines.push([line[0], line[1], line[2]]),
    meter: {
      count: (name, _, by) => void counts.push([name, by]),
      time: () => undefined,
      flush: () => void (flushed += 1),
    },
    now: Date.now,
  };
}

async function post(id: string, isValid = true): Promise<void> {
  const at = isValid ? {} : { at: "not a time" };
  await postRecord(aep, pipeline.flowId, { ...record(id), ...at });
}

test("counts no gap when all that was delivered is in the dataset", async () => {
  await post("e-1");
  delivered = 1;
  expect(await reconcileOnce(partsOf())).toMatchObject({ verdict: "ok", rows: 1 });
  expect(counts).toEqual([
    ["FlowDown", 0],
    ["Gap", 0],
  ]);
  const found = { delivered: 1, rows: 1, rejected: 0, missing: 0 };
  expect(lines).toEqual([
    ["INFO", "reconciled", { hours: 6, ...found }],
    ["INFO", "reconciled", { hours: 24, ...found }],
  ]);
});

test("counts rows that AEP rejected and rows that are missing, and logs which, without content", async () => {
  await post("e-1");
  await post("e-bad", false);
  delivered = 5;
  await reconcileOnce(partsOf());
  expect(counts.at(-1)).toEqual(["Gap", 4]);
  expect(lines).toMatchObject([
    ["WARN", "row rejected by AEP", { id: "e-bad", event: "chatlio.test" }],
    ["WARN", "reconciled", { hours: 6, rows: 1, rejected: 1, missing: 3 }],
    ["WARN", "reconciled", { hours: 24, rows: 1, rejected: 1, missing: 3 }],
  ]);
  expect(JSON.stringify(lines)).not.toContain("not a time");
});

test.each([1, 6])("a rejected row is one run's, with %d hours between two", async (hours) => {
  await post("e-bad", false);
  const settings = { windowSeconds: hours * 3_600, settleSeconds: 3_600 };
  const first = Date.now() + 1_800_000;
  for (const run of [0, 1, 2])
    await reconcileOnce({ ...partsOf(settings), now: () => first + run * hours * 3_600_000 });
  expect(counts.filter(([name]) => name === "Gap")).toEqual([
    ["Gap", 1],
    ["Gap", 0],
    ["Gap", 0],
  ]);
  const rows = lines.filter(([, message]) => message === "row rejected by AEP");
  expect(rows).toHaveLength(1);
  const { rejectedAt = "" } = rows[0]?.[2] as { rejectedAt?: string };
  const batches = await aep.call("GET", `${catalog}/batches?dataSet=${pipeline.datasetId}`);
  expect(Object.values(batches.body as object)).toMatchObject([
    { updated: Date.parse(rejectedAt) },
  ]);
});

test("a row that was rejected just before a run is not missed when the next one is late", async () => {
  await post("e-bad", false);
  const late = Date.now() + 6 * 3_600_000 + 60_000;
  // With no time for AEP, whole minutes of the window would begin after the row, at some times of the clock.
  await reconcileOnce({ ...partsOf({ settleSeconds: 3_600 }), now: () => late });
  expect(counts.at(-1)).toEqual(["Gap", 1]);
});

test("looks at the time of one run, which ends when AEP has had time for its rows", async () => {
  const now = Date.now();
  await reconcileOnce({ ...partsOf({ settleSeconds: 3_600 }), now: () => now });
  const [sum] = sums;
  if (sum === undefined) throw new Error("CloudWatch was not read");
  const { metric, period, since, until } = sum;
  expect(metric).toBe("Delivered");
  expect(until - since).toBe(6 * 3_600_000);
  expect([since % period, until % period]).toEqual([0, 0]);
  expect(now - until).toBeGreaterThanOrEqual(3_600_000);
  expect(now - until).toBeLessThan(3_600_000 + period);
});

/** Sums of so many events delivered in each hour. */
function hourly(events: number): ReconcilerParts["sumMetric"] {
  return ({ since, until }) => Promise.resolve((events * (until - since)) / 3_600_000);
}

test("sees a steady loss, which the rows of the hour until now hide from each run alone", async () => {
  // Two of an event each hour; of the hour that a run looks at and of the next one both is a row.
  for (const id of ["e-1", "e-2"]) await post(id);
  const sumMetric = hourly(2);
  const parts = { ...partsOf({ windowSeconds: 3_600 }), sumMetric };
  expect(await reconcileOnce(parts)).toMatchObject({ verdict: "wrong", missing: 46 });
  expect(counts.at(-1)).toEqual(["Gap", 46]);
  expect(lines.map(([level, , fields]) => [level, fields])).toMatchObject([
    ["INFO", { hours: 1, missing: 0 }],
    ["WARN", { hours: 24, missing: 46 }],
  ]);
});

test("a run that looks at a day compares it once", async () => {
  await reconcileOnce(partsOf({ windowSeconds: 86_400 }));
  expect(lines).toHaveLength(1);
});

test("looks only at the dataflow when it is to compare nothing", async () => {
  await post("e-bad", false);
  expect(await reconcileOnce(partsOf({ comparesRows: false }))).toBeUndefined();
  expect([sums, lines, counts]).toEqual([[], [], [["FlowDown", 0]]]);
  expect(flushed).toBe(1);
});

test("does not compare sums when other webhooks write into the dataset too", async () => {
  await post("e-bad", false);
  delivered = 9;
  await reconcileOnce(partsOf({ isOnlyRelay: false }));
  expect(sums).toEqual([]);
  expect(counts.at(-1)).toEqual(["Gap", 1]);
});

test("counts a dataflow that is disabled, and none when it is enabled again", async () => {
  const action = `/data/foundation/flowservice/flows/${pipeline.flowId}/action`;
  await aep.call("POST", `${action}?op=disable`);
  await reconcileOnce(partsOf());
  expect(counts[0]).toEqual(["FlowDown", 1]);
  expect(lines[0]).toEqual([
    "ERROR",
    "dataflow is not enabled",
    { flowId: pipeline.flowId, state: "disabled" },
  ]);
  await aep.call("POST", `${action}?op=enable`);
  counts = [];
  await reconcileOnce(partsOf());
  expect(counts[0]).toEqual(["FlowDown", 0]);
});

test("counts a dataflow that is gone, also when the rest cannot be read", async () => {
  const flowIds = ["00000000-0000-4000-8000-000000000000"];
  const sumMetric = () => Promise.reject(new Error("down"));
  await expect(reconcileOnce({ ...partsOf({ flowIds }), sumMetric })).rejects.toThrow("down");
  expect(counts).toEqual([["FlowDown", 1]]);
  expect(lines[0]?.[2]).toMatchObject({ state: "gone" });
  expect(flushed).toBe(1);
});

test("counts nothing that it could not read: AWS counts an error", async () => {
  const failing = () => Promise.reject(new Error("down"));
  await expect(reconcileOnce({ ...partsOf(), withAdobe: failing })).rejects.toThrow("down");
  expect(counts).toEqual([]);
  await expect(reconcileOnce({ ...partsOf(), sumMetric: failing })).rejects.toThrow("down");
  expect([counts, lines]).toEqual([[["FlowDown", 0]], []]);
});
