import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout } from "node:timers/promises";

import { specs } from "../../../adobe/sdk/specs";
import { UNKNOWN } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import { startHarness } from "../support/harness";
import type { Harness, ProviderState } from "../support/harness";
import { fieldGroupProgram, flowProgram, makeAll, sourceProgram } from "../support/programs";
import { failureOf } from "../support/provider";
import type { TestProvider } from "../support/provider";
import { sourceConnectionIds } from "../support/sourceConnections";
import { destroy, previewCreate, refresh, up, upAgain, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

/**
 * What tells an object that an interrupted run has left behind from one that left the state later: the journal
 * of the machine that has made it, and nothing else.
 */
let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

const urn = urnOf("flow:SourceConnection", "chat");
const named = { ...sourceProgram, name: "Given" };

function there() {
  return sourceConnectionIds(harness);
}

/** Another run over the same state, on the machine of the first one unless it says otherwise. */
function run(state: ProviderState = {}) {
  return harness.another({}, state);
}

/** The same on a machine that has not run this state before. */
function elsewhere() {
  return run(harness.anotherMachine());
}

/** The warnings of a preview that would create the resource. */
function previewed(provider: TestProvider, program: Properties = sourceProgram): Promise<string> {
  return previewCreate(provider, urn, program);
}

describe("an object whose response the engine never got", () => {
  test("is adopted on the same machine, and the preview says so", async () => {
    const left = await up(await run(), urn, sourceProgram);
    await harness.loseResponses();
    expect(await previewed(await run())).toContain(`will adopt the source connection ${left.id}`);
    const next = await run();
    expect((await up(next, urn, sourceProgram)).id).toBe(left.id);
    expect(next.said("warning").join()).toContain("an interrupted run of this resource");
  });

  test("stays on any other machine: a new one is made, and the warning names it and what to do", async () => {
    const left = await up(await run(), urn, sourceProgram);
    await harness.loseResponses();
    const importing = `pulumi import adobe-aep:flow:SourceConnection chat ${left.id}`;
    expect(await previewed(await elsewhere())).toContain(importing);
    const other = await elsewhere();
    const next = await up(other, urn, sourceProgram);
    expect(await there()).toEqual([left.id, next.id].sort());
    expect(other.said("warning").join()).toContain(importing);
  });

  test("stops the create on any other machine when the program gives its name", async () => {
    const left = await up(await run(), urn, named);
    await harness.loseResponses();
    await expect(up(await elsewhere(), urn, named)).rejects.toThrow(
      `pulumi import adobe-aep:flow:SourceConnection chat ${left.id}`,
    );
  });

  test("stays where nothing can be stored, as in a home directory that is read-only", async () => {
    const file = harness.anotherMachine().journalDirectory;
    await writeFile(file, "");
    const unwritable = { journalDirectory: path.join(file, "below") };
    const left = await up(await run(unwritable), urn, sourceProgram);
    const next = await up(await run(unwritable), urn, sourceProgram);
    expect(await there()).toEqual([left.id, next.id].sort());
  });
});

describe("an object that was in the state", () => {
  test.each<[string, (state: Deployed) => Promise<unknown>]>([
    ["although no later run has seen it", async () => Promise.resolve()],
    ["and that a preview has seen", async (one) => upAgain(await run(), one, sourceProgram)],
    ["and that a refresh has seen", async (one) => refresh(await run(), one)],
  ])("is never adopted, %s", async (_, seen) => {
    const recorded = await up(await run(), urn, sourceProgram);
    await seen(recorded);
    const next = await up(await run(), urn, sourceProgram);
    expect(await there()).toEqual([recorded.id, next.id].sort());
    expect(next.outputs["name"]).not.toBe(recorded.outputs["name"]);
  });

  // The engine tells a provider nothing of an object that it replaces for `state taint` or `--replace`, nor of one that
  // the state has under another provider resource.
  test("is not said to have left the state, nor to be for you to delete, when a new one is made", async () => {
    const recorded = await up(await run(), urn, sourceProgram);
    const next = await run();
    await up(next, urn, sourceProgram);
    for (const said of [await previewed(await run()), next.said("warning").join()]) {
      expect(said).toContain(recorded.id);
      expect(said).toContain(
        "If this run replaces it (`pulumi state taint`, `--replace`), the `up` deletes it",
      );
      expect(said).toContain("another resource of this or another stack may have it");
      expect(said).toContain("If no stack has it (`pulumi stack --show-ids`) and nothing uses it");
      expect(said).not.toContain("is not in the state");
    }
  });

  test("is not said to be for an import only, when the program gives its name and it is to be replaced", async () => {
    await up(await run(), urn, named);
    const untaint = `run \`pulumi state untaint '${urn}'\`, or leave out \`--replace\``;
    await expect(up(await run(), urn, named)).rejects.toThrow(untaint);
    await expect(previewed(await run(), named)).rejects.toThrow(untaint);
  });

  test("is never adopted by a machine that was interrupted at the same create", async () => {
    const mine = await up(await run(), urn, sourceProgram);
    await harness.loseResponses();
    await harness.ui.flows.delete("sourceConnections", mine.id);
    const theirs = await up(await elsewhere(), urn, sourceProgram);
    const next = await up(await run(), urn, sourceProgram);
    expect(await there()).toEqual([theirs.id, next.id].sort());
  });

  test("is never adopted, although it was not ready when the engine recorded it", async () => {
    const whole = await makeAll(await run());
    const flow = urnOf("flow:Dataflow", "again");
    await harness.fault({
      match: { method: "GET", path: "/data/foundation/flowservice/flows/*" },
      do: { status: 500 },
    });
    const { partly } = await failureOf(up(await run(), flow, flowProgram(whole)));
    await harness.clearFaults();
    const next = await up(await run(), flow, flowProgram(whole));
    expect(partly?.id).toEqual(expect.any(String));
    expect(next.id).not.toBe(partly?.id);
  });
});

test.each([
  ["another provider resource", { id: "provider-2" }],
  ["another backend", { backend: "file:///elsewhere" }],
])("an object of %s is not adopted, whatever this machine's journal says", async (_, state) => {
  const theirs = await up(await run(), urn, sourceProgram);
  await harness.loseResponses();
  const mine = await up(await run(state), urn, sourceProgram);
  expect(await there()).toEqual([theirs.id, mine.id].sort());
  expect(mine.outputs["name"]).not.toBe(theirs.outputs["name"]);
});

describe("a copy of an object, with its name", () => {
  const group = urnOf("xdm:FieldGroup", "chat");

  test("that a colleague has restored after a destroy is neither adopted nor deleted", async () => {
    const mine = await up(await run(), group, fieldGroupProgram);
    const original = await harness.ui.registry.get("fieldgroups", mine.id);
    if (original === undefined) throw new Error("gone");
    await destroy(await run(), mine);
    const { title, definitions, allOf, "meta:intendedToExtend": classes } = original;
    const content = { title, definitions, allOf, "meta:intendedToExtend": classes };
    const copy = await harness.ui.registry.create("fieldgroups", content);
    const next = await up(await run(), group, fieldGroupProgram);
    expect(next.id).not.toBe(copy.$id);
    await destroy(await run(), next);
    const all = await harness.ui.registry.findAll("fieldgroups");
    expect(all.map(({ $id }) => $id)).toEqual([copy.$id]);
  });

  test("is neither adopted nor deleted, although an earlier POST of the name never got a response", async () => {
    const lost = await up(await run(), urn, sourceProgram);
    await harness.loseOutcomes();
    await harness.ui.flows.delete("sourceConnections", lost.id);
    const mine = await up(await run(), urn, sourceProgram);
    const name = (await harness.ui.flows.get("sourceConnections", mine.id))?.name ?? "";
    await destroy(await run(), mine);
    const content = { name, connectionSpec: specs.chatlio, data: { format: "json" } };
    const copy = await harness.ui.flows.create("sourceConnections", content);
    const next = await up(await run(), urn, sourceProgram);
    await destroy(await run(), next);
    expect(await there()).toEqual([copy]);
  });

  test("that a colleague has restored after a create of unknown outcome is neither adopted nor deleted", async () => {
    const mine = await up(await run(), urn, sourceProgram);
    const name = (await harness.ui.flows.get("sourceConnections", mine.id))?.name ?? "";
    await destroy(await run(), mine);
    const path = "/data/foundation/flowservice/sourceConnections";
    await harness.fault({ match: { method: "POST", path }, times: 3, do: { status: 503 } });
    await failureOf(up(await run(), urn, sourceProgram));
    const content = { name, connectionSpec: specs.chatlio, data: { format: "json" } };
    const copy = await harness.ui.flows.create("sourceConnections", content);
    const next = await up(await run(), urn, sourceProgram);
    expect(next.id).not.toBe(copy);
    await destroy(await run(), next);
    expect(await there()).toEqual([copy]);
  });

  test("that a colleague has made of what a killed run has left stays: the older one is adopted", async () => {
    const left = await up(await run(), urn, sourceProgram);
    await harness.loseOutcomes();
    const name = (await harness.ui.flows.get("sourceConnections", left.id))?.name ?? "";
    await setTimeout(2);
    const content = { name, connectionSpec: specs.chatlio, data: { format: "json" } };
    const copy = await harness.ui.flows.create("sourceConnections", content);
    const next = await run();
    const adopted = await up(next, urn, sourceProgram);
    expect(adopted.id).toBe(left.id);
    expect(next.said("warning").join()).toContain(copy);
    await destroy(await run(), adopted);
    expect(await there()).toEqual([copy]);
  });

  test.each([
    ["made", () => harness.loseResponses()],
    ["interrupted", () => harness.loseOutcomes()],
  ])(
    "in another sandbox is neither adopted nor deleted: the create was %s here",
    async (_, lose) => {
      const mine = await up(await run(), group, fieldGroupProgram);
      await lose();
      const inProd = (id = "provider") => harness.another({ sandbox: "prod" }, { id });
      const named = { ...fieldGroupProgram, title: mine.outputs["title"] };
      const copy = await up(await inProd("other"), urnOf("xdm:FieldGroup", "copy"), named);
      const moved = await upAgain(await inProd(), mine, fieldGroupProgram);
      expect(moved.id).not.toBe(copy.id);
      await destroy(await inProd(), moved);
      expect(await refresh(await inProd("other"), copy)).toBeDefined();
    },
  );
});

describe("what an interrupted run has left behind is named once the program has changed:", () => {
  test.each<[string, Properties, Properties, string]>([
    ["other inputs", sourceProgram, { ...sourceProgram, params: { a: "b" } }, "chat"],
    ["another given name", named, { ...named, name: "Another" }, "chat"],
    ["another resource", sourceProgram, sourceProgram, "renamed"],
  ])("%s", async (_, before, after, name) => {
    const left = await up(await run(), urn, before);
    await harness.loseOutcomes();
    const next = await run();
    const made = await up(next, urnOf("flow:SourceConnection", name), after);
    expect(await there()).toEqual([left.id, made.id].sort());
    const lines = next.said("warning").filter((line) => line.includes(left.id));
    expect(lines).toEqual([expect.stringContaining("the program has changed since then")]);
    expect(lines[0]).toContain(`\`pulumi import adobe-aep:flow:SourceConnection chat ${left.id}\``);
  });

  test("the same program once more says it once, by what it adopts", async () => {
    const left = await up(await run(), urn, sourceProgram);
    await harness.loseOutcomes();
    const next = await run();
    await up(next, urn, sourceProgram);
    expect(next.said("warning")).toEqual([expect.stringContaining(`adopted the source connection ${left.id}`)]); // prettier-ignore
  });
});

test("an object whose id the engine got and did not save is named in one line", async () => {
  const lost = await up(await run(), urn, sourceProgram);
  const next = await run();
  await up(next, urn, sourceProgram);
  const lines = [...next.said("warning"), ...next.said("info")];
  expect(lines.filter((line) => line.includes(lost.id))).toHaveLength(1);
});

test("the first preview of a stack sends no request: its names are not known yet", async () => {
  const preview = await run({ id: UNKNOWN });
  const before = (await harness.requests()).length;
  expect(await previewed(preview)).toBe("");
  expect((await harness.requests()).length).toBe(before);
});

test("the journal of an earlier release is continued", async () => {
  const { journalDirectory } = harness.anotherMachine();
  await mkdir(journalDirectory);
  await writeFile(path.join(journalDirectory, "provider.jsonl"), '{"begun":"old","at":1}\n{"beg');
  const left = await up(await run({ journalDirectory }), urn, sourceProgram);
  expect(left.outputs["name"]).toMatch(/ [0-9a-f]{8}-[0-9a-f]{10}$/);
  const next = await up(await run({ journalDirectory }), urn, sourceProgram);
  expect(await there()).toEqual([left.id, next.id].sort());
});
