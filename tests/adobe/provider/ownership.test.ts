import { specs } from "../../../adobe/sdk/specs";
import type { Properties } from "../../../provider-sdk";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
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

/**
 * Objects whose name the program gives: what an interrupted run has left is told from what others
 * made by an ownership tag, which no program sees.
 */
let harness: Harness;
let whole: Whole;

async function start(options: Parameters<typeof startHarness>[0] = {}): Promise<void> {
  harness = await startHarness(options);
  whole = await makeAll(harness.provider);
}
afterEach(() => harness.close());

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
function programOf(type: string): Properties {
  return types[type]?.() ?? {};
}
function mine(type: string) {
  return urnOf(type, "mine");
}
async function posts() {
  return (await harness.requests()).filter(({ method }) => method === "POST").length;
}
const ourTag = / \[pulumi [0-9a-f]{8}-[0-9a-f]{10}\]$/;

describe.each(Object.keys(types))("%s", (type) => {
  test("left by an interrupted run is adopted by its given name, and never shows its ownership tag", async () => {
    await start();
    const program = programOf(type);
    const left = await up(harness.provider, mine(type), program);
    await harness.loseResponses();
    const before = await posts();
    const provider = await harness.another();
    const deployed = await up(provider, mine(type), program);
    expect(deployed.id).toBe(left.id);
    expect((await posts()) - before).toBe(1); // the token

    const shown = [deployed.inputs, deployed.outputs];
    const read = await refresh(provider, deployed);
    expect([read?.inputs, read?.outputs]).toEqual(shown);
    const imported = await importOne(provider, mine(type), deployed.id);
    expect(imported.inputs["description"]).toBeUndefined();
    expect((await upAgain(provider, imported, program)).diff.changes).toEqual({});
  });

  test("made by another resource stops the run, with its id and the import line", async () => {
    await start();
    const program = programOf(type);
    const theirs = await up(harness.provider, urnOf(type, "theirs"), program);
    const before = await posts();
    const provider = await harness.another();
    const { message } = await failureOf(up(provider, mine(type), program));
    expect(message).toContain(`pulumi import adobe-aep:${type} mine ${theirs.id}`);
    expect(message).toContain("which another resource made");
    expect((await posts()) - before).toBe(1);
    // It is in some state, so it is not adopted, even with consent.
    const adopting = await harness.another({ adoptExisting: true });
    const error = await failureOf(up(adopting, mine(type), program));
    expect(error.message).toMatch(
      /\(ownership tag [0-9a-f-]{19}\).*`aliases`.*Otherwise give the resource another name/,
    );
  });
});

describe("what Adobe shows", () => {
  const urn = mine("catalog:Dataset");
  const described = async () => {
    await start();
    const program = { ...programOf("catalog:Dataset"), description: "Chat rows" };
    const deployed = await up(harness.provider, urn, program);
    const there = async () => (await harness.ui.catalog.get(deployed.id))?.description;
    return { program, deployed, there };
  };

  test("the ownership tag is at the end of the description, and stays there through changes", async () => {
    const { program, deployed, there } = await described();
    expect(await there()).toMatch(/^Chat rows \[pulumi [0-9a-f]{8}-[0-9a-f]{10}\]$/);
    const tag = ourTag.exec((await there()) ?? "")?.[0];
    const changed = { ...program, description: "Rows", name: "Renamed" };
    const next = await upAgain(await harness.another(), deployed, changed);
    expect(next.diff.changes).toEqual({ description: "update", name: "update" });
    expect(await there()).toBe(`Rows${tag}`);
    const without = await upAgain(harness.provider, next, programOf("catalog:Dataset"));
    expect(await there()).toBe(tag?.trim());
    expect(without.outputs["description"]).toBeUndefined();
  });

  test("an edited description shows as drift without it, and is put right with it", async () => {
    const { program, deployed, there } = await described();
    const tagged = await there();
    await harness.ui.catalog.update(deployed.id, { description: "by hand" });
    const drifted = await refresh(harness.provider, deployed);
    if (drifted === undefined) throw new Error("gone");
    const { diff } = await upAgain(harness.provider, drifted, program);
    expect(diff.changes).toEqual({ description: "update" });
    expect(await there()).toBe(tagged);
  });

  test("a description copied out of Adobe's UI is the same description", async () => {
    const { program, deployed, there } = await described();
    const copied = { ...program, description: await there() };
    expect((await upAgain(harness.provider, deployed, copied)).diff.changes).toEqual({});
  });

  test("functions show none either", async () => {
    const { deployed } = await described();
    const { result } = await harness.provider.invoke("adobe-aep:catalog:getDataset", {
      id: deployed.id,
    });
    expect(result["description"]).toBe("Chat rows");
  });

  test("an object with an auto-name carries none", async () => {
    await start();
    expect((await harness.ui.catalog.get(whole.dataset.id))?.description ?? "").toBe("");
    expect(Object.keys(whole.dataset.inputs)).not.toContain("__mark");
  });
});

test("next to an unmanaged object of the same name, the own one is adopted", async () => {
  await start();
  const type = "flow:SourceConnection";
  const tag = async (id: string) =>
    (await harness.ui.flows.get("sourceConnections", id))?.description;
  const ours = await up(harness.provider, mine(type), programOf(type));
  await harness.ui.flows.create("sourceConnections", {
    name: "Given",
    connectionSpec: specs.chatlio,
    data: { format: "json" },
  });
  await harness.loseResponses();
  const deployed = await up(await harness.another(), mine(type), programOf(type));
  expect(deployed.id).toBe(ours.id);
  expect(await tag(deployed.id)).toMatch(/^\[pulumi/);
});

test("an object that no Pulumi program made is called unmanaged", async () => {
  await start();
  await harness.ui.flows.create("sourceConnections", {
    name: "Given",
    connectionSpec: specs.chatlio,
    data: { format: "json" },
  });
  const type = "flow:SourceConnection";
  const { message } = await failureOf(up(harness.provider, mine(type), programOf(type)));
  expect(message).toContain("which this stack did not make");
});

test("an object that Adobe cannot change into the wanted one is not adopted", async () => {
  await start();
  const type = "catalog:Dataset";
  await up(harness.provider, mine(type), programOf(type));
  const other = await up(
    harness.provider,
    urnOf("xdm:Schema", "other"),
    schemaProgram(whole.group),
  );
  const program = { ...programOf(type), schemaId: other.id };
  const { message } = await failureOf(up(await harness.another(), mine(type), program));
  expect(message).toContain("or this one in an earlier form");
});

test("when Data Prep loses the tags, a named mapping set stops the run and is not created twice", async () => {
  await start({ assume: { "mapping-tags": "dropped" } });
  const type = "dataprep:MappingSet";
  const left = await up(harness.provider, mine(type), programOf(type));
  const { message } = await failureOf(up(await harness.another(), mine(type), programOf(type)));
  expect(message).toContain(`pulumi import adobe-aep:${type} mine ${left.id}`);
  expect(await harness.ui.dataPrep.findByName("Given")).toHaveLength(1);
});
