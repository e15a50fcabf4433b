import type { JsonObject } from "../../common/json";
import { destinations, destinationFlowSpecs } from "./destinationSpecs";
import { fileSources } from "./fileSpecs";
import {
  authSpec,
  connectionSpecIds,
  connectionSpecOf,
  draft,
  permissions,
  providers,
  secret,
  target,
  text,
  type Entry,
} from "./specParts";
import { copy, tableSourceIds, tableSources } from "./tableSpecs";

/** A part of Adobe's catalog: sources whose specifications its guides print, in whole or in part. */

/** Files of a storage, as a source. */
const files = {
  name: "CloudStorage",
  type: "CloudStorage",
  spec: {
    ...draft,
    properties: {
      path: text,
      type: { ...text, enum: ["file", "folder"] },
      recursive: { type: "boolean" },
    },
  },
};

/** Messages of a stream, as a source. */
function stream(properties: JsonObject, required: readonly string[]): JsonObject {
  const dataType = { ...text, enum: ["raw", "xdm"] };
  return {
    name: "Stream",
    type: "Stream",
    spec: { ...draft, properties: { ...properties, dataType }, required },
  };
}
const reset = { ...text, enum: ["latest", "earliest"] };

/** Sources. */
const sources: readonly Entry[] = [
  {
    id: "ecadc60c-7455-4d87-84dc-2a0e293d997b",
    name: "amazon-s3",
    label: "Amazon S3",
    provider: "batch",
    category: "Cloud Storage",
    authSpec: [
      // The guide prints these required names, which the properties do not have.
      authSpec(
        "Access Key",
        "Access Key Auth",
        { s3AccessKey: text, s3SecretKey: secret, s3SessionToken: secret },
        ["accessKeyId", "secretAccessKey"],
      ),
    ],
    sourceSpec: files,
  },
  {
    id: "4c10e202-c428-4796-9208-5f1f5732b1cf",
    name: "azure-blob",
    label: "Azure Blob Storage",
    provider: "batch",
    category: "Cloud Storage",
    authSpec: [authSpec("ConnectionString", "ConnectionString", { connectionString: secret })],
    sourceSpec: files,
  },
  {
    id: "b7bf2577-4520-42c9-bae9-cad01560f7bc",
    name: "sftp",
    label: "SFTP",
    provider: "batch",
    category: "Cloud Storage",
    authSpec: [
      authSpec("Basic Authentication for sftp", "BasicAuthentication", {
        host: text,
        userName: text,
        password: secret,
      }),
      authSpec(
        "SSH PublicKey Authentication for sftp",
        "SshPublicKey",
        {
          host: text,
          port: { type: "integer" },
          userName: text,
          privateKeyContent: secret,
          passPhrase: secret,
        },
        ["host", "userName", "privateKeyContent"],
      ),
    ],
    sourceSpec: files,
  },
  {
    id: "32e8f412-cdf7-464c-9885-78184cb113fd",
    name: "google-cloud",
    label: "Google Cloud Storage",
    provider: "batch",
    category: "Cloud Storage",
    authSpec: [
      authSpec(
        "Basic Authentication for google-cloud",
        "Basic Authentication",
        { accessKeyId: text, secretAccessKey: secret, bucketName: text, folderPath: text },
        ["accessKeyId", "secretAccessKey"],
      ),
    ],
    sourceSpec: files,
  },
  {
    id: "26f526f2-58f4-4712-961d-e41bf1ccc0e8",
    name: "landing-zone",
    label: "Data Landing Zone",
    provider: "batch",
    category: "Cloud Storage",
    authSpec: [],
    sourceSpec: files,
  },
  {
    id: "86043421-563b-46ec-8e6c-e23184711bf6",
    name: "Amazon Kinesis",
    label: "Amazon Kinesis",
    provider: "streaming",
    category: "Streaming",
    authSpec: [
      authSpec("Aws Kinesis authentication credentials", "KinesisAuth", {
        accessKeyId: text,
        secretKey: secret,
        region: text,
      }),
    ],
    sourceSpec: stream({ stream: text, reset }, ["stream"]),
    targetSpec: target({ stream: text, region: text }, ["stream"]),
  },
  {
    id: "bf9f5905-92b7-48bf-bf20-455bc6b60a4e",
    name: "Azure Event Hubs",
    label: "Azure Event Hubs",
    provider: "streaming",
    category: "Streaming",
    authSpec: [
      authSpec("Azure EventHub authentication credentials", "EventHubAuth", {
        sasKeyName: text,
        sasKey: secret,
        namespace: text,
      }),
    ],
    sourceSpec: stream({ eventHubName: text, consumerGroup: text, reset }, ["eventHubName"]),
    targetSpec: target({ eventHubName: text }, ["eventHubName"]),
  },
  {
    id: "70116022-a743-464a-bbfe-e226a7f8210c",
    name: "Google PubSub",
    label: "Google PubSub",
    provider: "streaming",
    category: "Streaming",
    authSpec: [
      authSpec("Project Based Authentication", "GooglePubSubAuth", {
        projectId: text,
        credentials: secret,
      }),
    ],
    sourceSpec: stream({ topicId: text, subscriptionId: text }, []),
  },
];

