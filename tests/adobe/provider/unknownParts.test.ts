import fc from "fast-check";

import type { Json } from "../../../adobe/client/json";
import type { XdmFields } from "../../../adobe/provider/xdm/field";
import { groupChanges } from "../../../adobe/provider/xdm/groupChanges";
import { rawFields } from "../../../adobe/provider/xdm/tenantPlaces";
import type { Properties } from "../../../provider-sdk";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { EVENT_CLASS, fieldGroupProgram, makeAll, mappingProgram } from "../support/programs";
import type { Whole } from "../support/programs";
import { importOne, upAgain, urnOf } from "../support/stack";

/** An update changes what the program changed, and leaves every other part of the object as it is. */
let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

const WEB = "https://ns.adobe.com/xdm/context/experienceevent-web";

/** What the registry changes by itself with every write. */
function stable(resource: Json | undefined): Json {
  return without(resource ?? {}, "meta:registryMetadata", "version");
}

function without(value: Json, ...keys: readonly string[]): Json {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}

describe("a field group that extends one of Adobe's and has its fields in two definitions", () => {
  const own = { type: "object", properties: { id: { type: "string", title: "Id" } } };
  async function imported() {
    const made = await harness.ui.registry.create("fieldgroups", {
      type: "object",
      title: "By hand",
      description: "first",
      "meta:intendedToExtend": [EVENT_CLASS],
      "meta:extends": [WEB],
      definitions: {
        customFields: { type: "object", properties: { _localtenant: own } },
        more: {
          type: "object",
          properties: {
            _localtenant: { type: "object", properties: { second: { type: "integer" } } },
          },
        },
      },
      allOf: [
        { $ref: WEB },
        { $ref: "#/definitions/customFields" },
        { $ref: "#/definitions/more" },
      ],
    });
    const urn = urnOf("xdm:FieldGroup", "imported");
    return importOne(harness.provider, urn, made.$id);
  }
  const program: Properties = {
    title: "By hand",
    description: "first",
    intendedToExtend: [EVENT_CLASS],
    properties: { id: { type: "string", title: "Id" }, second: { type: "integer" } },
  };
  const there = async (id: string) => stable(await harness.ui.registry.get("fieldgroups", id));

  test("keeps them all when the description changes", async () => {
    const group = await imported();
    const before = await there(group.id);
    const changed = await upAgain(harness.provider, group, { ...program, description: "second" });
    expect(changed.diff.changes).toEqual({ description: "update" });
    expect(await there(group.id)).toEqual({ ...before, description: "second" });
  });

  test("keeps them all when a field is added next to the tenant's other fields", async () => {
    const group = await imported();
    const before = await there(group.id);
    const properties = { ...(program["properties"] as Json), more: { type: "boolean" } };
    await upAgain(harness.provider, group, { ...program, properties });
    const after = await there(group.id);
    const custom = "/definitions/customFields/properties/_localtenant/properties/more";
    await harness.ui.registry.patch("fieldgroups", group.id, [{ op: "remove", path: custom }]);
    expect(after).not.toEqual(before);
    expect(await there(group.id)).toEqual(before);
  });
});

test("a schema keeps its other parts when its description or a field group changes", async () => {
  const whole = await makeAll(harness.provider);
  const { id } = whole.schema;
  await harness.ui.registry.patch("schemas", id, [
    { op: "add", path: "/meta:descriptionId", value: "kept" },
  ]);
  const read = async () => stable(await harness.ui.registry.get("schemas", id));
  const before = await read();
  const groups = whole.schema.inputs["fieldGroups"] as unknown[];
  const program = {
    class: EVENT_CLASS,
    description: "new",
    fieldGroups: [...groups, { ref: WEB }],
  };
  await upAgain(harness.provider, whole.schema, program);
  const parts = before["allOf"] as unknown[];
  expect(await read()).toMatchObject({
    "meta:descriptionId": "kept",
    description: "new",
    title: before["title"],
    allOf: [...parts, expect.objectContaining({ $ref: WEB }) as unknown],
  });
});

