import { emulatorCredentials } from "../../../emulator";
import { catalog, flowservice, registry, type ApiResponse, type Client } from "../support/client";
import { useEmulator } from "../support/emulator";
import {
  chatlioSpec,
  contentType,
  experienceEvent,
  fieldGroupBody,
  httpApiSpec,
  lakeSpec,
  makeConnections,
  makeDataset,
  makeFieldGroup,
  makeHttpApiFlow,
  makeSchema,
  streamingFlowSpec,
  tenant,
  title,
} from "../support/objects";
import {
  fieldPath,
  identity,
  joinUnion,
  makeDescriptor,
  one,
  patch,
  xed,
} from "../support/registry";

/** What people saw the real platform reject, with the part of the response that they saw. */
type Row = readonly [
  input: string,
  status: number,
  body: object,
  send: (client: Client) => Promise<ApiResponse>,
];

function registryError(code: string): object {
  return { type: `http://ns.adobe.com/aep/errors/${code}` };
}

function flowError(code: string): object {
  return { type: `https://ns.adobe.com/aep/errors/${code}` };
}

function post(client: Client, path: string, body: object): Promise<ApiResponse> {
  return client.call("POST", path, { body });
}

async function dataset(client: Client): Promise<string> {
  const schema = await makeSchema(client, [await makeFieldGroup(client)]);
  return `${catalog}/dataSets/${await makeDataset(client, schema)}`;
}

async function describeField(client: Client, more: object, twice = false): Promise<ApiResponse> {
  const schema = await makeSchema(client, [await makeFieldGroup(client)]);
  if (twice) await makeDescriptor(client, identity(schema, more));
  return makeDescriptor(client, identity(schema, more));
}

async function login(client: Client, scope: string): Promise<ApiResponse> {
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: emulatorCredentials.clientId,
    client_secret: emulatorCredentials.clientSecret,
    scope,
  });
  return client.bare("POST", "/ims/token/v3", {
    body: form.toString(),
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });
}

async function flowWithoutMapping(client: Client): Promise<ApiResponse> {
  const schema = await makeSchema(client, [await makeFieldGroup(client)]);
  const { source, target } = await makeConnections(
    client,
    schema,
    await makeDataset(client, schema),
  );
  return post(client, `${flowservice}/flows`, {
    name: title("Flow"),
    flowSpec: streamingFlowSpec,
    sourceConnectionIds: [source],
    targetConnectionIds: [target],
  });
}

function baseConnection(client: Client, auth: object): Promise<ApiResponse> {
  return post(client, `${flowservice}/connections`, {
    name: title("Base"),
    connectionSpec: httpApiSpec,
    auth,
  });
}

function schemaOf(client: Client, allOf: readonly object[]): Promise<ApiResponse> {
  const body = { type: "object", title: title("Schema"), description: "", allOf };
  return post(client, `${registry}/tenant/schemas`, body);
}

/** Two Profile-enabled schemas of unrelated classes: the second one has the path of the first in another type. */
async function anotherTypeInUnion(client: Client): Promise<ApiResponse> {
  const email = { type: "string" };
  let joined: ApiResponse | undefined;
  for (const [base, type] of [
    [experienceEvent, "string"],
    ["https://ns.adobe.com/xdm/classes/product", "integer"],
  ]) {
    const group = await post(client, `${registry}/tenant/fieldgroups`, {
      ...fieldGroupBody({ chat: { type: "object", properties: { email } }, twice: { type } }),
      "meta:intendedToExtend": [base],
    });
    const refs = [{ $ref: base }, { $ref: String(group.body.$id) }];
    const schema = String((await schemaOf(client, refs)).body.$id);
    await makeDescriptor(client, identity(schema));
    joined = await joinUnion(client, schema);
  }
  if (joined === undefined) throw new Error("No schema.");
  return joined;
}