/** Sources and destinations of the catalog. */
export const catalogConnectionSpecs: readonly JsonObject[] = [
  ...sources,
  ...fileSources(files),
  ...tableSources,
  ...destinations,
].map(connectionSpecOf);

const { dataLake, httpApi } = connectionSpecIds;

const mapping = {
  name: "Mapping",
  spec: { ...draft, properties: { mappingId: text, mappingVersion: text } },
};

/** When files and tables are read: the guides to both print the same. */
const scheduleSpec: JsonObject = {
  name: "PeriodicSchedule",
  type: "Periodic",
  spec: {
    ...draft,
    properties: {
      startTime: { type: "integer" },
      frequency: { ...text, enum: ["once", "minute", "hour", "day", "week"] },
      interval: { type: "integer" },
      backfill: { type: "boolean", default: true },
    },
    required: ["startTime", "frequency"],
    if: { properties: { frequency: { const: "once" } } },
    then: {
      allOf: [{ not: { required: ["interval"] } }, { not: { required: ["backfill"] } }],
    },
    else: {
      required: ["interval"],
      if: { properties: { frequency: { const: "minute" } } },
      then: { properties: { interval: { minimum: 15 } } },
      else: { properties: { interval: { minimum: 1 } } },
    },
  },
};

/** Ways to move data of the catalog. */
export const catalogFlowSpecs: readonly JsonObject[] = [
  {
    id: "9753525b-82c7-4dce-8a9b-5ccfce2b9876",
    name: "CloudStorageToAEP",
    providerId: providers.batch,
    version: "1.0",
    attributes: { isSourceFlow: true, frequency: "batch" },
    sourceConnectionSpecIds: [
      "b3ba5556-48be-44b7-8b85-ff2b69b46dc4",
      "ecadc60c-7455-4d87-84dc-2a0e293d997b",
      "b7829c2f-2eb0-4f49-a6ee-55e33008b629",
      "4c10e202-c428-4796-9208-5f1f5732b1cf",
      "fb2e94c9-c031-467d-8103-6bd6e0a432f2",
      "32e8f412-cdf7-464c-9885-78184cb113fd",
      "b7bf2577-4520-42c9-bae9-cad01560f7bc",
      "998b8ae3-cec0-43b7-8abe-40b1eb4ee069",
      "be5ec48c-5b78-49d5-b8fa-7c89ec4569b8",
      "54e221aa-d342-4707-bcff-7a4bceef0001",
      "c85f9425-fb21-426c-ad0b-405e9bd8a46c",
      "26f526f2-58f4-4712-961d-e41bf1ccc0e8",
    ],
    targetConnectionSpecIds: [dataLake],
    transformationSpecs: [mapping],
    scheduleSpec,
    permissionsInfo: permissions("batch"),
  },
  {
    id: "14518937-270c-4525-bdec-c2ba7cce3860",
    name: "CRMToAEP",
    providerId: providers.batch,
    version: "1.0",
    attributes: { isSourceFlow: true, frequency: "batch" },
    sourceConnectionSpecIds: tableSourceIds,
    targetConnectionSpecIds: [dataLake],
    transformationSpecs: [copy, mapping],
    scheduleSpec,
    permissionsInfo: permissions("batch"),
  },
  {
    id: "d69717ba-71b4-4313-b654-49f9cf126d7a",
    name: "Stream data with optional transformation",
    providerId: providers.streaming,
    version: "1.0",
    attributes: { isSourceFlow: true, frequency: "streaming" },
    sourceConnectionSpecIds: [
      httpApi,
      "bf9f5905-92b7-48bf-bf20-455bc6b60a4e",
      "86043421-563b-46ec-8e6c-e23184711bf6",
      "70116022-a743-464a-bbfe-e226a7f8210c",
    ],
    targetConnectionSpecIds: [
      "bf9f5905-92b7-48bf-bf20-455bc6b60a4e",
      dataLake,
      "db4fe783-ef79-4a12-bda9-32b2b1bc3b2c",
    ],
    transformationSpecs: [mapping],
    permissionsInfo: permissions("streaming"),
  },
  ...destinationFlowSpecs,
];
