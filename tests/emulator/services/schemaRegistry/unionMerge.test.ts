import { registry, type ApiResponse, type Client } from "../../support/client";
import { useEmulator, withEmulator } from "../../support/emulator";
import { fieldGroupBody, makeFieldGroup, makeSchema, title } from "../../support/objects";
import { fieldPath, identity, joinUnion, makeDescriptor, one, patch } from "../../support/registry";

const chat = { chat: { type: "object", properties: { email: { type: "string" } } } };
const product = "https://ns.adobe.com/xdm/classes/product";

/** Adds a field below the tenant to a field group. */
function addField(client: Client, groupId: string, name: string, type: string) {
  const operation = { op: "add", path: fieldPath(name), value: { type } };
  return patch(client, "fieldgroups", groupId, operation);
}

/** An event schema in the union; its field group. */
async function eventsInUnion(client: Client): Promise<string> {
  const groupId = await makeFieldGroup(client, chat);
  const schemaId = await makeSchema(client, [groupId]);
  await makeDescriptor(client, identity(schemaId));
  expect((await joinUnion(client, schemaId)).status).toBe(200);
  return groupId;
}

/** A schema of another class in the union; its field group, and the schema. */
async function productsInUnion(client: Client): Promise<{ groupId: string; schemaId: string }> {
  const body = { ...fieldGroupBody(chat), "meta:intendedToExtend": [product] };
  const group = await client.call("POST", `${registry}/tenant/fieldgroups`, { body });
  const groupId: string = group.body.$id;
  const schema = await client.call("POST", `${registry}/tenant/schemas`, {
    body: {
      type: "object",
      title: title("Products"),
      description: "",
      allOf: [{ $ref: product }, { $ref: groupId }],
    },
  });
  const schemaId: string = schema.body.$id;
  await makeDescriptor(client, identity(schemaId));
  expect((await joinUnion(client, schemaId)).status).toBe(200);
  return { groupId, schemaId };
}

function expectMergeError({ status, body }: ApiResponse): void {
  expect([status, body.type]).toEqual([400, "http://ns.adobe.com/aep/errors/XDM-1413-400"]);
}

describe("XDM-1413 when a part of a schema in the union changes", () => {
  const client = useEmulator();

  it("a field group of another schema of the class gets the path with another type", async () => {
    const [first, second] = [await eventsInUnion(client), await eventsInUnion(client)];
    expect((await addField(client, first, "a", "string")).status).toBe(200);
    expectMergeError(await addField(client, second, "a", "integer"));
    expect((await addField(client, second, "a", "string")).status).toBe(200);
  });

  it("a field group of a schema of an unrelated class does", async () => {
    const group = await eventsInUnion(client);
    const { groupId } = await productsInUnion(client);
    expect((await addField(client, group, "b", "string")).status).toBe(200);
    expectMergeError(await addField(client, groupId, "b", "integer"));
  });

  it("a schema in the union gets a field group with the path in another type", async () => {
    const group = await eventsInUnion(client);
    await addField(client, group, "c", "string");
    const { schemaId } = await productsInUnion(client);
    const body = {
      ...fieldGroupBody({ c: { type: "boolean" } }),
      "meta:intendedToExtend": [product],
    };
    const made = await client.call("POST", `${registry}/tenant/fieldgroups`, { body });
    const operation = { op: "add", path: "/allOf/-", value: { $ref: made.body.$id } };
    expectMergeError(await patch(client, "schemas", schemaId, operation));
  });

  it("a PUT of a field group is checked as a PATCH is", async () => {
    const [first, second] = [await eventsInUnion(client), await eventsInUnion(client)];
    await addField(client, first, "d", "string");
    const body = fieldGroupBody({ ...chat, d: { type: "number" } });
    expectMergeError(await client.call("PUT", one("fieldgroups", second), { body }));
  });

  it("a data type that a field group of the union refers to is checked too", async () => {
    const type = await client.call("POST", `${registry}/tenant/datatypes`, {
      body: { type: "object", title: title("Type"), properties: { x: { type: "string" } } },
    });
    const first = await eventsInUnion(client);
    const value = { $ref: type.body.$id, type: "object" };
    await patch(client, "fieldgroups", first, { op: "add", path: fieldPath("e"), value });
    const second = await eventsInUnion(client);
    const plain = { type: "object", properties: { y: { type: "integer" } } };
    await patch(client, "fieldgroups", second, { op: "add", path: fieldPath("e"), value: plain });
    const operation = { op: "add", path: "/properties/y", value: { type: "string" } };
    expectMergeError(await patch(client, "datatypes", type.body.$id, operation));
  });

  it("two field groups of one schema outside the union are checked as well", async () => {
    const [first, second] = [
      await makeFieldGroup(client, chat),
      await makeFieldGroup(client, chat),
    ];
    await makeSchema(client, [first, second]);
    await addField(client, first, "f", "string");
    expectMergeError(await addField(client, second, "f", "integer"));
  });

  it("a schema that is not in the union may have the path in another type", async () => {
    const group = await eventsInUnion(client);
    await addField(client, group, "g", "string");
    const other = await makeFieldGroup(client, chat);
    await makeSchema(client, [other]);
    expect((await addField(client, other, "g", "integer")).status).toBe(200);
  });
});

it("with union-merge=one-class, another class may have the path in another type", async () => {
  await withEmulator({ assume: { "union-merge": "one-class" } }, async (client) => {
    const [group, same] = [await eventsInUnion(client), await eventsInUnion(client)];
    const { groupId } = await productsInUnion(client);
    await addField(client, group, "a", "string");
    expect((await addField(client, groupId, "a", "integer")).status).toBe(200);
    expectMergeError(await addField(client, same, "a", "integer"));
  });
});
