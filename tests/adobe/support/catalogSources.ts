import type { Properties } from "../../../provider-sdk";
import { MYSQL, S3, tableParams } from "./batch";
import type { Harness } from "./harness";

function spec(id: string) {
  return { id, version: "1.0" };
}

/** Sources of the catalog with the parameters of Adobe's guides, and what each needs to authenticate. */
export const sources: Readonly<
  Record<string, { readonly auth?: Properties; readonly source: Properties }>
> = {
  "Amazon S3": {
    auth: { specName: "Access Key", params: { s3AccessKey: "a", s3SecretKey: "b" } },
    source: {
      connectionSpec: S3,
      format: "delimited",
      params: { path: "/in/*.csv", type: "folder", recursive: true },
      dataProperties: { columnDelimiter: "\t", compressionType: "gzip", encoding: "UTF-8" },
    },
  },
  "Azure Blob": {
    auth: { specName: "ConnectionString", params: { connectionString: "a" } },
    source: {
      connectionSpec: spec("4c10e202-c428-4796-9208-5f1f5732b1cf"),
      format: "json",
      params: { path: "/in/rows.json", type: "file" },
      dataProperties: { compressionType: "tar" },
    },
  },
  SFTP: {
    auth: {
      specName: "Basic Authentication for sftp",
      params: { host: "a", userName: "b", password: "c" },
    },
    source: {
      connectionSpec: spec("b7bf2577-4520-42c9-bae9-cad01560f7bc"),
      format: "parquet",
      params: { path: "/in/rows.parquet", type: "file" },
    },
  },
  "Google Cloud Storage": {
    auth: {
      specName: "Basic Authentication for google-cloud",
      params: { accessKeyId: "a", secretAccessKey: "b" },
    },
    source: {
      connectionSpec: spec("32e8f412-cdf7-464c-9885-78184cb113fd"),
      format: "json",
      params: { path: "/in/rows.json", type: "file" },
    },
  },
  MySQL: {
    auth: {
      specName: "Connection String Based Authentication",
      params: { connectionString: "Server=a;UID=b;PWD=c" },
    },
    source: { connectionSpec: MYSQL, format: "tabular", params: tableParams },
  },
  PostgreSQL: {
    auth: {
      specName: "Connection String Based Authentication",
      params: { connectionString: "Server=a;UID=b;Password=c" },
    },
    source: {
      connectionSpec: spec("74a1c565-4e59-48d7-9d67-7c03b8a13137"),
      format: "tabular",
      params: { tableName: "public.orders" },
    },
  },
  Snowflake: {
    auth: { specName: "ConnectionString", params: { connectionString: "jdbc:snowflake://a" } },
    source: {
      connectionSpec: spec("b2e08744-4f1a-40ce-af30-7abac3e23cf3"),
      format: "tabular",
      params: { tableName: "SHOP.ORDERS", cdcEnabled: true },
    },
  },
  Salesforce: {
    auth: {
      specName: "Basic Authentication",
      params: { environmentUrl: "https://a", username: "b", password: "c", securityToken: "d" },
    },
    source: {
      connectionSpec: spec("cfc0fee1-7dc0-40ef-b73e-d8b134c436f5"),
      format: "tabular",
      params: { ...tableParams, tableName: "Accounts" },
    },
  },
  "Microsoft Dynamics": {
    auth: {
      specName: "Basic Authentication for Dynamics-Online",
      params: { serviceUri: "https://a", username: "b", password: "c" },
    },
    source: {
      connectionSpec: spec("38ad80fe-8b06-4938-94f4-d4ee80266b07"),
      format: "tabular",
      params: {
        tableName: "contacts",
        columns: [{ name: "a", type: "string", meta: { originalType: "nvarchar" } }],
      },
    },
  },
  "Data Landing Zone": {
    source: {
      connectionSpec: spec("26f526f2-58f4-4712-961d-e41bf1ccc0e8"),
      format: "delimited",
      params: { path: "dlz-user-container/rows.csv", type: "file" },
    },
  },
  "Amazon Kinesis": {
    auth: {
      specName: "Aws Kinesis authentication credentials",
      params: { accessKeyId: "a", secretKey: "b", region: "eu-west-1" },
    },
    source: {
      connectionSpec: spec("86043421-563b-46ec-8e6c-e23184711bf6"),
      params: { stream: "chats", dataType: "raw", reset: "latest" },
    },
  },
  "Azure Event Hubs": {
    auth: {
      specName: "Azure EventHub authentication credentials",
      params: { sasKeyName: "a", sasKey: "b", namespace: "c" },
    },
    source: {
      connectionSpec: spec("bf9f5905-92b7-48bf-bf20-455bc6b60a4e"),
      params: {
        eventHubName: "chats",
        dataType: "raw",
        reset: "earliest",
        consumerGroup: "$Default",
      },
    },
  },
  "Google PubSub": {
    auth: {
      specName: "Project Based Authentication",
      params: { projectId: "a", credentials: "{}" },
    },
    source: {
      connectionSpec: spec("70116022-a743-464a-bbfe-e226a7f8210c"),
      params: { topicId: "chats", subscriptionId: "aep", dataType: "raw" },
    },
  },
};
/** The program of a source, with a base connection where it needs one. */
export async function sourceProgram(
  harness: Harness,
  name: string,
  more: Properties = {},
): Promise<Properties> {
  const { auth, source } = sources[name] ?? { source: {} };
  const { connectionSpec } = source;
  const base =
    auth === undefined
      ? {}
      : {
          baseConnectionId: await harness.ui.flows.create("connections", {
            name: "Base",
            connectionSpec,
            auth,
          }),
        };
  return { ...source, ...base, ...more };
}
