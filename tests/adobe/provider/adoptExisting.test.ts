import { specs } from "../../../adobe/sdk/specs";
import type { LoggedRequest } from "../../../emulator";
import { UNKNOWN } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { chatFields, fieldGroupProgram, schemaProgram, sourceProgram } from "../support/programs";
import { failureOf } from "../support/provider";
import { sourceConnectionIds } from "../support/sourceConnections";
import { destroy, previewCreate, refresh, up, upAgain, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

/**
 * `adoptExisting`: what a destroy has kept, under names that have the id of the former provider resource. No preview
 * is silent about it, and what was adopted is not deleted without the setting.
 */
let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

const urn = urnOf("flow:SourceConnection", "chat");

/** The warnings of a preview with `adoptExisting` in a stack that was destroyed. */
async function firstPreview(of: string, program: Properties): Promise<string> {
  const provider = await harness.another({ adoptExisting: true }, { id: UNKNOWN });
  return previewCreate(provider, of, program);
}

function there() {
  return sourceConnectionIds(harness);
}

describe("the first preview after a destroy announces", () => {
  test("an object with an auto-name", async () => {
    const kept = await up(harness.provider, urn, sourceProgram);
    expect(await firstPreview(urn, sourceProgram)).toContain(
      `will adopt the source connection ${kept.id} instead of making one`,
    );
  });

  test("an object whose name the program gives", async () => {
    const program = { ...sourceProgram, name: "Given" };
    const kept = await up(harness.provider, urn, program);
    expect(await firstPreview(urn, program)).toContain(
      `will adopt the source connection ${kept.id} instead of making one`,
    );
  });

  test("an object whose auto-name depends on what is not known yet, as the one that it may be", async () => {
    const group = await up(harness.provider, urnOf("xdm:FieldGroup", "chat"), fieldGroupProgram);
    const schema = await up(harness.provider, urnOf("xdm:Schema", "chat"), schemaProgram(group));
    const dataset = urnOf("catalog:Dataset", "chat");
    const kept = await up(harness.provider, dataset, { schemaId: schema.id });
    const said = await firstPreview(dataset, { schemaId: UNKNOWN });
    expect(said).toContain(`will adopt one of ${kept.id}`);
  });

  test("nothing, where there is nothing, or only another resource's", async () => {
    await up(harness.provider, urnOf("flow:SourceConnection", "other"), sourceProgram);
    expect(await firstPreview(urn, sourceProgram)).toBe("");
  });

  test("the choice that has to be made, where there are two", async () => {
    await up(harness.provider, urn, sourceProgram);
    await up(await harness.another({}, { id: "second" }), urn, sourceProgram);
    expect((await failureOf(firstPreview(urn, sourceProgram))).message).toContain("more than one");
  });
});

describe("a preview stops where the up would stop, and nothing is written:", () => {
  const group = urnOf("xdm:FieldGroup", "chat");
  const { chat } = chatFields;
  const text = { ...chat, properties: { ...chat.properties, score: { type: "string" } } };
  const ofGroup = { ...fieldGroupProgram, title: "Given" };

  test.each<[string, string, () => Promise<string>, Properties, string]>([
    [
      "a difference that Adobe cannot change",
      urn,
      () => harness.ui.flows.create("sourceConnections", { ...sourceProgram, name: "Given" }),
      { ...sourceProgram, name: "Given", connectionSpec: specs.httpApi },
      "differs in connectionSpec.id",
    ],
    [
      "a type that the program changes without allowBreaking",
      group,
      async () => (await up(harness.provider, group, ofGroup)).id,
      { ...ofGroup, properties: { chat: text } },
      "the type changes from integer to string",
    ],
  ])("%s", async (_, of, make, after, words) => {
    const id = await make();
    const isWrite = ({ method, path }: LoggedRequest) =>
      method !== "GET" && path.startsWith("/data/");
    const sent = (await harness.requests()).filter(isWrite).length;
    const stopped = [failureOf(firstPreview(of, after))];
    for (const state of ["provider", "second"]) {
      const provider = await harness.another({ adoptExisting: true }, { id: state });
      const { inputs } = await provider.check(of, after);
      stopped.push(failureOf(provider.create(of, inputs, { preview: true })));
      stopped.push(failureOf(up(provider, of, after)));
    }
    for (const { message } of await Promise.all(stopped)) {
      expect(message).toContain(`cannot adopt the `);
      expect(message).toContain(id);
      expect(message).toContain(words);
    }
    expect((await harness.requests()).filter(isWrite)).toHaveLength(sent);
  });

  test("allowBreaking is the consent to such a change", async () => {
    const kept = await up(harness.provider, group, ofGroup);
    const provider = await harness.another({ adoptExisting: true }, { id: "second" });
    const program = { ...ofGroup, properties: { chat: text }, allowBreaking: true };
    expect((await up(provider, group, program)).id).toBe(kept.id);
  });
});

describe("an adopted object", () => {
  async function adopted(): Promise<Deployed> {
    const kept = await up(harness.provider, urn, sourceProgram);
    const adopting = await harness.another({ adoptExisting: true }, { id: "second" });
    const mine = await up(adopting, urn, sourceProgram);
    expect(mine.id).toBe(kept.id);
    return mine;
  }

  test("stays at Adobe when it is destroyed or replaced without the setting", async () => {
    const mine = await adopted();
    const later = await harness.another({}, { id: "second" });
    const read = await refresh(later, mine);
    if (read === undefined) throw new Error("gone");
    const changed = await upAgain(later, read, { ...sourceProgram, description: "mine" });
    expect(changed.diff.changes).toEqual({ description: "add" });
    const replaced = await upAgain(later, changed, { ...sourceProgram, generation: "2" });
    expect(replaced.id).not.toBe(mine.id);
    expect(later.said("warning").join()).toContain(`${mine.id} stays at Adobe`);
    await destroy(later, replaced);
    expect(await there()).toEqual([mine.id]);
  });

  test("is deleted with the setting, with a warning that names it", async () => {
    const mine = await adopted();
    const later = await harness.another({ adoptExisting: true }, { id: "second" });
    await destroy(later, mine);
    expect(later.said("warning").join()).toContain(`deleting the source connection ${mine.id}`);
    expect(await there()).toEqual([]);
  });
});
