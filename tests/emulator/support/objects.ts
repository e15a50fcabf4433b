import { specs } from "../../../adobe/sdk/specs";
import { emulatorTenant } from "../../../emulator";
import {
  catalog,
  conversion,
  flowservice,
  registry,
  type ApiResponse,
  type Client,
} from "./client";

/** The tenant's name space in field paths. */
export const tenant = `_${emulatorTenant}`;

export const experienceEvent = "https://ns.adobe.com/xdm/context/experienceevent";
export const {
  chatlio: chatlioSpec,
  httpApi: httpApiSpec,
  dataLake: lakeSpec,
  streamingFlow: streamingFlowSpec,
  httpApiFlow: xdmFlowSpec,
} = specs;

let counter = 0;
/** A title nobody else has. */
export function title(kind: string): string {
  return `${kind} ${(counter += 1)}`;
}

export const contentType = "application/vnd.adobe.xed-full+json;version=1";

/** A field group body with the given fields below the tenant. */
export function fieldGroupBody(fields: object, name = title("Group")): object {
  return {
    type: "object",
    title: name,
    description: "for a test",
    "meta:intendedToExtend": [experienceEvent],
    definitions: {
      customFields: { properties: { [tenant]: { type: "object", properties: fields } } },
    },
    allOf: [{ $ref: "#/definitions/customFields" }],
  };
}

export const chatFields = {
  chat: {
    type: "object",
    properties: {
      message: { type: "string" },
      email: { type: "string" },
      count: { type: "integer" },
      at: { type: "string", format: "date-time" },
      good: { type: "boolean" },
      lines: {
        type: "array",
        items: { type: "object", properties: { text: { type: "string" }, n: { type: "integer" } } },
      },
    },
  },
};

function must(response: ApiResponse, status: number): any {
  if (response.status !== status) {
    throw new Error(`${response.status} instead of ${status}: ${JSON.stringify(response.body)}`);
  }
  return response.body;
}

export async function makeFieldGroup(client: Client, fields: object = chatFields): Promise<string> {
  return must(
    await client.call("POST", `${registry}/tenant/fieldgroups`, { body: fieldGroupBody(fields) }),
    201,
  ).$id;
}

export async function makeSchema(client: Client, groups: readonly string[]): Promise<string> {
  return must(
    await client.call("POST", `${registry}/tenant/schemas`, {
      body: {
        type: "object",
        title: title("Schema"),
        description: "for a test",
        allOf: [experienceEvent, ...groups].map(($ref) => ({ $ref })),
      },
    }),
    201,
  ).$id;
}

export async function makeDataset(client: Client, schemaId: string): Promise<string> {
  const [reference] = must(
    await client.call("POST", `${catalog}/dataSets`, {
      body: { name: title("Dataset"), schemaRef: { id: schemaId, contentType } },
    }),
    201,
  );
  return String(reference).replace("@/dataSets/", "");
}

export interface MappingInput {
  readonly sourceType: "ATTRIBUTE" | "STATIC" | "EXPRESSION";
  readonly source: string;
  readonly destination: string;
}

export async function makeMapping(
  client: Client,
  schemaId: string,
  mappings: readonly MappingInput[],
): Promise<string> {
  return must(
    await client.call("POST", `${conversion}/mappingSets`, {
      body: { outputSchema: { schemaRef: { id: schemaId, contentType } }, mappings },
    }),
    200,
  ).id;
}

/** What the rows of the tests are made of. */
export const eventMappings: readonly MappingInput[] = [
  { sourceType: "ATTRIBUTE", source: "${id}", destination: "_id" },
  { sourceType: "ATTRIBUTE", source: "${at}", destination: "timestamp" },
  { sourceType: "STATIC", source: "chatlio.test", destination: "eventType" },
  { sourceType: "ATTRIBUTE", source: "${visitor}.email", destination: `${tenant}.chat.email` },
  { sourceType: "ATTRIBUTE", source: "${message}", destination: `${tenant}.chat.message` },
  { sourceType: "ATTRIBUTE", source: "${count}", destination: `${tenant}.chat.count` },
];

export async function makeConnections(
  client: Client,
  schemaId: string,
  datasetId: string,
): Promise<{ source: string; target: string }> {
  const source = must(
    await client.call("POST", `${flowservice}/sourceConnections`, {
      body: { name: title("Source"), connectionSpec: chatlioSpec, data: { format: "json" } },
    }),
    201,
  ).id;
  const target = must(
    await client.call("POST", `${flowservice}/targetConnections`, {
      body: {
        name: title("Target"),
        connectionSpec: lakeSpec,
        data: { format: "json", schema: { id: schemaId, version: contentType } },
        params: { dataSetId: datasetId },
      },
    }),
    201,
  ).id;
  return { source, target };
}

