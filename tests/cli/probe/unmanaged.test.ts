import { appendFileSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import type { AdobeSettings } from "../../../cli/adobeSettings";
import { Api } from "../../../cli/probe/api";
import {
  datasetBody,
  fieldGroupBody,
  flowBody,
  mappingSetBody,
  schemaBody,
  sourceBody,
  targetBody,
} from "../../../cli/probe/bodies";
import { ProbeContext } from "../../../cli/probe/context";
import { fileJournal, journalFile, memoryJournal } from "../../../cli/probe/journal";
import type { Json } from "../../../cli/probe/json";
import type { KindName } from "../../../cli/probe/kinds";
import {
  isOfProbe,
  isProbeName,
  ProbeNames,
  probeDescription,
} from "../../../cli/probe/probeNames";
import { emulatorTenant } from "../../../emulator";
import { killedAfter } from "./killed";
import { allObjects } from "./objects";
import { simulate, type Simulation } from "./simulated";

const tenant = `_${emulatorTenant}`;

/** A context in which other people make objects, and in which a killed run has left some. */
function contextOf({ settings, clock }: Simulation, journal = memoryJournal()): ProbeContext {
  const { signal } = new AbortController();
  const deadline = clock.now() + 600_000;
  const api = new Api({
    settings,
    timing: clock,
    timeoutMs: 10_000,
    signal,
    deadline,
    fetch: clock.fetch,
  });
  return new ProbeContext({ api, settings, timing: clock, signal, deadline, journal });
}

/** Makes an object with a name of the caller's; its id. */
async function make(context: ProbeContext, kind: KindName, body: Json): Promise<string> {
  const { response, made } = await context.post(kind, () => body);
  if (made === undefined) throw new Error(`${kind}: ${JSON.stringify(response.body)}`);
  return made.id;
}

/** Somebody's text in place of the probe's description. */
const description = "Ours. Keep.";

/** A whole pipeline of somebody else's, with exactly such names as the probe gives. */
async function makeUnmanaged(context: ProbeContext): Promise<readonly string[]> {
  let count = 0;
  const name = () => `chatlio-aep-probe-0123abcd-${(count += 1)}`;
  const other = (body: Json) => ({ ...body, description });
  const group = await make(context, "fieldGroup", other(fieldGroupBody(name(), { tenant })));
  const schema = await make(context, "schema", other(schemaBody(name(), group)));
  const datasets: string[] = [];
  // More than one page of Catalog's list.
  for (let index = 0; index < 105; index++) {
    datasets.push(await make(context, "dataset", other(datasetBody(name(), schema))));
  }
  const [datasetId = ""] = datasets;
  const setOf = mappingSetBody(name(), { schemaId: schema, tenant });
  const mappingSetId = await make(context, "mappingSet", setOf);
  // Copied by hand from a run of the probe, with the description of another run.
  const copied = {
    ...targetBody(name(), schema, datasetId),
    description: probeDescription(new ProbeNames().next()),
  };
  const targetId = await make(context, "target", copied);
  const sourceId = await make(context, "source", other(sourceBody(name())));
  const flow = flowBody(name(), { sourceId, targetId, mappingSetId });
  const flowId = await make(context, "flow", { ...flow, description: "" });
  return [group, schema, ...datasets, mappingSetId, targetId, sourceId, flowId];
}

it("touches nothing that it has not made, and deletes what a killed run has left among it", async () => {
  const simulation = await simulate({ settleMs: 1_000 });
  const { emulator, probe, close } = simulation;
  try {
    const context = contextOf(simulation);
    const unmanaged = await makeUnmanaged(context);
    await simulation.clock.sleep(2_000);
    const before = await allObjects(emulator);
    const name = new ProbeNames().next();
    const { id } = await context.create("dataset", () => datasetBody(name, unmanaged[1] ?? ""));

    const logged = (await emulator.requests()).length;
    const { outcomes } = await probe();
    expect(outcomes.filter(({ value }) => value !== undefined).length).toBeGreaterThan(50);
    expect(await allObjects(emulator)).toEqual(before);
    const paths = (await emulator.requests())
      .slice(logged)
      .filter(({ method }) => method !== "GET")
      .map(({ path }) => decodeURIComponent(path));
    expect(paths.filter((path) => unmanaged.some((other) => path.includes(other)))).toEqual([]);
    expect(paths.filter((path) => path.includes(id))).toHaveLength(1);
  } finally {
    await close();
  }
});

it("deletes what the journal of a killed run has, also where nothing else tells that it is the probe's", async () => {
  const simulation = await simulate();
  const { emulator, probe, clock, close } = simulation;
  try {
    const journal = fileJournal(path.join(mkdtempSync(path.join(tmpdir(), "probe-")), "journal"));
    const before = await allObjects(emulator);
    const context = contextOf(simulation, journal);
    const [group, schema] = [new ProbeNames().next(), new ProbeNames().next()];
    const groupId = await make(context, "fieldGroup", {
      ...fieldGroupBody(group, { tenant }),
      description,
    });
    await make(context, "schema", { ...schemaBody(schema, groupId), description });
    // A killed run may leave half a line.
    expect(journal.read()).toHaveLength(2);
    await expect(probe({ ...killedAfter(14, clock), journal })).rejects.toThrow("killed");
    await probe({ journal });
    expect(await allObjects(emulator)).toEqual(before);
    expect(journal.read()).toEqual([]);
  } finally {
    await close();
  }
});

test("a journal reads what it noted, and leaves out a line that was cut off", () => {
  const directory = mkdtempSync(path.join(tmpdir(), "probe-"));
  const settings = { orgId: "0123@AdobeOrg", sandbox: "acme-dev" };
  const file = journalFile(directory, settings as AdobeSettings);
  expect(path.basename(file)).not.toMatch(/0123|acme/);
  const journal = fileJournal(file);
  expect(journal.read()).toEqual([]);
  journal.add({ kind: "flow", id: "1" });
  journal.add({ kind: "dataset", id: "2" });
  appendFileSync(file, '{"kind":"sche');
  expect(journal.read()).toEqual([
    { kind: "flow", id: "1" },
    { kind: "dataset", id: "2" },
  ]);
  journal.keepOnly([{ kind: "dataset", id: "2" }]);
  expect(fileJournal(file).read()).toEqual([{ kind: "dataset", id: "2" }]);
  journal.keepOnly([]);
  expect(readdirSync(directory)).toEqual([]);
});

it("sends no change of an object that it has not made", async () => {
  const simulation = await simulate();
  try {
    const change = contextOf(simulation).change("DELETE", "dataset", "5c8c3c555033b814b69f947f");
    await expect(change).rejects.toThrow(/has not made the object of DELETE/);
    expect(await simulation.emulator.requests()).toEqual([]);
  } finally {
    await simulation.close();
  }
});

test.each([
  ["chatlio-aep-probe-0123abcd-1", true],
  ["chatlio-aep-probe-0123abcd-1x", false],
  ["chatlio-aep-probe-notes", false],
  ["my chatlio-aep-probe-0123abcd-1", false],
  ["chatlio-aep-probe-0123abcd-1\n", false],
  [undefined, false],
])("the name %j is one of the probe's: %j", (name, isOurs) => {
  expect(isProbeName(name)).toBe(isOurs);
});

test.each([
  ["the sentence of its run", "Made by chatlio-aep probe 0123abcd, which deletes it.", true],
  ["more after it", "Made by chatlio-aep probe 0123abcd, which deletes it. Changed.", true],
  ["the sentence of another run", "Made by chatlio-aep probe 99999999, which deletes it.", false],
  ["somebody's text", "Ours.", false],
  ["nothing", undefined, false],
])(
  "an object with a name of the probe's and %s in its description is marked: %j",
  (_, text, isOurs) => {
    expect(isOfProbe("chatlio-aep-probe-0123abcd-1", text)).toBe(isOurs);
  },
);
