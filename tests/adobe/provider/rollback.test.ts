import fc from "fast-check";

import { breakingChanges } from "../../../adobe/provider/xdm/breaking";
import type { XdmField, XdmFields } from "../../../adobe/provider/xdm/field";
import { fieldTypes } from "../../../adobe/provider/xdm/fieldPaths";
import { keepFields } from "../../../adobe/provider/xdm/keptFields";
import { UNKNOWN } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { EVENT_CLASS, chatFields, fieldGroupProgram, makeAll } from "../support/programs";
import { destroy, refresh, up, upAgain, urnOf } from "../support/stack";

/**
 * An earlier release is deployed over a later one: what it does not know stays at Adobe, which removes
 * nothing that a dataset uses, and a message says so.
 */
describe("an earlier release", () => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await startHarness();
  });
  afterEach(() => harness.close());

  const { mood, ...others } = chatFields.chat.properties;
  const later: Properties = {
    ...fieldGroupProgram,
    properties: {
      chat: {
        ...chatFields.chat,
        properties: {
          ...others,
          mood: { ...mood, enum: ["good", "bad", "so-so"] },
          rating: { type: "integer" },
        },
      },
      more: { type: "object", properties: { id: { type: "string" } } },
    },
  };
  const said = () => harness.provider.said("info").filter((line) => line.includes("left as it is"));
  const there = async (id: string) => {
    const found = await harness.ui.registry.get("fieldgroups", id);
    return found?.["definitions"];
  };

  test("keeps the fields and values of the later one, and so does the later one again", async () => {
    const { group } = await makeAll(harness.provider);
    const newer = await upAgain(harness.provider, group, later);
    const before = await there(group.id);
    expect(JSON.stringify(before)).toContain("rating");

    const rolledBack = await upAgain(harness.provider, newer, fieldGroupProgram);
    expect(rolledBack.diff.changes).toEqual({});
    expect(said().at(-1)).toContain('chat.mood "so-so", chat.rating, more at Adobe');
    const read = await refresh(harness.provider, rolledBack);
    if (read === undefined) throw new Error("gone");
    // Its own changes go on.
    const described = { ...fieldGroupProgram, description: "earlier" };
    const changed = await upAgain(harness.provider, read, described);
    expect(changed.diff.changes).toEqual({ description: "add" });
    expect(await there(group.id)).toEqual(before);

    const again = await upAgain(harness.provider, changed, { ...later, description: "earlier" });
    expect(again.diff.changes).toEqual({});
  });

  test("keeps the wider limits of the later one, and what the later one has no limit for", async () => {
    const earlier = {
      ...chatFields.chat.properties,
      email: { type: "string", minLength: 2, maxLength: 50, pattern: "@" },
      code: { type: "string", enum: ["a"], enumTitles: { a: "A" } },
    };
    const wider = {
      ...earlier,
      score: { type: "integer", minimum: -5, maximum: 20 },
      email: { type: "string", minLength: 1 },
      code: { type: "string" },
    };
    const of = (properties: object): Properties => ({
      ...fieldGroupProgram,
      properties: { chat: { ...chatFields.chat, properties } },
    });
    const group = await up(harness.provider, urnOf("xdm:FieldGroup", "kept"), of(earlier));
    const schema = await up(harness.provider, urnOf("xdm:Schema", "kept"), {
      class: EVENT_CLASS,
      fieldGroups: [{ ref: group.id }],
    });
    await up(harness.provider, urnOf("catalog:Dataset", "kept"), { schemaId: schema.id });
    const newer = await upAgain(harness.provider, group, of(wider));
    const before = await there(group.id);
    const rolledBack = await upAgain(harness.provider, newer, of(earlier));
    expect(rolledBack.diff.changes).toEqual({});
    for (const words of [
      "chat.score minimum -5",
      "chat.score maximum 20",
      "chat.email minLength 1",
      "chat.email without maxLength",
      "chat.email without pattern",
      "chat.code without enum",
    ]) {
      expect(said().at(-1)).toContain(words);
    }
    const described = { ...of(earlier), description: "earlier" };
    await upAgain(await harness.another(), rolledBack, described);
    expect(await there(group.id)).toEqual(before);
  });

  test("removes them with allowBreaking, which Adobe rejects", async () => {
    const { group } = await makeAll(harness.provider);
    const newer = await upAgain(harness.provider, group, later);
    const removing = { ...fieldGroupProgram, allowBreaking: true };
    await expect(upAgain(harness.provider, newer, removing)).rejects.toThrow(/XDM-1536/);
    expect(said()).toEqual([]);
  });

  test("keeps the fields of the later one when it is deployed again over protected objects", async () => {
    const title = { title: "Chat" };
    const urn = urnOf("xdm:FieldGroup", "kept");
    const group = await up(harness.provider, urn, { ...later, ...title });
    const schema = await up(harness.provider, urnOf("xdm:Schema", "kept"), {
      class: EVENT_CLASS,
      fieldGroups: [{ ref: group.id }],
    });
    await up(harness.provider, urnOf("catalog:Dataset", "kept"), { schemaId: schema.id });
    const before = await there(group.id);

    // The state is gone, the objects are not.
    const provider = await harness.another({ adoptExisting: "true" });
    const program = { ...fieldGroupProgram, ...title, description: "earlier" };
    const adopted = await up(provider, urn, program);
    expect(adopted.id).toBe(group.id);
    expect(await there(group.id)).toEqual(before);
    expect(provider.said("info").join("\n")).toContain('chat.mood "so-so", chat.rating, more');
    expect((await upAgain(provider, adopted, program)).diff.changes).toEqual({});
    const read = await refresh(provider, adopted);
    if (read === undefined) throw new Error("gone");
    expect((await upAgain(provider, read, program)).diff.changes).toEqual({});
  });

  test("keeps a field group that the later one added to the schema", async () => {
    const whole = await makeAll(harness.provider);
    const urn = urnOf("xdm:FieldGroup", "added");
    const added = await up(harness.provider, urn, {
      intendedToExtend: [EVENT_CLASS],
      properties: { added: { type: "string" } },
    });
    const earlier: Properties = {
      class: EVENT_CLASS,
      fieldGroups: whole.schema.inputs["fieldGroups"],
    };
    const schema = await upAgain(harness.provider, whole.schema, {
      ...earlier,
      fieldGroups: [...(earlier["fieldGroups"] as object[]), { ref: added.id }],
    });
    const rolledBack = await upAgain(harness.provider, schema, earlier);
    expect(rolledBack.diff.changes).toEqual({});
    expect(said().at(-1)).toContain(added.id);
    // The earlier program has no such field group: the engine deletes it.
    await harness.provider.delete(urn, added.id, added.outputs, added.inputs);
    expect(harness.provider.said("warning").at(-1)).toContain(`${added.id} stays at Adobe`);
    expect(await harness.ui.registry.get("fieldgroups", added.id)).toBeDefined();
    await destroy(harness.provider, whole.flow, whole.dataset);
  });
});