test("a mapping set keeps its input schema and an identity that was marked by hand", async () => {
  const whole: Whole = await makeAll(harness.provider);
  const { dataPrep } = harness.ui;
  const newest = await dataPrep.get(whole.mapping.id, 0);
  const inputSchema = { id: "input", version: "1.0" };
  await dataPrep.replace(whole.mapping.id, {
    name: newest?.name,
    inputSchema,
    outputSchema: {
      schemaRef: {
        id: whole.schema.id,
        contentType: "application/vnd.adobe.xed-full+json;version=1",
      },
    },
    mappings: newest?.mappings.map(({ whole: one }) =>
      one["destination"] === "_localtenant.chat.email" ? { ...one, identity: true } : one,
    ),
  });
  const program = mappingProgram(whole.schema);
  const others = (program["mappings"] as { destination: string }[]).filter(
    ({ destination }) => destination !== "eventType",
  );
  const { outputs } = await upAgain(harness.provider, whole.mapping, {
    ...program,
    mappings: others,
  });
  const now = await dataPrep.get(whole.mapping.id, outputs["version"] as number);
  expect(now?.options).toMatchObject({ inputSchema });
  const identities = now?.mappings.filter(({ whole: one }) => one["identity"] === true);
  expect(identities?.map(({ destination }) => destination)).toEqual(["_localtenant.chat.email"]);
});

describe("the patch of a field group", () => {
  const name = fc.constantFrom("a", "b", "c~/d", "web");
  const field: fc.Arbitrary<Json> = fc.record(
    { type: fc.constantFrom("string", "integer"), "meta:xdmType": fc.constant("string") },
    { requiredKeys: ["type"] },
  );
  const fields = fc.dictionary(name, field, { maxKeys: 3 });
  const writable = fc.dictionary(
    fc.constantFrom("a", "b", "web"),
    fc.record({ type: fc.constantFrom("string", "integer") }),
    { maxKeys: 3 },
  );
  const holder = fc
    .tuple(fc.dictionary(name, field, { maxKeys: 2 }), fc.option(fields))
    .map(([others, own]) => ({
      type: "object",
      properties: { ...others, ...(own === null ? {} : { _acme: { properties: own } }) },
    }));
  const group = fc.record({
    $id: fc.constant("id"),
    "meta:altId": fc.constant("_acme.mixins.1"),
    title: fc.constant("t"),
    definitions: fc.dictionary(fc.constantFrom("customFields", "x/y"), holder),
    allOf: fc.constant([{ $ref: WEB }]),
  });

  test("sets the wanted fields of the tenant and changes nothing else", () => {
    fc.assert(
      fc.property(group, writable, (before, wanted) => {
        const after = structuredClone(before);
        const content = { properties: wanted as XdmFields, extendedGroups: [WEB] };
        for (const { path, value } of groupChanges(before, "_acme", content)) {
          set(after, path, value);
        }
        const types = (all: Json) =>
          Object.fromEntries(Object.entries(all).map(([key, one]) => [key, (one as Json)["type"]]));
        const there = (of: typeof before) => rawFields(of, "_acme")[""] ?? {};
        // No program can write this name, so what has it stays.
        const kept = Object.entries(there(before)).filter(([key]) => key === "c~/d");
        expect(types(there(after))).toEqual(types({ ...Object.fromEntries(kept), ...wanted }));
        expect(withoutTenant(after)).toEqual(withoutTenant(before));
      }),
    );
  });

  function set(target: unknown, pointer: string, value: unknown): void {
    const keys = pointer
      .split("/")
      .slice(1)
      .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
    let at = target as Json;
    for (const key of keys.slice(0, -1)) at = at[key] as Json;
    at[keys.at(-1) ?? ""] = value;
  }

  /** Without the fields of the tenant, and the definition that a group without any gets. */
  function withoutTenant({ definitions, allOf, ...rest }: Json): unknown {
    const others = Object.entries(definitions as Record<string, { properties: Json }>)
      .map(([key, { properties }]) => {
        return [key, without(properties, "_acme")] as const;
      })
      .filter(([, kept]) => Object.keys(kept).length > 0);
    const parts = (allOf as { $ref: string }[]).filter(({ $ref }) => !$ref.startsWith("#"));
    return { ...rest, definitions: Object.fromEntries(others), allOf: parts };
  }
});

test("fields that the program changed are the only ones to change", async () => {
  const whole = await makeAll(harness.provider);
  const read = async () => stable(await harness.ui.registry.get("fieldgroups", whole.group.id));
  const chat = "/definitions/customFields/properties/_localtenant/properties/chat";
  await harness.ui.registry.patch("fieldgroups", whole.group.id, [
    { op: "add", path: `${chat}/properties/email/meta:descriptionId`, value: "kept" },
  ]);
  const before = await read();
  await upAgain(harness.provider, whole.group, { ...fieldGroupProgram, description: "second" });
  expect(await read()).toEqual({ ...before, description: "second" });
});