const catalogRows: readonly Row[] = [
  [
    "PATCH of a dataset with whole `tags` and no table format",
    422,
    { detail: "Field 'adobe/siphon/table/format' cannot be empty or blank" },
    async (client) =>
      client.call("PATCH", await dataset(client), { body: { tags: { mine: ["1"] } } }),
  ],
  [
    "enabling a dataset for Profile before its union",
    422,
    {},
    async (client) =>
      client.call("PATCH", await dataset(client), {
        body: [{ op: "add", path: "/tags/unifiedProfile", value: ["enabled:true"] }],
        headers: { "content-type": "application/json-patch+json" },
      }),
  ],
  [
    "a schemaRef.contentType that the registry does not have",
    400,
    {},
    async (client) =>
      post(client, `${catalog}/dataSets`, {
        name: title("Dataset"),
        schemaRef: { id: await makeSchema(client, []), contentType: "application/json" },
      }),
  ],
];

const registryRows: readonly Row[] = [
  [
    "a field removed while a schema uses its group, without a dataset",
    400,
    registryError("XDM-1536-400"),
    async (client) => {
      const group = await makeFieldGroup(client, { a: { type: "string" }, b: { type: "string" } });
      await makeSchema(client, [group]);
      return patch(client, "fieldgroups", group, { op: "remove", path: fieldPath("a") });
    },
  ],
  [
    "a JSON Patch path that is not there",
    400,
    registryError("XDM-1600-400"),
    async (client) =>
      patch(client, "fieldgroups", await makeFieldGroup(client), {
        op: "replace",
        path: "/definitions/none/properties",
        value: {},
      }),
  ],
  [
    "a patch as application/json-patch+json",
    415,
    { detail: "Content-Type 'application/json-patch+json' is not supported." },
    async (client) =>
      client.call("PATCH", one("fieldgroups", await makeFieldGroup(client)), {
        body: [],
        headers: { "content-type": "application/json-patch+json" },
      }),
  ],
  [
    "a duplicate descriptor",
    400,
    {
      ...registryError("XDM-1811-400"),
      report: {
        additionalDetails: [
          { errorReason: expect.stringMatching(/^Descriptor with id \w+ already exists$/u) },
        ],
      },
    },
    (client) => describeField(client, { "xdm:isPrimary": false }, true),
  ],
  [
    "a descriptor with an unknown namespace",
    400,
    {
      ...registryError("XDM-1810-400"),
      report: { additionalDetails: [{ errorReason: "The namespace ID nonsense is not valid" }] },
    },
    (client) => describeField(client, { "xdm:namespace": "nonsense" }),
  ],
  [
    "an identity on a field that is not a string",
    400,
    {
      ...registryError("XDM-1816-400"),
      report: { additionalDetails: [{ errorReason: expect.stringContaining("chat/count") }] },
    },
    (client) => describeField(client, { "xdm:sourceProperty": `/${tenant}/chat/count` }),
  ],
  [
    "a stale If-Match at the registry",
    412,
    {},
    async (client) =>
      client.call("PATCH", one("fieldgroups", await makeFieldGroup(client)), {
        body: [{ op: "replace", path: "/description", value: "x" }],
        headers: { "if-match": "0.1" },
      }),
  ],
  [
    "the same path with another type in an unrelated class of the union",
    400,
    registryError("XDM-1413-400"),
    anotherTypeInUnion,
  ],
  [
    "`allOf` with an empty object",
    400,
    registryError("XDM-1500-400"),
    (client) => schemaOf(client, [{ $ref: experienceEvent }, {}]),
  ],
  [
    "PUT of a schema exactly as read",
    400,
    registryError("XDM-1500-400"),
    async (client) => {
      const schema = one("schemas", await makeSchema(client, []));
      const { body } = await client.call("GET", schema, { headers: xed });
      return client.call("PUT", schema, { body });
    },
  ],
];

