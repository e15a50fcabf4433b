import { madeUpHeader } from "../../../../emulator/common/apiError";
import { breakingChanges } from "../../../../emulator/services/schemaRegistry/breakingChanges";
import { compose } from "../../../../emulator/services/schemaRegistry/compose";
import { globalResources } from "../../../../emulator/services/schemaRegistry/global";
import type { Sandbox } from "../../../../emulator/state/sandbox";
import { registry, type ApiResponse, type Client } from "../../support/client";
import { useEmulator } from "../../support/emulator";
import { experienceEvent, makeFieldGroup, makeSchema, tenant, title } from "../../support/objects";
import { fieldPath, identityMap, joinUnion, one, patch, xed } from "../../support/registry";

const text = { type: "string" };
const moment = { type: "string", format: "date-time" };
const day = { type: "string", format: "date" };
const whole = { type: "integer" };
const wide = { type: "integer", "meta:xdmType": "long" };
const small = { type: "integer", minimum: 0, maximum: 100 };
const object = { type: "object", properties: { a: text } };

function map(values: object): object {
  return { type: "object", "meta:xdmType": "map", additionalProperties: values };
}

function list(items: object): object {
  return { type: "array", items };
}

const differing: readonly (readonly [string, object, object])[] = [
  ["a string and a date-time", text, moment],
  ["a date and a date-time", day, moment],
  ["a string and an integer", text, whole],
  ["an integer and a number", whole, { type: "number" }],
  ["an object and a map", object, map(text)],
  ["a map of integers and one of strings", map(whole), map(text)],
  ["a map of dates and one of strings", map(day), map(text)],
  ["a list of dates and one of strings", list(day), list(text)],
  ["a list of maps and one of objects", list(map(text)), list(object)],
  ["a field of an object that differs", object, { type: "object", properties: { a: day } }],
];

const widths: readonly (readonly [string, object, object])[] = [
  ["an int and a long", whole, wide],
  ["a byte by its bounds and an int", small, whole],
  ["a map of ints and one of longs", map(whole), map(wide)],
];

const equal: readonly (readonly [string, object, object])[] = [
  ["a marked and a plain int", { ...whole, "meta:xdmType": "int" }, whole],
  ["a marked and a plain date-time", { ...moment, "meta:xdmType": "date-time" }, moment],
  ["a string and one of a format that is not a type", text, { type: "string", format: "email" }],
  ["a marked and a plain map", map(text), { type: "object", additionalProperties: text }],
  ["two objects with other fields", object, { type: "object", properties: { b: whole } }],
];

const client = useEmulator();

/** The groups with the field `a` of the two types, and the response to a schema of both. */
async function inOneSchema(one: object, other: object): Promise<ApiResponse> {
  const groups = [
    await makeFieldGroup(client, { a: one }),
    await makeFieldGroup(client, { a: other }),
  ];
  return client.call("POST", `${registry}/tenant/schemas`, {
    body: {
      type: "object",
      title: title("Schema"),
      allOf: [experienceEvent, ...groups].map(($ref) => ({ $ref })),
    },
  });
}

let counter = 0;

/** The response when the second of two schemas, each with the same new field, joins the union. */
async function inUnion(one: object, other: object): Promise<ApiResponse> {
  const name = `field${(counter += 1)}`;
  const schemaOf = async (field: object) =>
    makeSchema(client, [await makeFieldGroup(client, { [name]: field }), identityMap]);
  expect((await joinUnion(client, await schemaOf(one))).status).toBe(200);
  return joinUnion(client, await schemaOf(other));
}

function seen({ status, body, headers }: ApiResponse): unknown[] {
  return status < 300 ? [status] : [status, String(body.type).split("/").at(-1), headers[madeUpHeader]]; // prettier-ignore
}

