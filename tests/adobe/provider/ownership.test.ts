import type { Properties } from "../../../provider-sdk";
import { specs } from "../../../adobe/sdk/specs";
import {
  fieldGroupProgram,
  flowProgram,
  makeAll,
  mappingProgram,
  schemaProgram,
  sourceProgram,
} from "../support/programs";
import type { Whole } from "../support/programs";
import { failureOf } from "../support/provider";
import { importOne, refresh, up, upAgain, urnOf } from "../support/stack";
import { startWorld } from "../support/world";
import type { World } from "../support/world";

/**
 * Objects whose name the program gives: what an interrupted run has left is told from what others
 * made by a mark, which nobody who uses Pulumi sees.
 */
let world: World;
let whole: Whole;

async function start(options: Parameters<typeof startWorld>[0] = {}): Promise<void> {
  world = await startWorld(options);
  whole = await makeAll(world.provider);
}
afterEach(() => world.close());

/** Every type with a name, with a program that gives it. */
const types: Record<string, () => Properties> = {
  "xdm:FieldGroup": () => ({ ...fieldGroupProgram, title: "Given" }),
  "xdm:Schema": () => ({ ...schemaProgram(whole.group), title: "Given" }),
  "catalog:Dataset": () => ({ schemaId: whole.schema.id, name: "Given" }),
  "dataprep:MappingSet": () => ({ ...mappingProgram(whole.schema), name: "Given" }),
  "flow:Connection": () => ({
    name: "Given",
    connectionSpec: specs.httpApi,
    auth: { specName: "Streaming Connection", params: { dataType: "raw" } },
  }),
  "flow:SourceConnection": () => ({ ...sourceProgram, name: "Given" }),
  "flow:TargetConnection": () => ({
    datasetId: whole.dataset.id,
    schemaId: whole.schema.id,
    name: "Given",
  }),
  "flow:Dataflow": () => ({ ...flowProgram(whole), name: "Given" }),
};
const programOf = (type: string): Properties => types[type]?.() ?? {};
const mine = (type: string) => urnOf(type, "mine");
const posts = async () => (await world.requests()).filter(({ method }) => method === "POST").length;
const ourMark = / \[pulumi [0-9a-f]{8}\]$/;

describe.each(Object.keys(types))("%s", (type) => {
  test("left by a killed run is taken over by its given name, and never shows its mark", async () => {
    await start();
    const program = programOf(type);
    const left = await up(world.provider, mine(type), program);
    const before = await posts();
    const provider = await world.another();
    const held = await up(provider, mine(type), program);
    expect(held.id).toBe(left.id);
    expect((await posts()) - before).toBe(1); // the token

    const shown = [held.inputs, held.outputs];
    const read = await refresh(provider, held);
    expect([read?.inputs, read?.outputs]).toEqual(shown);
    const imported = await importOne(provider, mine(type), held.id);
    expect(imported.inputs["description"]).toBeUndefined();
    expect((await upAgain(provider, imported, program)).diff.changes).toEqual({});
  });

  test("made by another resource stops the run, with its id and the import line", async () => {
    await start();
    const program = programOf(type);
    const theirs = await up(world.provider, urnOf(type, "theirs"), program);
    const before = await posts();
    const provider = await world.another();
    const { message } = await failureOf(up(provider, mine(type), program));
    expect(message).toContain(`pulumi import adobe-aep:${type} mine ${theirs.id}`);
    expect(message).toContain("which another resource made");
    expect((await posts()) - before).toBe(1);
    // It is in a state somewhere: not even when asked to is it taken.
    const adopting = await world.another({ adoptExisting: true });
    const refused = await failureOf(up(adopting, mine(type), program));
    expect(refused.message).toMatch(/\(ownership tag [0-9a-f]{8}\).* `pulumi state delete` there/);
  });
});

