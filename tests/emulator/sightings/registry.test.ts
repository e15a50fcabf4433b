import { registry, type ApiResponse, type Client } from "../support/client";
import { useEmulator } from "../support/emulator";
import {
  experienceEvent,
  fieldGroupBody,
  makeFieldGroup,
  makeSchema,
  tenant,
  title,
} from "../support/objects";
import {
  fieldPath,
  identity,
  idList,
  joinUnion,
  makeDescriptor,
  one,
  patch,
  xed,
} from "../support/registry";
import { get, post, xdm, type Row } from "../support/sightings";

const profile = xdm("context/profile");

function schemaOf(client: Client, allOf: readonly string[], more = {}): Promise<ApiResponse> {
  const refs = allOf.map(($ref) => ({ $ref }));
  const body = { type: "object", title: title("Schema"), description: "", allOf: refs, ...more };
  return post(client, `${registry}/tenant/schemas`, body);
}

/** The schema of a profile, then a patch that adds the field group. */
async function addGroup(client: Client, group: string): Promise<ApiResponse> {
  const { body } = await schemaOf(client, [profile]);
  const operation = { op: "add", path: "/allOf/-", value: { $ref: group } };
  return patch(client, "schemas", body.$id, operation);
}

const registryRows: readonly Row[] = [
  [
    "pitchmuc/aepp issue 18: a descriptor without xdm:property",
    [
      400,
      {
        type: "http://ns.adobe.com/aep/errors/XDM-4000-400",
        title: "Validation error",
        report: {
          "sub-errors": [
            {
              path: "$",
              type: "required",
              arguments: ["xdm:property"],
              message: "$.xdm:property: is missing but it is required",
            },
          ],
        },
      },
    ],
    async (client) =>
      makeDescriptor(
        client,
        identity(await makeSchema(client, [await makeFieldGroup(client)]), {
          "xdm:property": undefined,
        }),
      ),
  ],
  [
    "pitchmuc/aepp issue 54: a list with start=0 and without orderby",
    [200, { results: [] }],
    async (client) => {
      await makeSchema(client, []);
      return get(client, `${registry}/tenant/schemas?start=0`, idList);
    },
  ],
  [
    "Focus-GTS: a list with limit and without orderby",
    [200, { results: [expect.anything()] }],
    async (client) => {
      await makeSchema(client, []);
      return get(client, `${registry}/tenant/schemas?limit=1`, idList);
    },
  ],
  [
    "Focus-GTS: a container that does not exist",
    [400, { title: "Invalid container" }],
    (client) => get(client, `${registry}/undefined/schemas`, idList),
  ],
  [
    "AEP-Orchestration-Lab: a patch with a $ref that does not exist",
    [404, { title: "Resource not found" }],
    (client) => addGroup(client, xdm("mixins/profile-loyalty-details")),
  ],
  ...[
    "mixins/profile/profile-loyalty-details",
    "context/profile-preferences-details",
    "context/profile-test-profile",
    "mixins/profile-consents",
  ].map((group): Row => [
    `AEP-Orchestration-Lab: ${group} on a profile`,
    [200, { refs: [profile, xdm(group)] }],
    (client) => addGroup(client, xdm(group)),
  ]),
  [
    "AEP-Orchestration-Lab: a patch with the version as If-Match, and its response",
    [200, { version: "1.1", "meta:resourceType": "mixins" }],
    async (client) =>
      client.call("PATCH", one("fieldgroups", await makeFieldGroup(client)), {
        body: [{ op: "add", path: fieldPath("more"), value: { type: "string" } }],
        headers: { "if-match": "1.0", ...xed },
      }),
  ],
  [
    "AEP-Orchestration-Lab: the union tag at the end of a list that is there",
    [200, { "meta:immutableTags": ["union"] }],
    async (client) => {
      const group = await makeFieldGroup(client);
      const { body } = await schemaOf(client, [experienceEvent, group], {
        "meta:immutableTags": [],
      });
      await makeDescriptor(client, identity(body.$id));
      const operation = { op: "add", path: "/meta:immutableTags/-", value: "union" };
      return patch(client, "schemas", body.$id, operation);
    },
  ],
  [
    "AEP-Orchestration-Lab: a descriptor that names the schema by meta:altId",
    [200, { "meta:immutableTags": ["union"] }],
    async (client) => {
      const id = await makeSchema(client, [await makeFieldGroup(client)]);
      const { body } = await get(client, one("schemas", id), xed);
      await makeDescriptor(client, identity(String(body["meta:altId"])));
      return joinUnion(client, id);
    },
  ],
  ...["application/vnd.adobe.xdm+json", "application/vnd.adobe.xdm-v2+json"].map((accept): Row => [
    `AEP-Orchestration-Lab: descriptors of a schema as ${accept}`,
    [
      200,
      accept.includes("v2")
        ? { results: [{ "xdm:namespace": "email" }] }
        : { "xdm:descriptorIdentity": [{ "xdm:namespace": "email" }] },
    ],
    async (client) => {
      const id = await makeSchema(client, [await makeFieldGroup(client)]);
      await makeDescriptor(client, identity(id));
      const query = `limit=500&property=${encodeURIComponent(`xdm:sourceSchema==${id}`)}`;
      return get(client, `${registry}/tenant/descriptors?${query}`, { accept });
    },
  ]),
  [
    "qa-master: a descriptor whose namespace is an object",
    [500, { title: "Internal server error" }],
    async (client) =>
      makeDescriptor(
        client,
        identity(await makeSchema(client, [await makeFieldGroup(client)]), {
          "xdm:namespace": { code: "Email" },
        }),
      ),
  ],
  [
    "adobe/xdm 2099: a descriptor on one of Adobe's own",
    [400, { title: "Descriptor validation error" }],
    (client) =>
      makeDescriptor(client, identity(experienceEvent, { "xdm:sourceProperty": "/eventType" })),
  ],
  [
    "adobe/aepp issue 28: a customized field group of Adobe's",
    [201, { "meta:extends": [xdm("mixins/profile-consents")] }],
    (client) =>
      post(client, `${registry}/tenant/fieldgroups`, {
        ...fieldGroupBody({}),
        "meta:intendedToExtend": [profile],
        definitions: {
          property: {
            properties: {
              consents: {
                type: "object",
                properties: { [tenant]: { type: "object", properties: {} } },
              },
            },
          },
        },
        allOf: [{ $ref: xdm("mixins/profile-consents") }, { $ref: "#/definitions/property" }],
      }),
  ],
  [
    "aepp SchemaManager: a class on adhoc-v2",
    [201, { "meta:extends": [xdm("data/adhoc-v2")] }],
    (client) =>
      post(client, `${registry}/tenant/classes`, {
        type: "object",
        title: title("Class"),
        description: "",
        allOf: [{ $ref: xdm("data/adhoc-v2") }],
      }),
  ],
  [
    "aepp addFieldGroupToSchema: PUT as read, with one field group more",
    [200, { version: "1.1" }],
    async (client) => {
      const schema = one("schemas", await makeSchema(client, []));
      const { body } = await get(client, schema, xed);
      const added = { $ref: await makeFieldGroup(client), type: "object" };
      return client.call("PUT", schema, { body: { ...body, allOf: [...body.allOf, added] } });
    },
  ],
  [
    "neep305: a behavior in the allOf of a schema",
    [400, { title: "Invalid allOf definition" }],
    (client) => schemaOf(client, [experienceEvent, xdm("data/time-series")]),
  ],
  [
    "neep305: a class that is not the first of allOf",
    [400, { title: "Invalid allOf definition" }],
    async (client) => schemaOf(client, [await makeFieldGroup(client), experienceEvent]),
  ],
  [
    "neep305: a schema with fields of its own",
    [400, { title: "Resource cannot define its own custom fields" }],
    (client) => schemaOf(client, [experienceEvent], { properties: { [tenant]: {} } }),
  ],
  ...["classes/nosuch", "data/record"].map((intended): Row => [
    `neep305: a field group for ${intended}, which is not a class`,
    [404, { title: "Resource not found" }],
    (client) =>
      post(client, `${registry}/tenant/fieldgroups`, {
        ...fieldGroupBody({}),
        "meta:intendedToExtend": [xdm(intended)],
      }),
  ]),
];

describe("the registry does what people met at the real one", () => {
  const client = useEmulator();

  it.each(registryRows)("%s", async (_sighting, expected, send) => {
    const { status, body } = await send(client);
    expect([status, body]).toMatchObject(expected);
  });
});
