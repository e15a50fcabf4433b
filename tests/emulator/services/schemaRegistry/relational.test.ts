import { madeUpHeader } from "../../../../emulator/common/apiError";
import { catalog, code, registry, type ApiResponse } from "../../support/client";
import { useEmulator } from "../../support/emulator";
import {
  contentType,
  experienceEvent,
  makeFieldGroup,
  makeSchema,
  title,
} from "../../support/objects";
import { full, makeDescriptor, one, patch, xed } from "../../support/registry";

const relational = "https://ns.adobe.com/xdm/data/adhoc-v2";
const client = useEmulator();

const fields = {
  orderId: { type: "string", title: "Order", minLength: 1 },
  line: { type: "integer" },
  changedAt: { type: "string", format: "date-time" },
  happenedAt: { type: "string", format: "date-time" },
  note: { type: "string" },
  total: {
    type: "object",
    properties: { sum: { type: "number" } },
    required: ["sum"],
  },
};

/** A body as the guide has it. */
function bodyOf(more: object = {}): object {
  return {
    type: "object",
    title: title("orders"),
    description: "Orders of the shop.",
    "meta:extends": [relational],
    "meta:behaviorType": "record",
    definitions: {
      customFields: {
        type: "object",
        properties: fields,
        required: ["orderId", "line", "changedAt", "happenedAt"],
      },
    },
    allOf: [{ $ref: "#/definitions/customFields", "meta:xdmType": "object" }],
    ...more,
  };
}

function post(more: object = {}): Promise<ApiResponse> {
  return client.call("POST", `${registry}/tenant/schemas`, { body: bodyOf(more) });
}

async function make(more: object = {}): Promise<string> {
  const { status, body } = await post(more);
  expect(status).toBe(201);
  return body.$id;
}

function descriptor(schema: string, type: string, property: unknown): object {
  return {
    "@type": `xdm:descriptor${type}`,
    "xdm:sourceSchema": schema,
    "xdm:sourceVersion": 1,
    "xdm:sourceProperty": property,
  };
}

function describeWith(schema: string, type: string, property: unknown): Promise<ApiResponse> {
  return makeDescriptor(client, descriptor(schema, type, property));
}

/** Status of one descriptor after another. */
async function statuses(schema: string, ...all: [type: string, property: unknown][]) {
  const found: number[] = [];
  for (const [type, property] of all) {
    found.push((await describeWith(schema, type, property)).status);
  }
  return found;
}

function makeDataset(schema: string): Promise<ApiResponse> {
  const body = { name: title("Dataset"), schemaRef: { id: schema, contentType } };
  return client.call("POST", `${catalog}/dataSets`, { body });
}

describe("a relational schema", () => {
  it("has its own fields, and shows what it was sent", async () => {
    const { status, body } = await post({ "meta:behaviorType": "time-series" });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      "meta:extends": [relational],
      "meta:behaviorType": "time-series",
      "meta:containerId": "tenant",
      definitions: { customFields: { properties: { orderId: fields.orderId } } },
    });
    expect(body).not.toHaveProperty("meta:class");
    const { body: resolved } = await client.call("GET", one("schemas", body.$id), {
      headers: full,
    });
    expect(Object.keys(resolved.properties)).toEqual(Object.keys(fields));
    expect(resolved.required).toEqual(["orderId", "line", "changedAt", "happenedAt"]);
  });

  it("gets another field by a patch, and stays relational", async () => {
    const schema = await make();
    const path = "/definitions/customFields/properties/more";
    const added = await patch(client, "schemas", schema, {
      op: "add",
      path,
      value: { type: "string" },
    });
    expect(added.status).toBe(200);
    const { body } = await client.call("GET", one("schemas", schema), { headers: xed });
    expect(body).toMatchObject({ "meta:extends": [relational], version: "1.1" });
    expect(body.definitions.customFields.properties).toHaveProperty("more");
  });

  it("is sent back by PUT as a create sends it", async () => {
    const schema = await make();
    const body = bodyOf({ title: title("changed") });
    const { status, body: changed } = await client.call("PUT", one("schemas", schema), { body });
    expect(status).toBe(200);
    expect(changed).toMatchObject({ "meta:extends": [relational], "meta:behaviorType": "record" });
  });

  it.each<[string, object]>([
    ["a class as well", { "meta:extends": [relational, experienceEvent] }],
    ["another behavior", { "meta:behaviorType": "adhoc" }],
    ["another type", { type: "array" }],
    ["a part that is not a definition", { allOf: [{ type: "object" }] }],
  ])("is rejected with %s", async (_what, more) => {
    expect((await post(more)).status).toBe(400);
  });

  it("is no longer one of a class that has the behavior", async () => {
    const classes = `${registry}/tenant/classes`;
    const body = { type: "object", title: title("Class"), allOf: [{ $ref: relational }] };
    const { body: made } = await client.call("POST", classes, { body });
    const { status, body: schema } = await post({
      "meta:extends": undefined,
      "meta:behaviorType": undefined,
      definitions: undefined,
      allOf: [{ $ref: made.$id }],
    });
    expect(status).toBe(201);
    expect((await describeWith(schema.$id, "PrimaryKey", "/orderId")).status).toBe(400);
  });
});

