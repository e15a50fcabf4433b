import type { Properties } from "../../../provider-sdk";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import {
  fieldGroupProgram,
  keyPrograms,
  keyTypes,
  relationalProgram,
  schemaProgram,
} from "../support/programs";
import { failureOf } from "../support/provider";
import { CheckFailed, importOne, refresh, up, upAgain, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

const urn = urnOf("xdm:RelationalSchema", "orders");
const at = { type: "string", format: "date-time" };
/** A schema of records. */
const orders: Properties = {
  properties: { id: { type: "string", title: "Id" }, at, note: { type: "string" } },
  required: ["id", "at"],
};

function make(program: Properties = orders): Promise<Deployed> {
  return up(harness.provider, urn, program);
}
async function there(id: string) {
  const found = await harness.ui.registry.get("schemas", id);
  if (found === undefined) throw new Error("gone");
  return found;
}
function describeWith(kind: keyof typeof keyTypes, program: Properties) {
  return up(harness.provider, urnOf(keyTypes[kind], "orders"), program);
}
async function reasonOf(work: Promise<unknown>): Promise<string> {
  return (await failureOf(work)).message;
}
async function failuresOf(work: Promise<unknown>): Promise<string> {
  const error = await work.catch((reason: unknown) => reason);
  if (!(error instanceof CheckFailed)) throw new Error(`no CheckFailed: ${String(error)}`);
  return error.message;
}
async function makeSchema(): Promise<Deployed> {
  const group = await up(harness.provider, urnOf("xdm:FieldGroup", "chat"), fieldGroupProgram);
  return up(harness.provider, urnOf("xdm:Schema", "chat"), schemaProgram(group));
}

test.each(["_acme.schemas.1f", "Orders"])("the id of a schema is not %s", async (schemaId) => {
  const wrong = failuresOf(describeWith("primaryKey", { schemaId, properties: ["id"] }));
  expect(await wrong).toBe(
    "schemaId: must be the $id of a schema (`id` of the resource), as https://ns.adobe.com/acme/schemas/1f…, not its meta:altId or title; correct it",
  );
});

test("a field that is missing is to be added to the schema itself", async () => {
  const { id: schemaId, outputs } = await make();
  const source = { schemaId, fields: outputs["fields"], properties: ["idd"] };
  expect(await failuresOf(describeWith("primaryKey", source))).toBe(
    "properties: the schema has no field idd; correct the path or add the field to the schema. Did you mean id?",
  );
});

describe("a relational schema", () => {
  test("has its fields at the top, and says its behavior", async () => {
    const made = await make();
    expect(made.outputs["fields"]).toEqual({ id: "string", at: "date-time", note: "string" });
    expect(await there(made.id)).toMatchObject({
      "meta:extends": ["https://ns.adobe.com/xdm/data/adhoc-v2"],
      "meta:behaviorType": "record",
      definitions: {
        customFields: { properties: { id: { title: "Id" } }, required: ["id", "at"] },
      },
    });
  });

  test("keeps a field that the program does not have, and gets one that it adds", async () => {
    const made = await make();
    const properties = { id: { type: "string", title: "Id" }, at, more: { type: "boolean" } };
    const changed = await upAgain(harness.provider, made, { ...orders, properties });
    expect(changed.id).toBe(made.id);
    const { definitions } = (await there(made.id)) as unknown as {
      definitions: { customFields: { properties: object } };
    };
    const names = Object.keys(definitions.customFields.properties);
    expect(names.sort()).toEqual(["at", "id", "more", "note"]);
    expect(harness.provider.said("info").concat(harness.provider.said("warning")).join()).toContain(
      "note",
    );
  });

  test("of another behavior is another schema", async () => {
    const made = await make();
    const events = await upAgain(harness.provider, made, { ...orders, behavior: "time-series" });
    expect(events.diff.replaces).toEqual(["behavior"]);
    expect(events.id).not.toBe(made.id);
  });

  test("whose behavior Adobe does not show keeps the one it has", async () => {
    const made = await make(relationalProgram);
    await harness.ui.registry.patch("schemas", made.id, [
      { op: "remove", path: "/meta:behaviorType" },
    ]);
    const read = await refresh(harness.provider, made);
    const again = await upAgain(harness.provider, read ?? made, relationalProgram);
    expect(again.diff.changes).toEqual({});
    const imported = await importOne(harness.provider, urn, made.id);
    expect(imported.inputs["behavior"]).toBe("record");
  });

  test("whose definition is called otherwise is imported, and what no program can write is named", async () => {
    const { $id } = await harness.ui.registry.create("schemas", {
      title: "By hand",
      type: "object",
      "meta:extends": ["https://ns.adobe.com/xdm/data/adhoc-v2"],
      definitions: {
        shop_orders: {
          type: "object",
          properties: { id: { type: "string" }, _change_request_type: { type: "string" } },
        },
      },
      allOf: [{ $ref: "#/definitions/shop_orders" }],
      required: ["id"],
    });
    const imported = await importOne(harness.provider, urn, $id);
    expect(imported.inputs).toMatchObject({
      title: "By hand",
      behavior: "record",
      properties: { id: { type: "string" } },
    });
    const said = harness.provider.said("warning").join();
    expect(said).toContain("_change_request_type");
    expect(said).toContain("required");
    const wanted = { title: "By hand", properties: { id: { type: "string", title: "Id" } } };
    await upAgain(harness.provider, imported, wanted);
    expect(await there($id)).toMatchObject({
      required: ["id"],
      definitions: {
        shop_orders: { properties: { id: { title: "Id" }, _change_request_type: {} } },
      },
    });
  });

  test("and one with a class are not taken for each other", async () => {
    const [table, schema] = [await make(), await makeSchema()];
    expect(await reasonOf(importOne(harness.provider, urn, schema.id))).toContain(
      "import it as adobe-aep:xdm:Schema",
    );
    const other = urnOf("xdm:Schema", "orders");
    expect(await reasonOf(importOne(harness.provider, other, table.id))).toContain(
      "import it as adobe-aep:xdm:RelationalSchema",
    );
    const title = schema.inputs["title"];
    expect(await reasonOf(up(await harness.another(), urn, { ...orders, title }))).toContain(
      "give this one another title",
    );
  });

  test("does not join the union", async () => {
    const { id: schemaId } = await make();
    const union = up(harness.provider, urnOf("xdm:ProfileUnion", "orders"), { schemaId });
    expect(await reasonOf(union)).toContain("is relational");
    expect(await there(schemaId)).not.toHaveProperty("meta:immutableTags");
  });

  test("without key and version has no dataset, and the error says what comes first", async () => {
    const table = await make();
    const dataset = () =>
      up(harness.provider, urnOf("catalog:Dataset", "orders"), { schemaId: table.id });
    expect(await reasonOf(dataset())).toContain(
      "give it a PrimaryKeyDescriptor and a VersionDescriptor first",
    );
    await describeWith("primaryKey", { schemaId: table.id, properties: ["id"] });
    expect(await reasonOf(dataset())).toContain("give it a VersionDescriptor first");
    await describeWith("version", { schemaId: table.id, property: "at" });
    await dataset();
  });
});

describe("a primary key", () => {
  test("is a list at Adobe also for one field, and another order of several is not a change", async () => {
    const one = await make();
    const single = await describeWith("primaryKey", { schemaId: one.id, properties: ["id"] });
    expect(await harness.ui.registry.getDescriptor(single.id)).toMatchObject({
      "xdm:sourceProperty": ["/id"],
    });
    const visits = await up(
      harness.provider,
      urnOf("xdm:RelationalSchema", "visits"),
      relationalProgram,
    );
    const key = keyPrograms(visits).primaryKey;
    const made = await describeWith("primaryKey", key);
    const turned = await upAgain(harness.provider, made, { ...key, properties: ["at", "id"] });
    expect(turned.diff.changes).toEqual({});
  });

  test("of one field that Adobe shows as a text is the same", async () => {
    const table = await make();
    const program = { schemaId: table.id, properties: ["id"] };
    const made = await describeWith("primaryKey", program);
    await harness.ui.registry.replaceDescriptor(made.id, {
      ...(await harness.ui.registry.getDescriptor(made.id)),
      "xdm:sourceProperty": "/id",
    });
    const read = await refresh(harness.provider, made);
    expect((await upAgain(harness.provider, read ?? made, program)).diff.changes).toEqual({});
  });

  test("that somebody has changed shows, and is replaced", async () => {
    const table = await make();
    const program = { schemaId: table.id, properties: ["id"] };
    const made = await describeWith("primaryKey", program);
    await harness.ui.registry.replaceDescriptor(made.id, {
      ...(await harness.ui.registry.getDescriptor(made.id)),
      "xdm:sourceProperty": ["/id", "/at"],
    });
    const read = await refresh(harness.provider, made);
    expect(read?.inputs["properties"]).toEqual(["id", "at"]);
    const again = await upAgain(harness.provider, read ?? made, program);
    expect(again.diff.replaces.length).toBeGreaterThan(0);
    expect(again.diff.deleteBeforeReplace).toBe(true);
    const [only, ...others] = await harness.ui.registry.descriptorsOf(table.id);
    expect([only?.["xdm:sourceProperty"], others]).toEqual([["/id"], []]);
  });

  test.each<[string, Properties, string]>([
    ["of no field", { properties: [] }, "name at least one field"],
    ["of a field twice", { properties: ["id", "id"] }, "has a field twice"],
    ["of a field inside an object", { properties: ["a.b"] }, "at the top of the schema"],
    ["of a field that is not there", { properties: ["it"] }, "Did you mean id"],
    ["of an object", { properties: ["whole"] }, "must hold one value"],
  ])("%s is rejected at preview", async (_what, more, reason) => {
    const fields = { id: "string", whole: "object" };
    const program = { schemaId: "https://ns.adobe.com/acme/schemas/1f", fields, ...more };
    expect(await failuresOf(describeWith("primaryKey", program))).toContain(reason);
  });
});

describe("Adobe's rejection of a descriptor says what to do", () => {
  test.each<[string, Properties, keyof typeof keyTypes, Properties, string]>([
    ["a field that may be missing", orders, "primaryKey", { properties: ["note"] }, "add note to"],
    ["a version that may be missing", orders, "version", { property: "note" }, "add note to"],
    ["a timestamp of records", orders, "timestamp", { property: "at" }, 'behavior: "time-series"'],
  ])("%s", async (_what, program, kind, input, reason) => {
    const { id: schemaId } = await make(program);
    expect(await reasonOf(describeWith(kind, { schemaId, ...input }))).toContain(reason);
  });

  test("of a schema with a class", async () => {
    const { id: schemaId } = await makeSchema();
    const version = describeWith("version", { schemaId, property: "timestamp" });
    expect(await reasonOf(version)).toContain("only a relational schema (RelationalSchema) has");
  });

  test("of a second one", async () => {
    const { id: schemaId } = await make();
    const first = await describeWith("primaryKey", { schemaId, properties: ["id"] });
    // Of another program.
    const second = up(await harness.another(), urnOf(keyTypes.primaryKey, "second"), {
      schemaId,
      properties: ["at"],
    });
    expect(await reasonOf(second)).toContain(`this one has id (descriptor ${first.id})`);
  });

  test("of a version that is in the key", async () => {
    const { id: schemaId } = await make();
    await describeWith("primaryKey", { schemaId, properties: ["id", "at"] });
    const version = describeWith("version", { schemaId, property: "at" });
    expect(await reasonOf(version)).toContain("a field that is not in the primary key");
  });

  test("of a key without the timestamp", async () => {
    const visits = await make(relationalProgram);
    await describeWith("timestamp", keyPrograms(visits).timestamp);
    const key = describeWith("primaryKey", { schemaId: visits.id, properties: ["id"] });
    expect(await reasonOf(key)).toContain("add at to its properties");
  });

  test("of a timestamp that is not a moment, at preview", async () => {
    const visits = await make(relationalProgram);
    const program = { ...keyPrograms(visits).timestamp, property: "revision" };
    expect(await failuresOf(describeWith("timestamp", program))).toContain("date-time");
  });
});
