import { UNKNOWN } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import {
  batchFlowProgram,
  FUTURE,
  makeBatchParts,
  makeTableParts,
  PAST,
  tableFlowProgram,
} from "../support/batch";
import type { BatchParts } from "../support/batch";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { failureOf } from "../support/provider";
import { destroy, importOne, previewCreate, refreshed, up, upAgain, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

const hourly = { startTime: FUTURE, frequency: "hour", interval: 6 };
const changed = { name: "changed_at", dateFormat: "yyyy-MM-dd HH:mm:ss", timezone: "UTC" };

let harness: Harness;
let parts: BatchParts;
beforeAll(async () => {
  harness = await startHarness();
  parts = await makeTableParts(harness.provider, "table");
});
afterAll(() => harness.close());

function urn(name: string): string {
  return urnOf("flow:Dataflow", name);
}

function program(deltaColumn: Properties | undefined = changed, more: Properties = {}) {
  return { ...tableFlowProgram(parts, hourly, deltaColumn), ...more };
}

async function there({ id }: { readonly id: string }) {
  const found = await harness.ui.flows.get("flows", id);
  if (found === undefined) throw new Error("gone");
  return found as typeof found & { transformations: Properties[] };
}

/** Somebody changes the transformations by Adobe's API. */
async function byHand(deployed: Deployed, path: string, value: unknown) {
  const { etag = "" } = await there(deployed);
  const operations = [{ op: "add", path, value }];
  await harness.ui.flows.patch("flows", deployed.id, operations, etag);
}

async function changesOf(deployed: Deployed, wanted: Properties) {
  const { inputs } = await harness.provider.check(deployed.urn, wanted, deployed.inputs);
  const { changes } = await harness.provider.diff(deployed.urn, {
    id: deployed.id,
    oldOutputs: deployed.outputs,
    oldInputs: deployed.inputs,
    newInputs: inputs,
  });
  return changes;
}

describe("a dataflow from a table", () => {
  test("is made as Adobe's guide does it, and shows no change afterwards", async () => {
    const deployed = await up(harness.provider, urn("made"), program());
    const { id, version } = program()["mapping"] as { id: string; version: number };
    expect((await there(deployed)).transformations).toEqual([
      { name: "Copy", params: { deltaColumn: changed } },
      { name: "Mapping", params: { mappingId: id, mappingVersion: String(version) } },
    ]);
    const read = await refreshed(harness.provider, deployed);
    expect(read.inputs).toEqual(deployed.inputs);
    for (const one of [deployed, read])
      expect((await upAgain(harness.provider, one, program())).diff.changes).toEqual({});
  });

  test("keeps the column when schedule and mapping change in place", async () => {
    const deployed = await up(harness.provider, urn("kept"), program());
    const wanted = program(changed, {
      schedule: { ...hourly, interval: 12 },
      mapping: undefined,
    });
    const next = await upAgain(harness.provider, deployed, wanted);
    expect(next.id).toBe(deployed.id);
    expect((await there(next)).transformations).toEqual([
      { name: "Copy", params: { deltaColumn: changed } },
    ]);
    const again = await upAgain(harness.provider, next, program());
    expect((await there(again)).transformations.map(({ name }) => name)).toEqual([
      "Copy",
      "Mapping",
    ]);
  });

  test.each<[string, Properties | undefined, Properties]>([
    ["another column", { ...changed, name: "id" }, { "deltaColumn.name": "update-replace" }],
    [
      "another format",
      { ...changed, dateFormat: "x" },
      { "deltaColumn.dateFormat": "update-replace" },
    ],
    ["no column", undefined, { deltaColumn: "delete-replace" }],
  ])("is replaced for %s", async (name, wanted, expected) => {
    const deployed = await up(harness.provider, urn(name), program());
    const without = tableFlowProgram(parts, hourly, wanted);
    expect(await changesOf(deployed, without)).toEqual(expected);
  });

  test("shows what somebody has changed", async () => {
    const deployed = await up(harness.provider, urn("drift"), program());
    await byHand(deployed, "/transformations/0/params/deltaColumn/name", "id");
    const read = await refreshed(harness.provider, deployed);
    expect(read.inputs["deltaColumn"]).toEqual({ ...changed, name: "id" });
    expect(await changesOf(read, program())).toEqual({ "deltaColumn.name": "update-replace" });
  });

  test("shows nothing that a state of an older version does not have", async () => {
    const deployed = await up(harness.provider, urn("older"), program());
    const inputs = { ...deployed.inputs };
    const outputs = { ...deployed.outputs };
    delete inputs["deltaColumn"];
    delete outputs["deltaColumn"];
    const read = await refreshed(harness.provider, { ...deployed, inputs, outputs });
    expect(read.inputs).not.toHaveProperty("deltaColumn");
    const without = tableFlowProgram(parts, hourly, undefined);
    expect((await upAgain(harness.provider, read, without)).diff.changes).toEqual({});
  });

  test("is imported with its column, and says by path what no program can write", async () => {
    const deployed = await up(harness.provider, urn("to import"), program());
    await byHand(deployed, "/transformations/0/params/mode", "append");
    await byHand(deployed, "/transformations/0/params/deltaColumn/grain", "day");
    const provider = await harness.another();
    const imported = await importOne(provider, urn("imported"), deployed.id);
    expect(imported.inputs["deltaColumn"]).toEqual(changed);
    const said = provider.said("warning").join();
    expect(said).toContain(
      "transformations[0].params.deltaColumn.grain, transformations[0].params.mode",
    );
    const wanted = program(changed, { name: imported.inputs["name"] });
    expect((await upAgain(provider, imported, wanted)).diff.changes).toEqual({});
  });

  test("is found again after a killed run, and deleted", async () => {
    const first = await up(harness.provider, urn("lost"), program(changed, { name: "Nightly" }));
    await harness.loseOutcomes();
    const provider = await harness.another();
    const again = await up(provider, urn("lost"), program(changed, { name: "Nightly" }));
    expect(again.id).toBe(first.id);
    await destroy(provider, again);
    expect(await harness.ui.flows.get("flows", first.id)).toBeUndefined();
  });
});

describe("the check", () => {
  test.each<[string, Properties, string, string]>([
    ["no schedule", { schedule: undefined }, "deltaColumn", "give schedule"],
    [
      "a destination",
      { activation: {}, schedule: UNKNOWN, mapping: UNKNOWN },
      "deltaColumn",
      "leave it out",
    ],
    ["an empty name", { deltaColumn: { name: "" } }, "deltaColumn.name", "name a column"],
    [
      "a name of no column of its own",
      { deltaColumn: { timezone: "UTC" } },
      "deltaColumn.name",
      "is required",
    ],
  ])("says what is wrong with %s", async (_, more, property, reason) => {
    const { failures } = await harness.provider.check(urn("bad"), program(changed, more));
    expect(failures).toContainEqual({
      property,
      reason: expect.stringContaining(reason) as string,
    });
  });

  test.each<[string, unknown]>([
    ["all of it", UNKNOWN],
    ["the name", { name: UNKNOWN }],
  ])("waits for what is not known yet: %s", async (_, deltaColumn) => {
    const wanted = { ...program(), deltaColumn, sourceConnectionIds: [UNKNOWN] };
    expect((await harness.provider.check(urn("unknown"), wanted)).failures).toEqual([]);
    await previewCreate(harness.provider, urn("unknown"), wanted);
  });

  test("warns of another time zone than UTC", async () => {
    const provider = await harness.another();
    await provider.check(urn("zone"), program({ ...changed, timezone: "Europe/Zurich" }));
    expect(provider.said("warning").join()).toContain("have to be UTC");
  });
});

describe("the preview", () => {
  test("rejects a column that the source does not take, and names the near one", async () => {
    const wanted = program({ name: "changedAt" });
    const { message } = await failureOf(previewCreate(harness.provider, urn("typo"), wanted));
    expect(message).toContain('"changedAt" is not one of the columns');
    expect(message).toContain('did you mean "changed_at"?');
    expect(message).toContain("Nothing was made");
  });

  test("rejects it for a flow specification and a source of files", async () => {
    const files = await makeBatchParts(harness.provider, "files");
    const wanted = { ...batchFlowProgram(files, hourly), deltaColumn: changed };
    const first = await failureOf(previewCreate(harness.provider, urn("files"), wanted));
    expect(first.message).toContain(
      'deltaColumn: is for sources of tables, and this one takes none; leave it out. The flow specification "CloudStorageToAEP" says so',
    );
    const mixed = { ...program(), sourceConnectionIds: [files.source.id] };
    const second = await failureOf(previewCreate(harness.provider, urn("mixed"), mixed));
    expect(second.message).toContain('the format of this one is "delimited"');
  });

  test("warns when a recurring dataflow has none", async () => {
    const provider = await harness.another();
    const without = tableFlowProgram(parts, hourly, undefined);
    await previewCreate(provider, urn("forgotten"), without);
    expect(provider.said("warning").join()).toContain("deltaColumn is not given");
    const other = await harness.another();
    const once = tableFlowProgram(parts, { startTime: PAST, frequency: "once" }, undefined);
    await previewCreate(other, urn("once"), once);
    expect(other.said("warning").join()).not.toContain("deltaColumn");
  });
});
