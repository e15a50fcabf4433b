import { registry, type ApiResponse } from "../../support/client";
import { useEmulator } from "../../support/emulator";
import {
  experienceEvent,
  fieldGroupBody,
  makeDataset,
  makeSchema,
  tenant,
  title,
} from "../../support/objects";
import { full, identity, makeDescriptor, one, xed } from "../../support/registry";

const commerce = "https://ns.adobe.com/xdm/context/experienceevent-commerce";

const fields = {
  chat: {
    type: "object",
    required: ["id", "text"],
    properties: {
      id: { type: "string" },
      text: { type: "string" },
      lines: {
        type: "array",
        items: {
          type: "object",
          required: ["n", "by"],
          properties: { n: { type: "integer" }, by: { type: "string" } },
        },
      },
    },
  },
  other: { type: "string" },
};

describe("single fields of a field group", () => {
  const client = useEmulator();

  const make = (kind: string, body: object): Promise<ApiResponse> =>
    client.call("POST", `${registry}/tenant/${kind}`, { body });

  /** A schema that takes these of a new field group. */
  async function schemaWith(...values: unknown[]) {
    const group = await make("fieldgroups", fieldGroupBody(fields));
    const parts = values.map((value) => ({ $ref: group.body.$id, "meta:refProperty": value }));
    const allOf = [{ $ref: experienceEvent }, ...parts];
    return make("schemas", { type: "object", title: title("Schema"), allOf });
  }

  async function composed(schema: ApiResponse) {
    const { body } = await client.call("GET", one("schemas", schema.body.$id), { headers: full });
    return body.properties[tenant];
  }

  it("are all that a schema has of it, with the objects that they are in", async () => {
    const schema = await schemaWith([`/${tenant}/chat/id`, `/${tenant}/other`]);
    const own = await composed(schema);
    expect(Object.keys(own.properties)).toEqual(["chat", "other"]);
    expect(Object.keys(own.properties.chat.properties)).toEqual(["id"]);
    const read = await client.call("GET", one("schemas", schema.body.$id), { headers: xed });
    expect(read.body.allOf[1]["meta:refProperty"]).toEqual([
      `/${tenant}/chat/id`,
      `/${tenant}/other`,
    ]);
  });

  it("may be named one by one", async () => {
    const own = await composed(await schemaWith(`/${tenant}/chat/id`, `/${tenant}/chat/text`));
    expect(Object.keys(own.properties.chat.properties)).toEqual(["id", "text"]);
  });

  it("bring what is below them, and nothing requires what is left out", async () => {
    const own = await composed(await schemaWith([`/${tenant}/chat/lines[*]/n`]));
    const { chat } = own.properties;
    expect(chat.required ?? []).toEqual([]);
    expect(chat.properties.lines.items.required).toEqual(["n"]);
    const whole = await composed(await schemaWith([`/${tenant}/chat`]));
    expect(whole.properties.chat.required).toEqual(["id", "text"]);
    expect(Object.keys(whole.properties.chat.properties.lines.items.properties)).toEqual([
      "n",
      "by",
    ]);
  });

  it("are taken of a group that a field group extends, too", async () => {
    const part = { $ref: commerce, "meta:refProperty": ["/commerce/order"] };
    const group = await make("fieldgroups", {
      ...fieldGroupBody({}),
      "meta:extends": [commerce],
      allOf: [part, { $ref: "#/definitions/customFields" }],
    });
    const id = await makeSchema(client, [group.body.$id]);
    const { body } = await client.call("GET", one("schemas", id), { headers: full });
    expect(Object.keys(body.properties.commerce.properties)).toEqual(["order"]);
    expect(body.properties).not.toHaveProperty("productListItems");
  });

  it("may have a descriptor, and a field that is left out may not", async () => {
    const schema = await schemaWith([`/${tenant}/chat/id`]);
    const of = (field: string) =>
      makeDescriptor(client, identity(schema.body.$id, { "xdm:sourceProperty": field }));
    expect((await of(`/${tenant}/chat/id`)).status).toBe(201);
    expect((await of(`/${tenant}/chat/text`)).status).toBe(400);
  });

  it.each([
    ["without a slash first", `${tenant}/chat`],
    ["with `properties`", `/properties/${tenant}`],
    ["an empty list", []],
    ["no text", [1]],
    ["no field", `/${tenant}/chat/missing`],
  ])("are rejected: %s", async (_, value) => {
    expect((await schemaWith(value)).status).toBe(400);
  });

  it("cannot be taken away from a schema with a dataset", async () => {
    const schema = await schemaWith([`/${tenant}/chat/id`, `/${tenant}/other`]);
    await makeDataset(client, schema.body.$id);
    const set = (value: string[]) =>
      client.call("PATCH", one("schemas", schema.body.$id), {
        body: [{ op: "add", path: "/allOf/1/meta:refProperty", value }],
      });
    expect((await set([`/${tenant}/chat`, `/${tenant}/other`])).status).toBe(200);
    expect((await set([`/${tenant}/other`])).status).toBe(400);
  });
});