describe("its descriptors", () => {
  it("are a primary key of one or more fields and a version, in either order", async () => {
    expect(
      await statuses(
        await make(),
        ["PrimaryKey", ["/orderId", "/line"]],
        ["Version", "/changedAt"],
      ),
    ).toEqual([201, 201]);
    expect(
      await statuses(await make(), ["Version", "/changedAt"], ["PrimaryKey", "/orderId"]),
    ).toEqual([201, 201]);
  });

  it.each<[string, string, unknown]>([
    ["a key that is not required", "PrimaryKey", ["/orderId", "/note"]],
    ["a key inside an object", "PrimaryKey", ["/total/sum"]],
    ["a key that is not there", "PrimaryKey", ["/none"]],
    ["a version that is not required", "Version", "/note"],
    ["a version of two fields", "Version", ["/changedAt", "/line"]],
    ["a timestamp of records", "Timestamp", "/happenedAt"],
  ])("are rejected: %s", async (_what, type, property) => {
    const { status, headers } = await describeWith(await make(), type, property);
    expect(status).toBe(400);
    expect(headers[madeUpHeader]).toBeDefined();
  });

  it("may be on a field inside an object that must have it", async () => {
    expect(await statuses(await make(), ["Version", "/total/sum"])).toEqual([201]);
  });

  it("are one of each type", async () => {
    expect(
      await statuses(await make(), ["PrimaryKey", "/orderId"], ["PrimaryKey", ["/line"]]),
    ).toEqual([201, 400]);
  });

  it("have no version in the key", async () => {
    const schema = await make();
    await describeWith(schema, "PrimaryKey", ["/orderId", "/changedAt"]);
    const rejected = await describeWith(schema, "Version", "/changedAt");
    expect(code(rejected)).toEqual([400, "XDM-1855-400"]);
  });

  it("change by PUT, also to fields that only the old one had", async () => {
    const schema = await make();
    const { body } = await describeWith(schema, "PrimaryKey", ["/orderId"]);
    const { status } = await client.call("PUT", `${registry}/tenant/descriptors/${body["@id"]}`, {
      body: descriptor(schema, "PrimaryKey", ["/orderId", "/line"]),
    });
    expect(status).toBe(200);
  });

  it("of events have the timestamp in the key, whichever comes first", async () => {
    const events = { "meta:behaviorType": "time-series" };
    const [key, time] = [
      ["PrimaryKey", ["/orderId", "/happenedAt"]],
      ["Timestamp", "/happenedAt"],
    ] as const;
    expect(await statuses(await make(events), [...key], [...time])).toEqual([201, 201]);
    expect(await statuses(await make(events), [...time], [...key])).toEqual([201, 201]);
    expect(await statuses(await make(events), ["PrimaryKey", "/orderId"], [...time])).toEqual([
      201, 400,
    ]);
    expect(await statuses(await make(events), [...time], ["PrimaryKey", "/orderId"])).toEqual([
      201, 400,
    ]);
    expect(await statuses(await make(events), ["Timestamp", "/line"])).toEqual([400]);
  });

  it("are not for a schema with a class", async () => {
    const schema = await makeSchema(client, [await makeFieldGroup(client)]);
    expect(await statuses(schema, ["PrimaryKey", "/_id"], ["Timestamp", "/timestamp"])).toEqual([
      400, 400,
    ]);
  });

  it("come before a dataset", async () => {
    const schema = await make();
    expect((await makeDataset(schema)).status).toBe(400);
    await describeWith(schema, "PrimaryKey", "/orderId");
    expect((await makeDataset(schema)).status).toBe(400);
    await describeWith(schema, "Version", "/changedAt");
    expect((await makeDataset(schema)).status).toBe(201);
  });
});
