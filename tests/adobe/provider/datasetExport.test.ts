import { UNKNOWN } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import { exportProgram, makeDestination, makeExportParts } from "../support/destinations";
import { startHarness, writesTo } from "../support/harness";
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
    ["one twice", [{ dataSetId: "a" }, { dataSetId: "a" }], "params.datasets[1].dataSetId"],
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

describe("a source of datasets", () => {
  const at = urnOf("flow:SourceConnection", "datasets");
  const sourceOf = (datasets: unknown, more: Properties = {}): Properties => ({
    connectionSpec: parts.source.inputs["connectionSpec"],
    params: { datasets },
    ...more,
  });
  const none = "5ef3e3259ad2a1191ab7dd7d";

  test("names each that does not exist, at preview and before it is made", async () => {
    const given = sourceOf([{ dataSetId: parts.dataset.id }, { dataSetId: none }]);
    const sent = await writesTo(harness, "/data/foundation/flowservice/", async () => {
      for (const one of [previewCreate, up]) {
        const { message } = await failureOf(one(await harness.another(), at, given));
        expect(message).toContain(
          `params.datasets[1].dataSetId: the sandbox "dev" has no dataset ${none}`,
        );
      }
    });
    expect(sent).toEqual([]);
  });

  test("looks up each once, and those of the run not at all", async () => {
    const lookups = async (provider: typeof harness.provider) => {
      const before = (await harness.requests()).length;
      const names = ["one", "two", "three"];
      for (const name of names)
        await previewCreate(provider, `${at}${name}`, sourceOf([{ dataSetId: parts.dataset.id }]));
      const sent = (await harness.requests()).slice(before);
      return sent.filter(({ path }) => path.includes("/dataSets/")).length;
    };
    expect(await lookups(await harness.another())).toBe(1);
    expect(await lookups(harness.provider)).toBe(0);
  });

  test("passes where the credential may not see datasets", async () => {
    await harness.fault({
      match: { method: "GET", path: "/data/foundation/catalog/dataSets/*" },
      do: { status: 403, body: {} },
    });
    await previewCreate(await harness.another(), at, sourceOf([{ dataSetId: none }]));
    await harness.clearFaults();
  });

  test("is sent without data, as in Adobe's guide, and shows no change", async () => {
    const made = await up(harness.provider, at, sourceOf([{ dataSetId: parts.dataset.id }]));
    const found = await harness.ui.flows.get("sourceConnections", made.id);
    const posts = (await harness.requests()).filter(({ method }) => method === "POST");
    expect(posts.at(-1)?.path).toContain("sourceConnections");
    expect(found).not.toHaveProperty("data.format");
    const read = await refreshed(harness.provider, made);
    expect(read.inputs).toEqual(made.inputs);
  });

  test("one of an older version, which was sent with data, shows no change either", async () => {
    const given = sourceOf([{ dataSetId: parts.dataset.id }]);
    const made = await up(harness.provider, urnOf("flow:SourceConnection", "older"), given);
    const body = {
      name: "Older",
      connectionSpec: given["connectionSpec"],
      params: given["params"],
    };
    const id = await harness.ui.flows.create(
      "sourceConnections",
      { ...body, data: { format: "json" } },
      {},
    );
    const older = { ...made, id, inputs: { ...made.inputs, name: "Older" } };
    const read = await refreshed(harness.provider, older);
    expect(read.inputs).toMatchObject({ format: "json" });
    const same = { ...given, name: "Older" };
    expect((await upAgain(harness.provider, read, same)).diff.changes).toEqual({});
  });

  test.each([
    [{ format: "parquet" }, "format: a source of datasets has none"],
    [{ dataProperties: { encoding: "utf-8" } }, "dataProperties: a source of datasets has none"],
  ])("with %j is warned of", async (more, words) => {
    const provider = await harness.another();
    const given = sourceOf([{ dataSetId: UNKNOWN }], more);
    expect((await provider.check(at, given)).failures).toEqual([]);
    expect(provider.said("warning").join()).toContain(words);
  });
});

test.each([
  ["datasetExport", {}],
  ["activation", { datasetExport: undefined, activation: { audiences: [] } }],
])(
  "diagnostics that are switched off with %s are warned of: they are not sent",
  async (name, more) => {
    const provider = await harness.another();
    const given = program(daily, { errorDiagnostics: false, ...more });
    await provider.check(urn("quiet"), given);
    expect(provider.said("warning").join()).toContain(
      `errorDiagnostics: is of a dataflow that brings rows to a dataset, and is not sent for one with ${name}`,
    );
    const loud = await harness.another();
    await loud.check(urn("loud"), program());
    expect(loud.said("warning").join()).not.toContain("errorDiagnostics");
  },
);

test("the preview rejects it for a source of profiles", async () => {
  const other = await makeDestination(harness.provider, "Amazon S3", "profiles");
  const wanted = exportProgram({ source: other.source, target: parts.target }, daily);
  const { message } = await failureOf(previewCreate(harness.provider, urn("profiles"), wanted));
  expect(message).toContain("datasetExport: is for a source connection of specs.datasetStore");
});