const flowRows: readonly Row[] = [
  [
    "a base connection with an unknown auth.specName",
    400,
    flowError("FLOW-1415-400"),
    (client) => baseConnection(client, { specName: "OAuth", params: { dataType: "xdm" } }),
  ],
  [
    "a base connection with dataType avro",
    400,
    flowError("FLOW-1100-400"),
    (client) =>
      baseConnection(client, { specName: "Streaming Connection", params: { dataType: "avro" } }),
  ],
  [
    "a Chatlio source of format csv",
    400,
    flowError("FLOW-1100-400"),
    (client) =>
      post(client, `${flowservice}/sourceConnections`, {
        name: title("Source"),
        connectionSpec: chatlioSpec,
        data: { format: "csv" },
      }),
  ],
  [
    "a Chatlio dataflow without transformations",
    400,
    flowError("FLOW-1100-400"),
    flowWithoutMapping,
  ],
  [
    "a target connection with `datasetId` for `dataSetId`",
    400,
    flowError("FLOW-1100-400"),
    async (client) =>
      post(client, `${flowservice}/targetConnections`, {
        name: title("Target"),
        connectionSpec: lakeSpec,
        data: { format: "json" },
        params: { datasetId: (await dataset(client)).split("/").at(-1) },
      }),
  ],
];

const imsRows: readonly Row[] = [
  ["the scope nonsense", 400, { error: "invalid_scope" }, (client) => login(client, "nonsense")],
  [
    "the scope nonsense among others",
    400,
    { error: "invalid_scope" },
    (client) => login(client, "openid,AdobeID,nonsense"),
  ],
];

describe("a platform that is slow, by assumption", () => {
  const client = useEmulator({ assume: { "new-object-visible": "late" }, settleMs: 60_000 });

  it("does not know a new object for some seconds: 404", async () => {
    const group = one("fieldgroups", await makeFieldGroup(client));
    expect((await client.call("GET", group, { headers: xed })).status).toBe(404);
  });
});

describe("the emulator rejects what people saw the real platform reject", () => {
  const client = useEmulator();

  it.each([...catalogRows, ...registryRows, ...flowRows, ...imsRows])(
    "%s: %i",
    async (_input, status, body, send) => {
      const response = await send(client);
      expect([response.status, response.body]).toMatchObject([status, body]);
    },
  );

  it("gives a new dataset the tag that no PATCH may take away", async () => {
    const path = await dataset(client);
    const { body } = await client.call("GET", path);
    const [{ tags }] = Object.values(body as Record<string, { tags: object }>) as [
      { tags: object },
    ];
    expect(tags).toMatchObject({ "adobe/siphon/table/format": ["delta"] });
    const touch = await client.call("PATCH", path, { body: { description: "without tags" } });
    expect(touch.status).toBe(200);
  });

  it("describes a rejected record as people saw it in failed batches", async () => {
    const group = await makeFieldGroup(client, {
      list: { type: "array", items: { type: "string" } },
    });
    const schemaId = await makeSchema(client, [group]);
    const datasetId = await makeDataset(client, schemaId);
    const { inlet } = await makeHttpApiFlow(client, datasetId);
    const schemaRef = { id: schemaId, contentType };
    const { body } = await client.bare("POST", `${inlet}?syncValidation=true`, {
      body: {
        header: { schemaRef, datasetId, imsOrgId: "0123456789ABCDEF01234567@AdobeOrg" },
        body: { xdmMeta: { schemaRef }, xdmEntity: { _id: "a", [tenant]: { list: "one" } } },
      },
      headers: { authorization: `Bearer ${await client.token()}` },
    });
    const [{ causingExceptions }] = body.report.cause._streamingValidation;
    expect(causingExceptions).toMatchObject([
      { message: "required key [timestamp] not found" },
      {
        pointerToViolation: `#/${tenant}/list`,
        message: "expected type: JSONArray, found: String",
      },
    ]);
  });
});
