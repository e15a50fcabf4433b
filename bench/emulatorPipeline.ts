import { emulatorTenant } from "../emulator";

interface Credentials {
  readonly orgId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: string;
  readonly sandbox: string;
}

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

/** Field group, schema, dataset, connections, mapping and dataflow, as Adobe's tutorial makes them. */
export async function buildPipeline(
  url: string,
  { orgId, clientId, clientSecret, scopes, sandbox }: Credentials,
): Promise<{ inletUrl: string; flowId: string; datasetId: string }> {
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: clientId,
    client_secret: clientSecret,
    scope: scopes,
  });
  const { access_token: token } = (await (
    await fetch(`${url}/ims/token/v3`, { method: "POST", body: form })
  ).json()) as { access_token: string };
  const call = async (
    method: string,
    path: string,
    body?: object,
  ): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${url}/data/foundation/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        "x-api-key": clientId,
        "x-gw-ims-org-id": orgId,
        "x-sandbox-name": sandbox,
        "content-type": "application/json",
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Record<string, unknown>;
  };
  const experienceEvent = "https://ns.adobe.com/xdm/context/experienceevent";
  const group = await call("POST", "schemaregistry/tenant/fieldgroups", {
    type: "object",
    title: "Bench group",
    "meta:intendedToExtend": [experienceEvent],
    definitions: {
      customFields: { properties: { [tenant]: { type: "object", properties: fields } } },
    },
    allOf: [{ $ref: "#/definitions/customFields" }],
  });
  const schema = await call("POST", "schemaregistry/tenant/schemas", {
    type: "object",
    title: "Bench schema",
    description: "",
    allOf: [{ $ref: experienceEvent }, { $ref: group["$id"] }],
  });
  const schemaRef = {
    id: schema["$id"],
    contentType: "application/vnd.adobe.xed-full+json;version=1",
  };
  const dataset = await call("POST", "catalog/dataSets", { name: "Bench", schemaRef });
  const datasetId = String(Object.values(dataset)[0]).replace("@/dataSets/", "");
  const mapping = await call("POST", "conversion/mappingSets", {
    outputSchema: { schemaRef },
    mappings,
  });
  const source = await call("POST", "flowservice/sourceConnections", {
    name: "Bench",
    connectionSpec: { id: "073127a3-26e3-496c-9d94-9f48fb93fba8", version: "1.0" },
  });
  const target = await call("POST", "flowservice/targetConnections", {
    name: "Bench",
    connectionSpec: { id: "c604ff05-7f1a-43c0-8e18-33bf874cb11c", version: "1.0" },
    data: { format: "json" },
    params: { dataSetId: datasetId },
  });
  const flow = await call("POST", "flowservice/flows", {
    name: "Bench",
    flowSpec: { id: "e77fde5a-22a8-11ed-861d-0242ac120002", version: "1.0" },
    sourceConnectionIds: [source["id"]],
    targetConnectionIds: [target["id"]],
    transformations: [{ name: "Mapping", params: { mappingId: mapping["id"], mappingVersion: 0 } }],
  });
  const { items } = await call("GET", `flowservice/flows/${String(flow["id"])}`);
  const [{ options }] = items as [{ options: { inletUrl: string } }];
  return { inletUrl: options.inletUrl, flowId: String(flow["id"]), datasetId };
}
