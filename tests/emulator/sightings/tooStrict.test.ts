import { emulatorCredentials } from "../../../emulator";
import { flowservice, registry, type Client } from "../support/client";
import { useEmulator, withEmulator } from "../support/emulator";
import {
  experienceEvent,
  fieldGroupBody,
  httpApiSpec,
  lakeSpec,
  makeFieldGroup,
  makePipeline,
  makeSchema,
  postRecord,
  record,
  rowsOf,
  streamingFlowSpec,
  tenant,
  title,
} from "../support/objects";
import { full, identity, joinUnion, makeDescriptor, one } from "../support/registry";

/** What people saw the real platform accept: a program that is right must not fail here. */
type Row = readonly [input: string, status: number, send: (client: Client) => Promise<number>];

async function post(client: Client, path: string, body: object): Promise<number> {
  return (await client.call("POST", path, { body })).status;
}

async function sameTitle(client: Client): Promise<number> {
  const name = title("Billing");
  await post(client, `${registry}/tenant/fieldgroups`, fieldGroupBody({}, name));
  return post(client, `${registry}/tenant/schemas`, {
    type: "object",
    title: name,
    description: "",
    allOf: [{ $ref: experienceEvent }],
  });
}

/** The status of the lookup, if the schema has the property. */
async function lookUp(client: Client, id: string, headers = full): Promise<number> {
  return (await client.call("GET", one("schemas", id), { headers })).status;
}

async function profileHasCreateDate(client: Client): Promise<number> {
  const made = await client.call("POST", `${registry}/tenant/schemas`, {
    body: {
      type: "object",
      title: title("Profile"),
      description: "",
      allOf: [{ $ref: "https://ns.adobe.com/xdm/context/profile" }],
    },
  });
  const path = one("schemas", String(made.body.$id));
  const { status, body } = await client.call("GET", path, { headers: full });
  const { properties } = body as { properties?: { _repo?: { properties?: object } } };
  return "createDate" in (properties?._repo?.properties ?? {}) ? status : 0;
}

/** The status of a field group with these fields outside the tenant's own object. */
function standardFields(client: Client, properties: object, more: object = {}): Promise<number> {
  const definitions = { customFields: { properties } };
  const body = { ...fieldGroupBody({}), definitions, ...more };
  return post(client, `${registry}/tenant/fieldgroups`, body);
}

const ofTenant = {
  type: "object",
  properties: { [tenant]: { type: "object", properties: { a: { type: "string" } } } },
};
const orderDetails = "https://ns.adobe.com/xdm/context/experienceevent-order-details";

async function listDescriptor(client: Client, body: object): Promise<number> {
  const group = await makeFieldGroup(client, {
    list: {
      type: "array",
      items: { type: "object", properties: { id: { type: "string" } } },
    },
  });
  const schema = await makeSchema(client, [group]);
  return (
    await makeDescriptor(client, {
      "xdm:sourceSchema": schema,
      "xdm:sourceVersion": 1,
      "xdm:sourceProperty": `/${tenant}/list[*]/id`,
      ...(JSON.parse(JSON.stringify(body).replaceAll("SCHEMA", schema)) as object),
    })
  ).status;
}

/** The status of a record whose message comes from this source; 0 when the row does not have it. */
async function flowFrom(
  client: Client,
  sourceType: "ATTRIBUTE" | "EXPRESSION",
  source: string,
  expected = "9",
) {
  const { flowId, datasetId } = await makePipeline(client, [
    { sourceType: "ATTRIBUTE", source: "${id}", destination: "_id" },
    { sourceType: "ATTRIBUTE", source: "${at}", destination: "timestamp" },
    { sourceType, source, destination: `${tenant}.chat.message` },
  ]);
  const names = ["timestamp", "size", "empty", "date", "format", "upper"];
  const more = {
    ...Object.fromEntries(names.map((name) => [name, "9"])),
    page: { size: "9" },
    event: { date: "9" },
    birth_Date: "4/27/1990",
  };
  const { status } = await postRecord(client, flowId, record("x", more));
  const { rows } = await rowsOf(client, datasetId);
  return rows[0]?.[tenant]?.chat?.message === expected ? status : 0;
}

