import { UNKNOWN } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import { exportProgram, makeDestination, makeExportParts } from "../support/destinations";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { failureOf } from "../support/provider";
import { destroy, importOne, previewCreate, refreshed, up, upAgain, urnOf } from "../support/stack";

const daily = { interval: 1, timeUnit: "day", startTime: 4_000_000_000 };
type Parts = Awaited<ReturnType<typeof makeExportParts>>;

let harness: Harness;
let parts: Parts;
beforeAll(async () => {
  harness = await startHarness();
  parts = await makeExportParts(harness.provider, "orders");
});
afterAll(() => harness.close());

function urn(name: string): string {
  return urnOf("flow:Dataflow", name);
}

function program(datasetExport: Properties = daily, more: Properties = {}): Properties {
  return { ...exportProgram(parts, datasetExport), ...more };
}

describe("a dataflow that exports datasets", () => {
  test("is made as Adobe's guide does it, and shows no change afterwards", async () => {
    const deployed = await up(harness.provider, urn("made"), program());
    expect(await harness.ui.flows.get("flows", deployed.id)).toMatchObject({
      state: "enabled",
      transformations: [],
      scheduleParams: { interval: "1", timeUnit: "day", startTime: "4000000000" },
    });
    const read = await refreshed(harness.provider, deployed);
    expect(read.inputs).toEqual(deployed.inputs);
    for (const one of [deployed, read])
      expect((await upAgain(harness.provider, one, program())).diff.changes).toEqual({});
  });

  test("is disabled and enabled in place, and replaced for another time", async () => {
    const deployed = await up(harness.provider, urn("changed"), program());
    const off = await upAgain(harness.provider, deployed, program(daily, { enabled: false }));
    expect((await harness.ui.flows.get("flows", off.id))?.state).toBe("disabled");
    const sixHours = { ...daily, interval: 6, timeUnit: "hour" };
    const next = await upAgain(harness.provider, off, program(sixHours));
    expect(next.diff.changes).toMatchObject({
      "datasetExport.interval": "update-replace",
      "datasetExport.timeUnit": "update-replace",
    });
    expect(await harness.ui.flows.get("flows", deployed.id)).toBeUndefined();
  });

  test("shows what somebody has changed", async () => {
    const deployed = await up(harness.provider, urn("drift"), program());
    const { etag = "" } = (await harness.ui.flows.get("flows", deployed.id)) ?? {};
    const change = { op: "replace", path: "/scheduleParams/startTime", value: 4_000_000_060 };
    await harness.ui.flows.patch("flows", deployed.id, [change], etag);
    const read = await refreshed(harness.provider, deployed);
    expect(read.inputs["datasetExport"]).toEqual({ ...daily, startTime: 4_000_000_060 });
  });

  test("is imported, and says by path what no program can write", async () => {
    const deployed = await up(harness.provider, urn("to import"), program());
    const { etag = "" } = (await harness.ui.flows.get("flows", deployed.id)) ?? {};
    const change = { op: "add", path: "/scheduleParams/endTime", value: 4_100_000_000 };
    await harness.ui.flows.patch("flows", deployed.id, [change], etag);
    const provider = await harness.another();
    const imported = await importOne(provider, urn("imported"), deployed.id);
    expect(imported.inputs["datasetExport"]).toEqual(daily);
    expect(provider.said("warning").join()).toContain("scheduleParams.endTime");
    const wanted = program(daily, { name: imported.inputs["name"] });
    expect((await upAgain(provider, imported, wanted)).diff.changes).toEqual({});
  });

  test("is found again after a killed run, and deleted with its connections", async () => {
    const own = await makeExportParts(harness.provider, "lost");
    const named = { ...exportProgram(own, daily), name: "Nightly export" };
    const first = await up(harness.provider, urn("lost"), named);
    await harness.loseOutcomes();
    const provider = await harness.another();
    const again = await up(provider, urn("lost"), named);
    expect(again.id).toBe(first.id);
    await destroy(provider, again, own.source, own.target, own.account);
    expect(await harness.ui.flows.get("flows", first.id)).toBeUndefined();
  });
});

describe("the check", () => {
  test.each<[string, Properties, Properties, string, string]>([
    ["another interval", { ...daily, interval: 2 }, {}, "datasetExport.interval", "must be 1 for"],
    [
      "another number of hours",
      { ...daily, interval: 4, timeUnit: "hour" },
      {},
      "datasetExport.interval",
      'must be 3, 6, 9, 12, 24 for the timeUnit "hour", not 4',
    ],
    ["minutes", { ...daily, timeUnit: "minute" }, {}, "datasetExport.timeUnit", '"hour"'],
    ["milliseconds", { ...daily, startTime: 4e12 }, {}, "datasetExport.startTime", "by 1000"],
    ["audiences", daily, { activation: {} }, "activation", "leave one out"],
    ["a mapping", daily, { mapping: { id: "a", version: 0 } }, "mapping", "leave one out"],
  ])("says what is wrong with %s", async (name, datasetExport, more, property, reason) => {
    const provider = await harness.another();
    const { failures } = await provider.check(urn(name), program(datasetExport, more));
    expect(failures).toEqual([{ property, reason: expect.stringContaining(reason) as string }]);
  });

  test.each<[string, unknown, string]>([
    ["none", undefined, "params.datasets"],
    ["an empty list", [], "params.datasets"],
    ["one without an id", [{ name: "Orders" }], "params.datasets[0].dataSetId"],
  ])("of its source says what is wrong with %s", async (_, datasets, property) => {
    const source = { connectionSpec: parts.source.inputs["connectionSpec"], params: { datasets } };
    const at = urnOf("flow:SourceConnection", "bad");
    expect((await harness.provider.check(at, source)).failures).toMatchObject([{ property }]);
  });

  test("waits for what is not known yet", async () => {
    const wanted = program({ interval: UNKNOWN, timeUnit: UNKNOWN, startTime: UNKNOWN });
    const unknown = { ...wanted, sourceConnectionIds: [UNKNOWN] };
    expect((await harness.provider.check(urn("unknown"), unknown)).failures).toEqual([]);
    await previewCreate(harness.provider, urn("unknown"), unknown);
    const source = {
      connectionSpec: parts.source.inputs["connectionSpec"],
      params: { datasets: [{ dataSetId: UNKNOWN }] },
    };
    const at = urnOf("flow:SourceConnection", "unknown");
    expect((await harness.provider.check(at, source)).failures).toEqual([]);
  });
});

test("the preview rejects it for a source of profiles", async () => {
  const other = await makeDestination(harness.provider, "Amazon S3", "profiles");
  const wanted = exportProgram({ source: other.source, target: parts.target }, daily);
  const { message } = await failureOf(previewCreate(harness.provider, urn("profiles"), wanted));
  expect(message).toContain("datasetExport: is for a source connection of specs.datasetStore");
});