/** A dataflow of the Chatlio source, with a streaming endpoint of its own. */
export async function makeFlow(
  client: Client,
  parts: { readonly schemaId: string; readonly datasetId: string; readonly mappingId: string },
): Promise<{ source: string; target: string; flowId: string }> {
  const { source, target } = await makeConnections(client, parts.schemaId, parts.datasetId);
  const flowId = must(
    await client.call("POST", `${flowservice}/flows`, {
      body: {
        name: title("Flow"),
        flowSpec: streamingFlowSpec,
        sourceConnectionIds: [source],
        targetConnectionIds: [target],
        transformations: [
          { name: "Mapping", params: { mappingId: parts.mappingId, mappingVersion: 0 } },
        ],
      },
    }),
    201,
  ).id;
  return { source, target, flowId };
}

/** An authenticated endpoint of the HTTP API source, and a dataflow that takes XDM and maps nothing. */
export async function makeHttpApiFlow(
  client: Client,
  datasetId: string,
): Promise<{ flowId: string; inlet: string }> {
  const post = async (path: string, body: object): Promise<string> =>
    must(await client.call("POST", `${flowservice}/${path}`, { body }), 201).id;
  const base = await post("connections", {
    name: title("Base"),
    connectionSpec: httpApiSpec,
    auth: {
      specName: "Streaming Connection",
      params: { dataType: "xdm", authenticationRequired: true },
    },
  });
  const source = await post("sourceConnections", {
    name: title("Source"),
    baseConnectionId: base,
    connectionSpec: httpApiSpec,
  });
  const target = await post("targetConnections", {
    name: title("Target"),
    connectionSpec: lakeSpec,
    data: { format: "json" },
    params: { dataSetId: datasetId },
  });
  const flowId = await post("flows", {
    name: title("Flow"),
    flowSpec: xdmFlowSpec,
    sourceConnectionIds: [source],
    targetConnectionIds: [target],
  });
  const { items } = must(await client.call("GET", `${flowservice}/connections/${base}`), 200);
  return { flowId, inlet: new URL(String(items[0].auth.params.inletUrl)).pathname };
}

export interface Pipeline {
  readonly groupId: string;
  readonly schemaId: string;
  readonly datasetId: string;
  readonly mappingId: string;
  readonly source: string;
  readonly target: string;
  readonly flowId: string;
}

/** Everything from field group to dataflow, as the tutorial builds it. */
export async function makePipeline(
  client: Client,
  mappings: readonly MappingInput[] = eventMappings,
  fields: object = chatFields,
  standardGroups: readonly string[] = [],
): Promise<Pipeline> {
  const groupId = await makeFieldGroup(client, fields);
  const schemaId = await makeSchema(client, [groupId, ...standardGroups]);
  const datasetId = await makeDataset(client, schemaId);
  const mappingId = await makeMapping(client, schemaId, mappings);
  const flow = await makeFlow(client, { schemaId, datasetId, mappingId });
  return { groupId, schemaId, datasetId, mappingId, ...flow };
}

/** Path of the dataflow's streaming endpoint at the emulator. */
export async function inletPath(client: Client, flowId: string): Promise<string> {
  const { items } = must(await client.call("GET", `${flowservice}/flows/${flowId}`), 200);
  return new URL(String(items[0].options.inletUrl)).pathname;
}

/** Posts a record to the streaming endpoint of a dataflow, or to another path. */
export async function postRecord(
  client: Client,
  flowId: string,
  body: unknown,
  path?: string,
): Promise<ApiResponse> {
  return client.bare("POST", path ?? (await inletPath(client, flowId)), {
    body,
    headers: { "x-adobe-flow-id": flowId },
  });
}

export async function rowsOf(client: Client, datasetId: string): Promise<any> {
  return must(await client.bare("GET", `/_emulator/datasets/${datasetId}/rows`), 200);
}

/** A record that fits {@link eventMappings}. */
export function record(id: string, more: object = {}): object {
  return {
    id,
    at: "2026-01-02T03:04:05.678Z",
    visitor: { email: "someone@example.com" },
    message: "hello",
    count: 3,
    ...more,
  };
}
