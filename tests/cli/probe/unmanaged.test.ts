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
import type { Json } from "../../../cli/probe/json";
import type { KindName } from "../../../cli/probe/kinds";
import { isMark, Marks } from "../../../cli/probe/marks";
import { emulatorTenant } from "../../../emulator";
import { allObjects } from "./objects";
import { simulate, type Simulation } from "./simulated";

const tenant = `_${emulatorTenant}`;

/** A context in which other people make objects, and in which a killed run has left some. */
function contextOf({ settings, clock }: Simulation): ProbeContext {
  const { signal } = new AbortController();
  const deadline = clock.now() + 600_000;
  const api = new Api({ settings, timing: clock, timeoutMs: 10_000, signal, deadline });
  return new ProbeContext({ api, settings, timing: clock, signal, deadline });
}

/** Makes an object with a name of the caller's; its id. */
async function make(context: ProbeContext, kind: KindName, body: Json): Promise<string> {
  const { response, made } = await context.post(kind, () => body);
  if (made === undefined) throw new Error(`${kind}: ${JSON.stringify(response.body)}`);
  return made.id;
}

/** A whole pipeline of somebody else's, with names that only begin as the probe's do. */
async function makeUnmanaged(context: ProbeContext): Promise<readonly string[]> {
  const name = (what: string) => `chatlio-aep-probe-${what}`;
  const group = await make(context, "fieldGroup", fieldGroupBody(name("notes"), { tenant }));
  const schema = await make(context, "schema", schemaBody(name("0123abcd"), group));
  const datasets: string[] = [];
  // More than one page of Catalog's list.
  for (let index = 0; index < 105; index++) {
    datasets.push(await make(context, "dataset", datasetBody(name(`0123abcd-${index}x`), schema)));
  }
  const [datasetId = ""] = datasets;
  const setOf = mappingSetBody(name("0123ABCD-1"), { schemaId: schema, tenant });
  const mappingSetId = await make(context, "mappingSet", setOf);
  const targetId = await make(context, "target", targetBody("My target", schema, datasetId));
  const sourceId = await make(context, "source", sourceBody("0123abcd-1"));
  const flow = flowBody(`my ${name("0123abcd-1")}`, { sourceId, targetId, mappingSetId });
  const flowId = await make(context, "flow", flow);
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
    const mark = new Marks().next();
    const { id } = await context.create("dataset", () => datasetBody(mark, unmanaged[1] ?? ""));

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
])("the name %j is a mark of the probe's: %j", (name, isOurs) => {
  expect(isMark(name)).toBe(isOurs);
});
