import { GetApisCommand } from "@aws-sdk/client-apigatewayv2";
import { DescribeAlarmsCommand, ListDashboardsCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { ListRolesCommand } from "@aws-sdk/client-iam";
import { ListEventSourceMappingsCommand, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { ListSecretsCommand } from "@aws-sdk/client-secrets-manager";
import { ListTopicsCommand } from "@aws-sdk/client-sns";
import { ListQueuesCommand } from "@aws-sdk/client-sqs";

import type { EmulatorClient } from "../../emulator/client";
import { connect, type Aws } from "../aws/clients";
import { request } from "../request";
import type { LocalAws } from "../services";
import { awsIdentity, quietSdk } from "../services/ministack";
import { DemoError } from "./errors";

/** The objects in the emulators, of the kinds that the program creates, as `kind name`. */
export type Inventory = ReadonlySet<string>;

/** The objects in AWS, read through AWS's own API. */
export async function listAws({ url, credentials }: LocalAws): Promise<Inventory> {
  Object.assign(process.env, quietSdk);
  const lists = await Promise.all(
    awsLists(connect(url, awsIdentity.region, credentials.sessionToken)),
  );
  return new Set(
    lists.flatMap(({ kind, names = [] }) => names.map((name) => `${kind} ${name ?? "?"}`)),
  );
}

interface AwsList {
  readonly kind: string;
  readonly names: readonly (string | undefined)[] | undefined;
}

function awsLists(aws: Aws): Promise<AwsList>[] {
  const list = async <T>(
    kind: string,
    response: Promise<T>,
    names: (response: T) => AwsList["names"],
  ): Promise<AwsList> => ({ kind, names: names(await response) });
  return [
    list("API", aws.apiGateway.send(new GetApisCommand({})), ({ Items }) =>
      Items?.map((item) => item.Name),
    ),
    list("alarm", aws.cloudwatch.send(new DescribeAlarmsCommand({})), ({ MetricAlarms }) =>
      MetricAlarms?.map((item) => item.AlarmName),
    ),
    list("dashboard", aws.cloudwatch.send(new ListDashboardsCommand({})), ({ DashboardEntries }) =>
      DashboardEntries?.map((item) => item.DashboardName),
    ),
    list("log group", aws.logs.send(new DescribeLogGroupsCommand({})), ({ logGroups }) =>
      logGroups?.map((item) => item.logGroupName),
    ),
    list("bucket", aws.s3.send(new ListBucketsCommand({})), ({ Buckets }) =>
      Buckets?.map((item) => item.Name),
    ),
    list("table", aws.dynamodb.send(new ListTablesCommand({})), ({ TableNames }) => TableNames),
    list("role", aws.iam.send(new ListRolesCommand({})), ({ Roles }) =>
      Roles?.map((item) => item.RoleName),
    ),
    list("function", aws.lambda.send(new ListFunctionsCommand({})), ({ Functions }) =>
      Functions?.map((item) => item.FunctionName),
    ),
    list(
      "event source mapping",
      aws.lambda.send(new ListEventSourceMappingsCommand({})),
      ({ EventSourceMappings }) => EventSourceMappings?.map((item) => item.UUID),
    ),
    list(
      "secret",
      aws.secrets.send(new ListSecretsCommand({ IncludePlannedDeletion: true })),
      ({ SecretList }) => SecretList?.map((item) => item.Name),
    ),
    list("topic", aws.sns.send(new ListTopicsCommand({})), ({ Topics }) =>
      Topics?.map((item) => item.TopicArn),
    ),
    list("queue", aws.sqs.send(new ListQueuesCommand({})), ({ QueueUrls }) => QueueUrls),
  ];
}

/** Paths of Adobe's lists, by kind of object. */
const ADOBE_LISTS: Readonly<Record<string, string>> = {
  "field group": "/data/foundation/schemaregistry/tenant/fieldgroups",
  schema: "/data/foundation/schemaregistry/tenant/schemas",
  descriptor: "/data/foundation/schemaregistry/tenant/descriptors",
  dataset: "/data/foundation/catalog/dataSets",
  "mapping set": "/data/foundation/conversion/mappingSets?limit=100&start=0",
  connection: "/data/foundation/flowservice/connections?limit=100",
  "source connection": "/data/foundation/flowservice/sourceConnections?limit=100",
  "target connection": "/data/foundation/flowservice/targetConnections?limit=100",
  dataflow: "/data/foundation/flowservice/flows?limit=100",
};

/** The objects in AEP, read through Adobe's own API. */
export async function listAdobe(emulator: EmulatorClient): Promise<Inventory> {
  const headers = await emulator.headers();
  const found = await Promise.all(
    Object.entries(ADOBE_LISTS).map(async ([kind, path]) => {
      const accept = acceptOf(path);
      const response = await request(emulator.url + path, { headers: { ...headers, accept } });
      if (!response.ok) throw new DemoError(`GET ${path} returned HTTP ${response.status}`);
      return objectNames(JSON.parse(response.text)).map((name) => `${kind} ${name}`);
    }),
  );
  return new Set(found.flat());
}

function acceptOf(path: string): string {
  if (path.endsWith("/descriptors")) return "application/vnd.adobe.xdm+json";
  return path.includes("schemaregistry") ? "application/vnd.adobe.xed-id+json" : "application/json";
}

/**
 * The names in a response of any of Adobe's lists: `results` or `items` or `data`, an array, an object
 * keyed by id (datasets), or one keyed by type (descriptors).
 */
export function objectNames(response: unknown): string[] {
  if (typeof response !== "object" || response === null) return [];
  if (Array.isArray(response)) return response.map(objectName);
  for (const key of ["results", "items", "data"]) {
    const list = (response as Record<string, unknown>)[key];
    if (Array.isArray(list)) return list.map(objectName);
  }
  return Object.entries(response).flatMap(([key, value]) =>
    key.startsWith("_") ? [] : Array.isArray(value) ? value.map(objectName) : [key],
  );
}

function objectName(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  const { title, name, id, ...rest } = value as Record<string, unknown>;
  const ids = [title, name, id, rest["$id"], rest["@id"]].filter(
    (text) => typeof text === "string",
  );
  return ids.length === 0 ? JSON.stringify(value) : ids.slice(0, 2).join(" ");
}

/** What `after` contains and `before` did not. */
export function leftOver(before: Inventory, after: Inventory): string[] {
  return [...after].filter((item) => !before.has(item)).sort();
}