describe("what Adobe shows", () => {
  const urn = mine("catalog:Dataset");
  const described = async () => {
    await start();
    const program = { ...programOf("catalog:Dataset"), description: "Chat rows" };
    const held = await up(world.provider, urn, program);
    const there = async () => (await world.ui.catalog.get(held.id))?.description;
    return { program, held, there };
  };

  test("the mark is at the end of the description, and stays there through changes", async () => {
    const { program, held, there } = await described();
    expect(await there()).toMatch(/^Chat rows \[pulumi [0-9a-f]{8}\]$/);
    const mark = ourMark.exec((await there()) ?? "")?.[0];
    const changed = { ...program, description: "Rows", name: "Renamed" };
    const next = await upAgain(await world.another(), held, changed);
    expect(next.diff.changes).toEqual({ description: "update", name: "update" });
    expect(await there()).toBe(`Rows${mark}`);
    const without = await upAgain(world.provider, next, programOf("catalog:Dataset"));
    expect(await there()).toBe(mark?.trim());
    expect(without.outputs["description"]).toBeUndefined();
  });

  test("an edited description shows as drift without it, and is put right with it", async () => {
    const { program, held, there } = await described();
    const marked = await there();
    await world.ui.catalog.update(held.id, { description: "by hand" });
    const drifted = await refresh(world.provider, held);
    if (drifted === undefined) throw new Error("gone");
    const { diff } = await upAgain(world.provider, drifted, program);
    expect(diff.changes).toEqual({ description: "update" });
    expect(await there()).toBe(marked);
  });

  test("a description copied out of Adobe's UI is the same description", async () => {
    const { program, held, there } = await described();
    const copied = { ...program, description: await there() };
    expect((await upAgain(world.provider, held, copied)).diff.changes).toEqual({});
  });

  test("functions show none either", async () => {
    const { held } = await described();
    const { result } = await world.provider.invoke("adobe-aep:catalog:getDataset", { id: held.id });
    expect(result["description"]).toBe("Chat rows");
  });

  test("an object with a made name carries none", async () => {
    await start();
    expect((await world.ui.catalog.get(whole.dataset.id))?.description ?? "").toBe("");
    expect(Object.keys(whole.dataset.inputs)).not.toContain("__mark");
  });
});

test("beside a foreign object of the same name, ours is taken", async () => {
  await start();
  const type = "flow:SourceConnection";
  const mark = async (id: string) =>
    (await world.ui.flows.get("sourceConnections", id))?.description;
  const ours = await up(world.provider, mine(type), programOf(type));
  await world.ui.flows.create("sourceConnections", {
    name: "Given",
    connectionSpec: specs.chatlio,
    data: { format: "json" },
  });
  const held = await up(await world.another(), mine(type), programOf(type));
  expect(held.id).toBe(ours.id);
  expect(await mark(held.id)).toMatch(/^\[pulumi/);
});

test("a foreign object that nobody's Pulumi made is called that", async () => {
  await start();
  await world.ui.flows.create("sourceConnections", {
    name: "Given",
    connectionSpec: specs.chatlio,
    data: { format: "json" },
  });
  const type = "flow:SourceConnection";
  const { message } = await failureOf(up(world.provider, mine(type), programOf(type)));
  expect(message).toContain("which this stack did not make");
});

test("left in a form that Adobe cannot change into the wanted one, it is not taken over", async () => {
  await start();
  const type = "catalog:Dataset";
  await up(world.provider, mine(type), programOf(type));
  const other = await up(world.provider, urnOf("xdm:Schema", "other"), schemaProgram(whole.group));
  const program = { ...programOf(type), schemaId: other.id };
  const { message } = await failureOf(up(await world.another(), mine(type), program));
  expect(message).toContain("or this one in an earlier form");
});

test("where Data Prep forgets the tags, a named mapping set stops the run and is not made twice", async () => {
  await start({ assume: { "mapping-tags": "dropped" } });
  const type = "dataprep:MappingSet";
  const left = await up(world.provider, mine(type), programOf(type));
  const { message } = await failureOf(up(await world.another(), mine(type), programOf(type)));
  expect(message).toContain(`pulumi import adobe-aep:${type} mine ${left.id}`);
  expect(await world.ui.dataPrep.findByName("Given")).toHaveLength(1);
});
