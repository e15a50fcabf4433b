import { specs } from "../../adobe/sdk/specs";
import { EmulatorClient, emulatorTenant } from "../../emulator";

/** A record of about 1 KB. */
export function sampleRecord(number: number): object {
  return {
    id: `event-${number}`,
    at: "2026-01-02T03:04:05.678Z",
    visitor: {
      email: "someone@example.com",
      name: "Somebody",
      id: "2f1f0e6c-9f6e-4c1f-9a53-4f6a6f0b7c11",
    },
    message: "x".repeat(780),
    count: number,
    lines: [{ text: "one" }, { text: "two" }],
  };
}

const tenant = `_${emulatorTenant}`;
const text = { type: "string" };
const fields = {
  message: text,
  count: { type: "integer" },
  visitor: { type: "object", properties: { email: text, name: text, id: text } },
  lines: { type: "array", items: { type: "object", properties: { text } } },
};

const mappings = [
  ["${id}", "_id"],
  ["${at}", "timestamp"],
  ["${message}", `${tenant}.message`],
  ["${count}", `${tenant}.count`],
  ["${visitor}.email", `${tenant}.visitor.email`],
  ["${visitor}.name", `${tenant}.visitor.name`],
  ["${visitor}.id", `${tenant}.visitor.id`],
  ["${lines}[*].text", `${tenant}.lines[*].text`],
].map(([source, destination]) => ({ sourceType: "ATTRIBUTE", source, destination }));

/** Sends a request to one of Adobe's services. Throws when it fails. */
type Call = (path: string, body?: object) => Promise<Record<string, unknown>>;

/** A dataflow, its streaming endpoint and the dataset of its rows. */
export interface Pipeline {
  readonly inletUrl: string;
  readonly flowId: string;
  readonly datasetId: string;
}

/**
 * Creates field group, schema and dataset, and connections, mapping and dataflow, as Adobe's tutorial does.
 *
 * @param url - Address of the emulator.
 */
export async function buildPipeline(url: string): Promise<Pipeline> {
  const [pipeline] = await buildPipelines(url, 1);
  return pipeline as Pipeline;
}

/** The same with several dataflows into one dataset, one request after the other. */
export async function buildPipelines(url: string, count: number): Promise<readonly Pipeline[]> {
  const call = await authorized(new EmulatorClient(url));
  const schemaRef = await createSchema(call);
  const dataset = await call("catalog/dataSets", { name: "Bench", schemaRef });
  const datasetId = String(Object.values(dataset)[0]).replace("@/dataSets/", "");
  const pipelines: Pipeline[] = [];
  for (let index = 0; index < count; index++) {
    const mapping = await call("conversion/mappingSets", { outputSchema: { schemaRef }, mappings });
    const flowId = await createDataflow(call, datasetId, mapping["id"]);
    const { items } = await call(`flowservice/flows/${flowId}`);
    const [{ options }] = items as [{ options: { inletUrl: string } }];
    pipelines.push({ inletUrl: options.inletUrl, flowId, datasetId });
  }
  return pipelines;
}

async function authorized(emulator: EmulatorClient): Promise<Call> {
  const headers = { ...(await emulator.headers()), "content-type": "application/json" };
  return async (path, body) => {
    const response = await fetch(`${emulator.url}/data/foundation/${path}`, {
      headers,
      ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Record<string, unknown>;
  };
}

async function createSchema(call: Call) {
  const experienceEvent = "https://ns.adobe.com/xdm/context/experienceevent";
  const group = await call("schemaregistry/tenant/fieldgroups", {
    type: "object",
    title: "Bench group",
    "meta:intendedToExtend": [experienceEvent],
    definitions: {
      customFields: { properties: { [tenant]: { type: "object", properties: fields } } },
    },
    allOf: [{ $ref: "#/definitions/customFields" }],
  });
  const schema = await call("schemaregistry/tenant/schemas", {
    type: "object",
    title: "Bench schema",
    description: "",
    allOf: [{ $ref: experienceEvent }, { $ref: group["$id"] }],
  });
  return { id: schema["$id"], contentType: "application/vnd.adobe.xed-full+json;version=1" };
}

async function createDataflow(call: Call, dataSetId: string, mappingId: unknown): Promise<string> {
  const source = await call("flowservice/sourceConnections", {
    name: "Bench",
    connectionSpec: specs.chatlio,
  });
  const target = await call("flowservice/targetConnections", {
    name: "Bench",
    connectionSpec: specs.dataLake,
    data: { format: "json" },
    params: { dataSetId },
  });
  const flow = await call("flowservice/flows", {
    name: "Bench",
    flowSpec: specs.streamingFlow,
    sourceConnectionIds: [source["id"]],
    targetConnectionIds: [target["id"]],
    transformations: [{ name: "Mapping", params: { mappingId, mappingVersion: 0 } }],
  });
  return String(flow["id"]);
}
