import { catalog, flowservice, identities, registry, type Client } from "./client";
import {
  contentType,
  httpApiSpec,
  lakeSpec,
  makeHttpApiFlow,
  makePipeline,
  tenant,
} from "./objects";
import { joinUnion } from "./registry";
import { xdm } from "./sightings";

const profile = xdm("context/profile");

/**
 * Fills a sandbox with what the labs of others make, by their own requests: Adobe's AEP Foundations Bootcamp
 * (mjasrotia/MyFirstRepo), AEP-Orchestration-Lab, and Adobe's tutorials of streaming sources.
 */
export async function sendLabRequests(client: Client): Promise<void> {
  const post = async (path: string, body: object): Promise<any> => {
    const response = await client.call("POST", path, { body });
    if (response.status >= 300) throw new Error(`${path}: ${JSON.stringify(response.body)}`);
    return response.body;
  };
  await post(identities, { name: "Customer ID", code: "customerNumber", idType: "CROSS_DEVICE" });
  const account = await post(`${registry}/tenant/mixins`, {
    title: "Customer Account Details",
    type: "object",
    "meta:intendedToExtend": [profile],
    definitions: {
      customFields: {
        type: "object",
        properties: {
          [tenant]: {
            type: "object",
            properties: {
              customerID: { type: "string", title: "Customer ID" },
              planDescription: { title: "Plan Desc", type: "string" },
              loyalty: {
                type: "object",
                properties: { tier: { type: "string", enum: ["gold", "platinum"] } },
              },
            },
          },
        },
      },
    },
    allOf: [{ $ref: "#/definitions/customFields" }],
  });
  const schema = await post(`${registry}/tenant/schemas`, {
    type: "object",
    title: "Customer Account",
    description: "",
    allOf: [profile, xdm("context/profile-personal-details"), account.$id].map(($ref) => ({
      $ref,
    })),
  });
  const identity = (property: string, namespace: string, isPrimary: boolean) =>
    post(`${registry}/tenant/descriptors`, {
      "@type": "xdm:descriptorIdentity",
      "xdm:sourceSchema": schema.$id,
      "xdm:sourceVersion": 1,
      "xdm:sourceProperty": property,
      "xdm:namespace": namespace,
      "xdm:property": "xdm:code",
      "xdm:isPrimary": isPrimary,
    });
  await identity(`/${tenant}/customerID`, "customerNumber", true);
  await identity("/personalEmail/address", "Email", false);
  await joinUnion(client, schema.$id);
  const dataset = await post(`${catalog}/dataSets`, {
    name: "Customer Account Dataset",
    schemaRef: { id: schema.$id, contentType },
    tags: { unifiedProfile: ["enabled:true"], unifiedIdentity: ["enabled:true"] },
  });
  const datasetId = String(dataset[0]).replace("@/dataSets/", "");
  // A relationship without a destination property, as the bootcamp sends it.
  const plans = await post(`${registry}/tenant/schemas`, {
    type: "object",
    title: "Plans",
    allOf: [{ $ref: profile }],
  });
  await post(`${registry}/tenant/descriptors`, {
    "@type": "xdm:descriptorOneToOne",
    "xdm:sourceSchema": schema.$id,
    "xdm:sourceVersion": 1,
    "xdm:sourceProperty": `/${tenant}/planDescription`,
    "xdm:destinationSchema": plans.$id,
    "xdm:destinationVersion": 1,
  });
  await makePipeline(client);
  await makeHttpApiFlow(client, datasetId);
  // The tutorial of raw data: a target connection without a schema, and parameters on the source.
  await post(`${flowservice}/targetConnections`, {
    name: "Streaming target",
    connectionSpec: lakeSpec,
    data: { format: "json" },
    params: { dataSetId: datasetId },
  });
  const base = await post(`${flowservice}/connections`, {
    name: "Sample streaming connection",
    providerId: "521eee4d-8cbe-4906-bb48-fb6bd4450033",
    description: "Sample description",
    connectionSpec: httpApiSpec,
    auth: {
      specName: "Streaming Connection",
      params: { sourceId: "Sample connection", dataType: "xdm", name: "Sample connection" },
    },
  });
  await post(`${flowservice}/sourceConnections`, {
    name: "Sample source connection",
    baseConnectionId: base.id,
    connectionSpec: httpApiSpec,
  });
}
