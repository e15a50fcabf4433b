import { code, registry, type ApiResponse } from "../../support/client";
import { useEmulator } from "../../support/emulator";
import {
  experienceEvent,
  fieldGroupBody,
  makeDataset,
  makeFlow,
  makeMapping,
  makeSchema,
  postRecord,
  record,
  rowsOf,
  tenant,
  title,
} from "../../support/objects";
import { full, identity, joinUnion, makeDescriptor, one, xed } from "../../support/registry";

const orderDetails = "https://ns.adobe.com/xdm/context/experienceevent-order-details";

/** Custom fields that sit inside Adobe's `order` and inside each item of its `productListItems`. */
const insideStandard = {
  order: { properties: { [tenant]: { properties: { channel: { type: "string" } } } } },
  productListItems: {
    type: "array",
    items: {
      type: "object",
      properties: {
        [tenant]: { type: "object", properties: { gift: { type: "boolean" } } },
      },
    },
  },
};

describe("custom fields inside Adobe's standard objects", () => {
  const client = useEmulator();

  const make = (properties: object, more: object = {}): Promise<ApiResponse> =>
    client.call("POST", `${registry}/tenant/fieldgroups`, {
      body: { ...fieldGroupBody({}), definitions: { customFields: { properties } }, ...more },
    });

  const extension = {
    "meta:extends": [orderDetails],
    allOf: [{ $ref: orderDetails }, { $ref: "#/definitions/customFields" }],
  };

  it("are accepted in an object and in the items of a list", async () => {
    expect((await make(insideStandard)).status).toBe(201);
  });

  it("are accepted in a field group that extends one of Adobe's", async () => {
    const made = await make(insideStandard, extension);
    expect(made.status).toBe(201);
    const read = await client.call("GET", one("fieldgroups", made.body.$id), { headers: xed });
    expect(read.body).toMatchObject(extension);
    const schema = await makeSchema(client, [made.body.$id]);
    const composed = await client.call("GET", one("schemas", schema), { headers: full });
    expect(composed.body["meta:extends"]).toEqual(
      expect.arrayContaining([experienceEvent, made.body.$id, orderDetails]),
    );
    expect(composed.body.properties).toMatchObject({
      order: {
        properties: {
          priceTotal: { type: "number" },
          [tenant]: { properties: { channel: { type: "string" } } },
        },
      },
      productListItems: {
        items: {
          properties: {
            SKU: { type: "string" },
            [tenant]: { properties: { gift: { type: "boolean" } } },
          },
        },
      },
    });
  });

  it.each([
    ["next to the tenant's namespace", { order: { properties: { channel: { type: "string" } } } }],
    [
      "in an object that Adobe does not have",
      { mine: { properties: { [tenant]: { properties: {} } } } },
    ],
    ["as a standard field of another type", { order: { type: "string" } }],
  ])("are rejected %s", async (_where, properties) => {
    expect(code(await make(properties))).toEqual([400, "XDM-1021-400"]);
  });

  it("are rejected in an object of the tenant's own, but in a data type", async () => {
    const chat = { type: "object", properties: { [tenant]: { type: "object", properties: {} } } };
    const group = await client.call("POST", `${registry}/tenant/fieldgroups`, {
      body: fieldGroupBody({ chat }),
    });
    expect(code(group)).toEqual([400, "XDM-1702-400"]);
    const makeType = (properties: object) =>
      client.call("POST", `${registry}/tenant/datatypes`, {
        body: { type: "object", title: title("Type"), properties },
      });
    expect((await makeType({ chat })).status).toBe(201);
    expect(code(await makeType({ [tenant]: chat }))).toEqual([400, "XDM-1702-400"]);
  });

  it("are required with each object that they are in", async () => {
    const page = {
      type: "object",
      required: [tenant],
      properties: {
        [tenant]: { type: "object", required: ["a"], properties: { a: { type: "string" } } },
      },
    };
    const web = {
      type: "object",
      required: ["webPageDetails"],
      properties: { webPageDetails: page },
    };
    const group = await client.call("POST", `${registry}/tenant/fieldgroups`, {
      body: {
        ...fieldGroupBody({}),
        definitions: { customFields: { required: ["web"], properties: { web } } },
      },
    });
    const schema = await makeSchema(client, [group.body.$id]);
    const { body } = await client.call("GET", one("schemas", schema), { headers: full });
    expect(body.properties.web.required).toEqual(["webPageDetails"]);
    expect(body.properties.web.properties.webPageDetails.required).toEqual([tenant]);
  });

  it("must have the standard list's type", async () => {
    const group = await make({ productListItems: insideStandard.order });
    const merged = await client.call("POST", `${registry}/tenant/schemas`, {
      body: {
        type: "object",
        title: title("Schema"),
        description: "",
        allOf: [experienceEvent, orderDetails, group.body.$id].map(($ref) => ({ $ref })),
      },
    });
    expect(code(merged)).toEqual([400, "XDM-1413-400"]);
  });

  it("may hold the identity of a schema in the union", async () => {
    const group = await make(insideStandard, extension);
    const schema = await makeSchema(client, [group.body.$id]);
    const descriptor = { "xdm:sourceProperty": `/order/${tenant}/channel` };
    expect((await makeDescriptor(client, identity(schema, descriptor))).status).toBe(201);
    expect((await joinUnion(client, schema)).status).toBe(200);
    const union = await client.call("GET", one("unions", `${experienceEvent}__union`), {
      headers: full,
    });
    const { order, productListItems } = union.body.properties;
    expect(order.properties[tenant].properties).toHaveProperty("channel");
    expect(productListItems.items.properties[tenant].properties).toHaveProperty("gift");
  });

  it("reach the lake with the standard fields, which still decide what fits", async () => {
    const group = await make(insideStandard, extension);
    const schemaId = await makeSchema(client, [group.body.$id]);
    const datasetId = await makeDataset(client, schemaId);
    const attribute = (source: string, destination: string) =>
      ({ sourceType: "ATTRIBUTE", source, destination }) as const;
    const mappingId = await makeMapping(client, schemaId, [
      attribute("${id}", "_id"),
      attribute("${at}", "timestamp"),
      attribute("channel", `order.${tenant}.channel`),
      attribute("items[*].sku", "productListItems[*].SKU"),
      attribute("items[*].gift", `productListItems[*].${tenant}.gift`),
    ]);
    const { flowId } = await makeFlow(client, { schemaId, datasetId, mappingId });
    const send = (id: string, item: object) =>
      postRecord(client, flowId, record(id, { channel: "web", items: [item] }));
    await send("one", { sku: "a", gift: "yes" });
    // Adobe's item requires its SKU.
    await send("two", { gift: true });
    expect(await rowsOf(client, datasetId)).toMatchObject({
      total: { rows: 1, rejected: 1 },
      rows: [
        {
          _id: "one",
          order: { [tenant]: { channel: "web" } },
          productListItems: [{ SKU: "a", [tenant]: { gift: true } }],
        },
      ],
    });
  });
});