describe("two descriptions of one field", () => {
  it.each(differing)("cannot be merged when they are %s", async (_what, one, other) => {
    const rejected = [400, "XDM-1413-400", undefined];
    expect(seen(await inOneSchema(one, other))).toEqual(rejected);
    expect(seen(await inUnion(one, other))).toEqual(rejected);
  });

  it.each(widths)("are assumed not to merge when they are %s", async (_what, one, other) => {
    const rejected = [400, "XDM-1413-400", "use"];
    expect(seen(await inOneSchema(one, other))).toEqual(rejected);
    expect(seen(await inUnion(one, other))).toEqual(rejected);
  });

  it.each(equal)("are merged when they are %s", async (_what, one, other) => {
    expect(seen(await inOneSchema(one, other))).toEqual([201]);
    expect(seen(await inUnion(one, other))).toEqual([200]);
  });
});

describe("Adobe's own library", () => {
  const empty = { resources: new Map() } as unknown as Sandbox;
  const all = [...globalResources.values()];
  const classes = all.filter(({ type }) => type === "classes").map(({ $id }) => $id);

  it.each(classes)("merges all field groups of class %s", (base) => {
    const groups = all.filter(
      ({ type, document }) =>
        type === "mixins" && (document["meta:intendedToExtend"] as string[]).includes(base),
    );
    const allOf = [base, ...groups.map(({ $id }) => $id)].map(($ref) => ({ $ref }));
    expect(compose(empty, { type: "object", allOf }).parts).toEqual(
      expect.arrayContaining(groups.map(({ $id }) => $id)),
    );
  });

  it("merges all its classes and field groups, as a union across classes does", () => {
    const parts = all.filter(({ type }) => type === "classes" || type === "mixins");
    const allOf = parts.map(({ $id }) => ({ $ref: $id }));
    expect(() => compose(empty, { type: "object", allOf })).not.toThrow();
  });
});

/** `meta:xdmType` of the field `a` after a change of its group, by patch and by PUT of what was read. */
async function typesAfter(before: object, ...operations: readonly object[]): Promise<unknown[]> {
  const groupId = await makeFieldGroup(client, { a: before });
  expect((await patch(client, "fieldgroups", groupId, ...operations)).status).toBe(200);
  const patched = await readField(client, groupId);
  const body = (await client.call("GET", one("fieldgroups", groupId), { headers: xed })).body;
  expect((await client.call("PUT", one("fieldgroups", groupId), { body })).status).toBe(200);
  return [patched, await readField(client, groupId)].map((field) => field["meta:xdmType"]);
}

async function readField(from: Client, groupId: string): Promise<Record<string, unknown>> {
  const { body } = await from.call("GET", one("fieldgroups", groupId), { headers: xed });
  return body.definitions.customFields.properties[tenant].properties.a;
}

describe("`meta:xdmType` of a field", () => {
  const at = (key: string) => `${fieldPath("a")}/${key}`;

  it.each<[string, object, object[], string]>([
    [
      "a retyped one",
      { ...text, "meta:xdmType": "string" },
      [{ op: "replace", path: at("type"), value: "integer" }],
      "int",
    ],
    ["one with a new format", text, [{ op: "add", path: at("format"), value: "date" }], "date"],
    [
      "one with bounds",
      whole,
      [
        { op: "add", path: at("minimum"), value: 0 },
        { op: "add", path: at("maximum"), value: 100 },
      ],
      "byte",
    ],
    ["a given width", wide, [{ op: "add", path: at("minimum"), value: 0 }], "long"],
    [
      "a map that becomes an object",
      map(text),
      [
        { op: "remove", path: at("additionalProperties") },
        { op: "add", path: at("properties"), value: { b: text } },
      ],
      "object",
    ],
  ])("follows the field: %s", async (_what, before, operations, expected) => {
    expect(await typesAfter(before, ...operations)).toEqual([expected, expected]);
  });
});

describe("a breaking change", () => {
  const changesOf = (before: object, after: object) =>
    breakingChanges({ properties: { a: before } }, { properties: { a: after } });

  it.each([...differing, ["a long that becomes an int", wide, whole] as const])(
    "is %s",
    (_what, before, after) => expect(changesOf(before, after)).not.toEqual([]),
  );

  it.each([...equal.slice(0, 2), ["an int that becomes a long", whole, wide] as const])(
    "is none: %s",
    (_what, before, after) => expect(changesOf(before, after)).toEqual([]),
  );
});