async function deleteInUnion(client: Client): Promise<number> {
  const schema = await makeSchema(client, [await makeFieldGroup(client)]);
  await makeDescriptor(client, identity(schema));
  await joinUnion(client, schema);
  return (await client.call("DELETE", one("schemas", schema))).status;
}

async function token(client: Client, version: string): Promise<number> {
  const { clientId, clientSecret } = emulatorCredentials;
  const form = `grant_type=client_credentials&client_id=${clientId}&client_secret=${clientSecret}&scope=openid,AdobeID`;
  return (
    await client.bare("POST", `/ims/token/${version}`, {
      body: form,
      headers: { "content-type": "application/x-www-form-urlencoded" },
    })
  ).status;
}

const rows: readonly Row[] = [
  ["two objects of one title, a field group and a schema", 201, sameTitle],
  [
    "tenant object without `type` in a field group",
    201,
    (client) =>
      post(client, `${registry}/tenant/fieldgroups`, {
        ...fieldGroupBody({}),
        definitions: {
          customFields: { properties: { [tenant]: { properties: { a: { type: "string" } } } } },
        },
      }),
  ],
  ["Profile schema with `_repo.createDate`", 200, profileHasCreateDate],
  ["custom fields inside `order`", 201, (client) => standardFields(client, { order: ofTenant })],
  [
    "custom fields inside `productListItems[]`",
    201,
    (client) => standardFields(client, { productListItems: { type: "array", items: ofTenant } }),
  ],
  [
    "a field group that extends one of Adobe's",
    201,
    (client) =>
      standardFields(
        client,
        { order: ofTenant },
        {
          "meta:extends": [orderDetails],
          allOf: [{ $ref: orderDetails }, { $ref: "#/definitions/customFields" }],
        },
      ),
  ],
  [
    "relationship from the items of a list",
    201,
    (client) =>
      listDescriptor(client, {
        "@type": "xdm:descriptorOneToOne",
        "xdm:destinationSchema": "SCHEMA",
        "xdm:destinationVersion": 1,
      }),
  ],
  [
    "reference identity in the items of a list",
    201,
    (client) =>
      listDescriptor(client, {
        "@type": "xdm:descriptorReferenceIdentity",
        "xdm:identityNamespace": "Email",
      }),
  ],
  [
    "a method of Java's in an expression, and parts of a date in two digits",
    200,
    (client) =>
      flowFrom(
        client,
        "EXPRESSION",
        'concat(date_part("mm", date(birth_Date, "M/d/yyyy")).toString(),"-", date_part("dd", date(birth_Date, "M/d/yyyy")).toString())',
        "04-27",
      ),
  ],
  ...[
    ...["timestamp", "size", "empty", "date", "format", "upper"],
    ...["page.size", "event.date"],
  ].map((source): Row => [
    `ATTRIBUTE source \`${source}\`, bare`,
    200,
    (client) => flowFrom(client, "ATTRIBUTE", source),
  ]),
  [
    "list of descriptors as application/vnd.adobe.xdm-full+json",
    200,
    async (client) =>
      (
        await client.call("GET", `${registry}/tenant/descriptors`, {
          headers: { accept: "application/vnd.adobe.xdm-full+json" },
        })
      ).status,
  ],
  [
    "lookup of a schema with no version in Accept",
    200,
    async (client) =>
      lookUp(client, await makeSchema(client, []), {
        accept: "application/vnd.adobe.xed-full+json",
      }),
  ],
  ["IMS at /ims/token/v2", 200, (client) => token(client, "v2")],
  ["deleting a schema of class ExperienceEvent in the union", 204, deleteInUnion],
  [
    "draft base connection without auth",
    201,
    (client) =>
      post(client, `${flowservice}/connections?mode=draft`, {
        name: title("Draft"),
        connectionSpec: httpApiSpec,
      }),
  ],
  [
    "draft target connection without data",
    201,
    (client) =>
      post(client, `${flowservice}/targetConnections?mode=draft`, {
        name: title("Draft"),
        connectionSpec: lakeSpec,
      }),
  ],
  ...["product", "plan"].map((name): Row => [
    `Adobe's class ${name}`,
    201,
    (client) =>
      post(client, `${registry}/tenant/schemas`, {
        type: "object",
        title: title(name),
        description: "",
        allOf: [{ $ref: `https://ns.adobe.com/xdm/classes/${name}` }],
      }),
  ]),
  ...[
    orderDetails,
    "https://ns.adobe.com/xdm/context/experienceevent-commerce",
    "https://ns.adobe.com/experience/aep-web-sdk-experienceevent",
  ].map((group): Row => [
    `Adobe's field group ${group.split("/").at(-1) ?? ""}`,
    200,
    async (client) => lookUp(client, await makeSchema(client, [group])),
  ]),
  [
    "Adobe's field group profile-consents",
    200,
    async (client) => {
      const group = encodeURIComponent("https://ns.adobe.com/xdm/mixins/profile-consents");
      return (
        await client.call("GET", `${registry}/global/fieldgroups/${group}`, { headers: full })
      ).status;
    },
  ],
];

