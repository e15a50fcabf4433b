import type { Json } from "../../../adobe/client/json";
import type { Properties } from "../../../provider-sdk";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { classProgram, dataTypeProgram, EVENT_CLASS } from "../support/programs";
import { failureOf } from "../support/provider";
import { CheckFailed, destroy, importOne, refresh, up, upAgain, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

/** Data types and classes: they have fields as a field group has. */
let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

const kinds = {
  "xdm:DataType": { kind: "datatypes", program: dataTypeProgram },
  "xdm:Class": { kind: "classes", program: classProgram },
} as const;
type Type = keyof typeof kinds;
const RECORD = "https://ns.adobe.com/xdm/data/record";

function make(type: Type, more: Properties = {}): Promise<Deployed> {
  return up(harness.provider, urnOf(type, "one"), { ...kinds[type].program, ...more });
}
async function there(type: Type, id: string): Promise<Json> {
  const found = await harness.ui.registry.get(kinds[type].kind, id);
  if (found === undefined) throw new Error("gone");
  return found;
}
function fieldsOf(program: Properties, more: Properties): Properties {
  return { ...(program["properties"] as Properties), ...more };
}
async function reasonOf(work: Promise<unknown>): Promise<string> {
  const error = await work.catch((reason: unknown) => reason);
  if (!(error instanceof CheckFailed)) throw new Error(`not a CheckFailed: ${String(error)}`);
  return error.message;
}

describe.each(Object.keys(kinds) as Type[])("%s", (type) => {
  const { program, kind } = kinds[type];

  test("gets a field, other names that are required and a title in place", async () => {
    const made = await make(type);
    const properties = fieldsOf(program, { more: { type: "string" } });
    const next = { ...program, properties, required: ["more"], description: "second" };
    const changed = await upAgain(harness.provider, made, next);
    expect(changed.diff.replaces).toEqual([]);
    const read = await refresh(harness.provider, changed);
    expect(read?.inputs).toMatchObject({ required: ["more"], description: "second" });
    expect((await upAgain(harness.provider, read ?? changed, next)).diff.changes).toEqual({});
    const none = { ...program, properties };
    const without = Object.fromEntries(Object.entries(none).filter(([key]) => key !== "required"));
    const kept = await upAgain(harness.provider, changed, without);
    expect(kept.inputs["required"]).toEqual(["more"]);
  });

  test("keeps a field that the program does not have, unless allowBreaking is set", async () => {
    const properties = fieldsOf(program, { more: { type: "string" } });
    const made = await make(type, { properties });
    const kept = await upAgain(harness.provider, made, program);
    expect(kept.diff.changes).toEqual({});
    const breaking = { ...program, allowBreaking: true };
    await upAgain(harness.provider, kept, breaking);
    expect(JSON.stringify(await there(type, made.id))).not.toContain('"more"');
  });

  test("says at preview that a type cannot change, and what to do", async () => {
    const made = await make(type, { properties: { one: { type: "string" } }, required: [] });
    const other = { ...program, required: [], properties: { one: { type: "integer" } } };
    const reason = await reasonOf(upAgain(harness.provider, made, other));
    expect(reason).toMatch(/properties\.one\.type: the type changes .* `allowBreaking: true`/);
  });

  test("shows what somebody changed in Adobe's UI, and an up takes it back", async () => {
    const made = await make(type);
    await harness.ui.registry.patch(kind, made.id, [
      { op: "replace", path: "/title", value: "By hand" },
    ]);
    const read = await refresh(harness.provider, made);
    const again = await upAgain(harness.provider, read ?? made, program);
    expect(again.diff.changes).toEqual({ title: "update" });
    expect((await there(type, made.id))["title"]).toBe(made.outputs["title"]);
  });

  test("of another state stops the create; an import brings it under the stack, and it is deleted", async () => {
    const named = { ...program, title: "Shared" };
    const theirs = await up(await harness.another({}, { id: "other" }), urnOf(type, "one"), named);
    const { message } = await failureOf(make(type, { title: "Shared" }));
    expect(message).toContain(`pulumi import adobe-aep:${type} one ${theirs.id}`);
    const provider = await harness.another();
    const imported = await importOne(provider, urnOf(type, "one"), theirs.id);
    expect(provider.said("warning")).toEqual([]);
    const mine = await upAgain(provider, imported, named);
    expect(mine.diff.replaces).toEqual([]);
    await destroy(provider, mine);
    expect(await harness.ui.registry.findAll(kind)).toEqual([]);
  });

  test("that an interrupted run has left behind is adopted, and not made twice", async () => {
    const left = await make(type);
    await harness.loseResponses();
    const next = await up(await harness.another(), urnOf(type, "one"), program);
    expect(next.id).toBe(left.id);
    expect(await harness.ui.registry.findAll(kind)).toHaveLength(1);
  });

  test("has fields whose names and types are checked at preview", async () => {
    const wrong = { _id: { type: "string" }, list: { type: "array" } };
    const reason = await reasonOf(make(type, { properties: wrong, required: ["none"] }));
    expect(reason).toMatch(/_id/);
    expect(reason).toMatch(/properties\.list/);
  });
});

describe("a data type", () => {
  test("is sent as Adobe's guide has it, and shows the types of its fields", async () => {
    const made = await make("xdm:DataType");
    expect(await there("xdm:DataType", made.id)).toMatchObject({
      type: "object",
      properties: {
        page: { type: "string", title: "Page" },
        geo: { type: "object", properties: { lat: { type: "number" } } },
      },
      required: ["page"],
    });
    expect(made.outputs["fields"]).toEqual({ page: "string", geo: "object", "geo.lat": "number" });
  });

  test("of Adobe's UI is imported; what no program can write is named and stays", async () => {
    const field = { type: "string", title: "Page", examples: ["x"] };
    const { $id } = await harness.ui.registry.create("datatypes", {
      title: "By hand",
      type: "object",
      definitions: { customFields: { type: "object", properties: { page: field } } },
      allOf: [{ $ref: "#/definitions/customFields", type: "object" }],
    });
    const imported = await importOne(harness.provider, urnOf("xdm:DataType", "one"), $id);
    expect(harness.provider.said("warning").join()).toContain("can write: page examples.");
    expect(imported.inputs["properties"]).toEqual({ page: { type: "string", title: "Page" } });
    const properties = { page: { type: "string", title: "Other" }, more: { type: "boolean" } };
    await upAgain(harness.provider, imported, { title: "By hand", properties });
    expect(await there("xdm:DataType", $id)).toMatchObject({
      definitions: {
        customFields: {
          properties: { page: { title: "Other", examples: ["x"] }, more: { type: "boolean" } },
        },
      },
    });
  });

  test("stays with the field group that stays, because its schema is in the union", async () => {
    const dataType = await make("xdm:DataType");
    const group = await up(harness.provider, urnOf("xdm:FieldGroup", "visits"), {
      intendedToExtend: [EVENT_CLASS],
      properties: {
        id: { type: "string" },
        visits: { type: "array", items: { type: "object", ref: dataType.id } },
      },
    });
    const schema = await up(harness.provider, urnOf("xdm:Schema", "visits"), {
      class: EVENT_CLASS,
      fieldGroups: [{ ref: group.id, fields: group.outputs["fields"] }],
    });
    const primary = await up(harness.provider, urnOf("xdm:IdentityDescriptor", "id"), {
      schemaId: schema.id,
      property: "_tenant.id",
      namespace: "Email",
      primary: true,
    });
    const union = await up(harness.provider, urnOf("xdm:ProfileUnion", "visits"), {
      schemaId: schema.id,
    });
    await destroy(harness.provider, union, primary, schema, group, dataType);
    expect(harness.provider.said("warning").join()).toContain(
      `the data type ${dataType.id} stays at Adobe`,
    );
    expect(await there("xdm:DataType", dataType.id)).toBeDefined();
  });
});

describe("a class", () => {
  test("is sent as Adobe's guide has it, and carries a schema", async () => {
    const itsClass = await make("xdm:Class");
    expect(await there("xdm:Class", itsClass.id)).toMatchObject({
      "meta:extends": [RECORD],
      allOf: [{ $ref: RECORD }, { $ref: "#/definitions/customFields" }],
      definitions: {
        customFields: {
          required: ["_localtenant"],
          properties: { _localtenant: { required: ["shop"], type: "object" } },
        },
      },
    });
    expect(itsClass.outputs["fields"]).toMatchObject({ "_tenant.shop.id": "string" });
    const program = { class: itsClass.id, fieldGroups: [] };
    const schema = await up(harness.provider, urnOf("xdm:Schema", "shops"), program);
    const resolved = await harness.ui.registry.getResolved("schemas", schema.id);
    expect(resolved).toMatchObject({ properties: { _localtenant: { properties: { shop: {} } } } });
    await destroy(harness.provider, schema, itsClass);
    expect(await harness.ui.registry.findAll("classes")).toEqual([]);
  });

  test("of another behavior is a new one", async () => {
    const made = await make("xdm:Class");
    const behavior = "https://ns.adobe.com/xdm/data/time-series";
    const next = await upAgain(harness.provider, made, { ...classProgram, behavior });
    expect(next.diff.replaces).toEqual(["behavior"]);
    expect(await harness.ui.registry.findAll("classes")).toHaveLength(1);
  });

  test("says at preview what a behavior is", async () => {
    expect(await reasonOf(make("xdm:Class", { behavior: EVENT_CLASS }))).toContain(
      "must be the $id of a behavior",
    );
  });

  test("keeps fields inside Adobe's objects, which an import names", async () => {
    const inWeb = {
      type: "object",
      properties: { _localtenant: { type: "object", properties: { score: { type: "integer" } } } },
    };
    const { $id } = await harness.ui.registry.create("classes", {
      title: "By hand",
      type: "object",
      definitions: {
        own: {
          type: "object",
          properties: {
            _localtenant: { type: "object", properties: { id: { type: "string" } } },
            web: inWeb,
          },
        },
      },
      allOf: [{ $ref: RECORD }, { $ref: "#/definitions/own" }],
    });
    const imported = await importOne(harness.provider, urnOf("xdm:Class", "one"), $id);
    expect(harness.provider.said("warning").join()).toContain("can write: web._tenant.");
    const program = {
      title: "By hand",
      behavior: RECORD,
      properties: { id: { type: "string", title: "Id" } },
    };
    await upAgain(harness.provider, imported, program);
    expect(JSON.stringify(await there("xdm:Class", $id))).toContain('"score"');
  });
});