describe("the fields together with those that stay", () => {
  const name = fc.constantFrom("a", "b", "constructor");
  const { fields } = fc.letrec<{ field: XdmField; fields: XdmFields }>((tie) => ({
    field: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.record<XdmField>({ type: fc.constantFrom("string", "integer") }),
      fc.record({
        type: fc.constant("string" as const),
        enum: fc.uniqueArray(fc.constantFrom("x", "y"), { minLength: 1 }),
      }),
      fc.record({ type: fc.constant("object" as const), properties: tie("fields") }),
      fc.record({ type: fc.constant("array" as const), items: tie("field") }),
    ),
    fields: fc.dictionary(name, tie("field"), { maxKeys: 3 }),
  }));

  test.each<[string, string[] | undefined, string[]]>([
    ["gives none", undefined, ["b"]],
    ["requires its own", ["a"], ["a", "b"]],
    ["requires none of its own", [], ["b"]],
  ])("require what the program does not have, when it %s", (_, required, wanted) => {
    const text = { type: "string" } as const;
    const here = (one: XdmField) => ({ list: { type: "array" as const, items: one } });
    const found = here({ type: "object", properties: { a: text, b: text }, required: ["a", "b"] });
    const given = here({
      type: "object",
      properties: { a: text },
      ...(required === undefined ? {} : { required }),
    });
    const { fields: whole, kept } = keepFields(found, given);
    expect(whole["list"]?.items?.required).toEqual(wanted);
    expect(kept.at(-1)).toMatch(/ required b$/);
  });

  test("are named by their paths, also inside lists and maps", () => {
    const text = { type: "string" } as const;
    const inEach = (properties: XdmFields): XdmFields => ({
      root: {
        type: "object",
        properties: {
          l: { type: "array", items: { type: "object", properties } },
          m: { type: "object", additionalProperties: { type: "object", properties } },
          "odd name": { type: "object", properties },
        },
      },
    });
    const moods = (...values: string[]): XdmFields => ({ mood: { ...text, enum: values } });
    const found = inEach({ ...moods("good", "bad"), c: text });
    expect(keepFields(found, inEach(moods("good"))).kept).toEqual([
      'root.l[*].mood "bad"',
      "root.l[*].c",
      'root.m{*}.mood "bad"',
      "root.m{*}.c",
      'root["odd name"].mood "bad"',
      'root["odd name"].c',
    ]);
  });

  test("are the paths of both, and nothing more", () => {
    fc.assert(
      fc.property(fields, fields, (found, wanted) => {
        const whole = keepFields(found, wanted);
        const paths = (all: XdmFields) => Object.keys(fieldTypes(all));
        expect(paths(whole.fields)).toEqual(expect.arrayContaining(paths(wanted)));
        const both = new Set([...paths(found), ...paths(wanted)]);
        expect(paths(whole.fields).filter((path) => !both.has(path))).toEqual([]);
        // What breaks is said of the program's own change, never of what only stays.
        if (breakingChanges(found, whole.fields, []).length === 0) {
          expect(paths(whole.fields)).toEqual(expect.arrayContaining(paths(found)));
        }
      }),
    );
  });

  test("are the program's own when it knows all of them, and stay the same when merged again", () => {
    fc.assert(
      fc.property(fields, fields, (found, wanted) => {
        expect(keepFields(wanted, wanted)).toEqual({ fields: wanted, kept: [] });
        const once = keepFields(found, wanted).fields;
        expect(keepFields(found, once)).toEqual({ fields: once, kept: [] });
      }),
    );
  });

  test("keep values that are not known yet", () => {
    const unknown = UNKNOWN as unknown as XdmFields;
    const found: XdmFields = { a: { type: "object", properties: { b: { type: "string" } } } };
    expect(keepFields(found, unknown)).toEqual({ fields: unknown, kept: [] });
    const wanted: XdmFields = { a: { type: "object", properties: unknown } };
    expect(keepFields(found, wanted)).toEqual({ fields: wanted, kept: [] });
  });
});

test("a list of allowed values of any length is kept, each value compared once", () => {
  const many = Array.from({ length: 300_000 }, (_, index) => `v${index}`);
  const found = { a: { type: "string" as const, enum: many } };
  const { fields, kept } = keepFields(found, { a: { type: "string", enum: ["v0", "w"] } });
  expect(fields["a"]?.enum).toHaveLength(many.length + 1);
  expect(kept).toHaveLength(many.length - 1);
});