describe("the emulator accepts what people saw the real platform accept", () => {
  const client = useEmulator();

  it.each(rows)("%s: %i", async (_input, status, send) => {
    expect(await send(client)).toBe(status);
  });

  it("keeps the schema of an individual profile that is in the union", async () => {
    const profile = "https://ns.adobe.com/xdm/context/profile";
    const group = fieldGroupBody({ email: { type: "string" } });
    const made = await client.call("POST", `${registry}/tenant/fieldgroups`, {
      body: { ...group, "meta:intendedToExtend": [profile] },
    });
    const schema = await client.call("POST", `${registry}/tenant/schemas`, {
      body: {
        type: "object",
        title: title("Profile"),
        description: "",
        allOf: [{ $ref: profile }, { $ref: made.body.$id }],
      },
    });
    const { $id } = schema.body;
    await makeDescriptor(client, identity($id, { "xdm:sourceProperty": `/${tenant}/email` }));
    expect((await joinUnion(client, $id)).status).toBe(200);
    expect((await client.call("DELETE", one("schemas", $id))).status).toBe(400);
  });

  it("publishes a source connection after its base connection", async () => {
    const { body: base } = await client.call("POST", `${flowservice}/connections?mode=draft`, {
      body: {
        name: title("Draft"),
        connectionSpec: httpApiSpec,
        auth: { specName: "Streaming Connection", params: { dataType: "raw", sourceId: "s" } },
      },
    });
    const { body: source } = await client.call(
      "POST",
      `${flowservice}/sourceConnections?mode=draft`,
      {
        body: { name: title("Draft"), connectionSpec: httpApiSpec, baseConnectionId: base.id },
      },
    );
    const publish = async (kind: string, { id }: { id: string }): Promise<number> =>
      (await client.call("POST", `${flowservice}/${kind}/${id}/action?op=publish`)).status;
    expect(await publish("sourceConnections", source)).toBe(400);
    expect(await publish("connections", base)).toBe(200);
    expect(await publish("sourceConnections", source)).toBe(200);
  });

  it("publishes a draft that is the only user of its connections", async () => {
    await withEmulator({ assume: { "connection-reuse": "refused" } }, async (own) => {
      const { source, target, mappingId, flowId } = await makePipeline(own);
      await own.call("DELETE", `${flowservice}/flows/${flowId}`);
      const { body } = await own.call("POST", `${flowservice}/flows?mode=draft`, {
        body: {
          name: title("Draft"),
          flowSpec: streamingFlowSpec,
          sourceConnectionIds: [source],
          targetConnectionIds: [target],
          transformations: [{ name: "Mapping", params: { mappingId, mappingVersion: 0 } }],
        },
      });
      const action = `${flowservice}/flows/${String(body.id)}/action?op=publish`;
      expect((await own.call("POST", action)).status).toBe(200);
    });
  });

  it("publishes a draft only when it is complete", async () => {
    const draft = await client.call("POST", `${flowservice}/targetConnections?mode=draft`, {
      body: { name: title("Draft"), connectionSpec: lakeSpec },
    });
    const action = `${flowservice}/targetConnections/${String(draft.body.id)}/action?op=publish`;
    expect((await client.call("POST", action)).status).toBe(400);
  });
});
