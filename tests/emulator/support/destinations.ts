import { specs } from "../../../adobe/sdk/specs";
import { flowservice, segments, type ApiResponse, type Client } from "./client";
import { title } from "./objects";

export const { profileStore } = specs;
export const kinesis = { id: "86043421-563b-46ec-8e6c-e23184711bf6", version: "1.0" };
export const campaign = { id: "0b23e41a-cb4a-4321-a78f-3b654f5d7d97", version: "1.0" };
/** The way from the Profile Store to these. */
export const { profileFlow } = specs;

export const selectors = "/transformations/0/params/segmentSelectors/selectors";

function post(client: Client, path: string, body: object): Promise<ApiResponse> {
  return client.call("POST", `${flowservice}/${path}`, { body });
}

/** A base and a target connection of a destination. */
export async function makeTarget(client: Client, kind: "stream" | "files"): Promise<string> {
  const isStream = kind === "stream";
  const connectionSpec = isStream ? kinesis : campaign;
  const auth = isStream
    ? {
        specName: "Aws Kinesis authentication credentials",
        params: { accessKeyId: "a", secretKey: "b", region: "eu-west-1" },
      }
    : { specName: "S3", params: { accessId: "a", secretKey: "b" } };
  const base = await post(client, "connections", { name: title("Account"), connectionSpec, auth });
  const made = await post(client, "targetConnections", {
    name: title("Target"),
    baseConnectionId: base.body.id,
    connectionSpec,
    params: isStream ? { stream: "audiences" } : { mode: "S3", bucketName: "b", path: "p" },
  });
  return made.body.id;
}

/** What a new dataflow to a destination is made of, as the guide prints it. */
export async function destinationFlow(client: Client, kind: "stream" | "files"): Promise<object> {
  const source = await post(client, "sourceConnections", {
    name: title("Profiles"),
    connectionSpec: profileStore,
  });
  return {
    name: title("Export"),
    flowSpec: profileFlow,
    sourceConnectionIds: [source.body.id],
    targetConnectionIds: [await makeTarget(client, kind)],
    transformations: [
      {
        name: "GeneralTransform",
        params: { segmentSelectors: { selectors: [] }, profileSelectors: { selectors: [] } },
      },
    ],
  };
}

export async function makeDestinationFlow(
  client: Client,
  kind: "stream" | "files",
): Promise<string> {
  return (await post(client, "flows", await destinationFlow(client, kind))).body.id;
}

export async function makeSegment(client: Client): Promise<string> {
  const body = {
    name: title("Segment"),
    schema: { name: "_xdm.context.profile" },
    expression: { type: "PQL", format: "pql/text", value: "a = 1" },
  };
  return (await client.call("POST", segments, { body })).body.id;
}

/** Operations that add audiences. */
export function adding(...ids: readonly string[]): object[] {
  return ids.map((id) => ({
    op: "add",
    path: `${selectors}/-`,
    value: { type: "PLATFORM_SEGMENT", value: { id } },
  }));
}

export async function patchFlow(
  client: Client,
  id: string,
  operations: readonly object[],
): Promise<ApiResponse> {
  const path = `${flowservice}/flows/${id}`;
  const { etag } = (await client.call("GET", path)).body.items[0];
  return client.call("PATCH", path, { body: operations, headers: { "if-match": etag } });
}

/** The selectors of a dataflow. */
export async function selected(
  client: Client,
  id: string,
  key: "segmentSelectors" | "profileSelectors",
): Promise<any[]> {
  const { body } = await client.call("GET", `${flowservice}/flows/${id}`);
  return body.items[0].transformations[0].params[key].selectors.map((one: any) => one.value);
}
