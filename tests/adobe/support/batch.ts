import { specs } from "../../../adobe/sdk/specs";
import type { Properties } from "../../../provider-sdk";
import { bucketProgram, fieldGroupProgram, mappingProgram, schemaProgram } from "./programs";
import type { TestProvider } from "./provider";
import { up, urnOf } from "./stack";
import type { Deployed } from "./stack";

/** Adobe's ids of Amazon S3 as a source, and of the way from storages of files to datasets. */
export const S3 = { id: "ecadc60c-7455-4d87-84dc-2a0e293d997b", version: "1.0" };
export const cloudStorageFlow = { id: "9753525b-82c7-4dce-8a9b-5ccfce2b9876", version: "1.0" };

/** MySQL as a source, and the way from tables to datasets. */
export const MYSQL = { id: "26d738e0-8963-47ea-aadf-c60de735468a", version: "1.0" };
export const tableFlow = specs.tableFlow;

/** A database, and a table of it with these columns. */
export const databaseProgram: Properties = {
  connectionSpec: MYSQL,
  auth: { specName: "Connection String Based Authentication" },
  credentials: { connectionString: "Server=db;UID=shop;PWD=first-secret-of-the-database" },
};
export const tableParams: Properties = {
  tableName: "shop.orders",
  columns: [
    { name: "id", type: "string", xdm: { type: "string" } },
    { name: "changed_at", type: "string", xdm: { type: "string", format: "date-time" } },
  ],
};

/** Start times that have passed, and that come after the tests. */
export const PAST = 1_700_000_000;
export const FUTURE = 4_000_000_000;

/** What a batch dataflow needs, each by its kind. */
export interface BatchParts {
  readonly base: Deployed;
  readonly source: Deployed;
  readonly target: Deployed;
  readonly mapping: Deployed;
}

/** Makes them; each has this name. */
export function makeBatchParts(provider: TestProvider, name: string): Promise<BatchParts> {
  return makeParts(provider, name, bucketProgram, {
    connectionSpec: S3,
    format: "delimited",
    params: { path: "/in/*.csv", type: "folder" },
    dataProperties: { columnDelimiter: ";" },
  });
}

/** The same of a table. */
export function makeTableParts(provider: TestProvider, name: string): Promise<BatchParts> {
  return makeParts(provider, name, databaseProgram, {
    connectionSpec: MYSQL,
    format: "tabular",
    params: tableParams,
  });
}

async function makeParts(
  provider: TestProvider,
  name: string,
  account: Properties,
  source: Properties,
): Promise<BatchParts> {
  const make = (type: string, program: Properties) => up(provider, urnOf(type, name), program);
  const schema = await make(
    "xdm:Schema",
    schemaProgram(await make("xdm:FieldGroup", fieldGroupProgram)),
  );
  const dataset = await make("catalog:Dataset", { schemaId: schema.id });
  const base = await make("flow:Connection", { ...account, name });
  return {
    base,
    source: await make("flow:SourceConnection", { ...source, baseConnectionId: base.id }),
    target: await make("flow:TargetConnection", { datasetId: dataset.id, schemaId: schema.id }),
    mapping: await make("dataprep:MappingSet", mappingProgram(schema)),
  };
}

/** A dataflow of them. */
export function batchFlowProgram(
  { source, target, mapping }: Omit<BatchParts, "base">,
  schedule: Properties | undefined,
): Properties {
  return {
    flowSpec: cloudStorageFlow,
    sourceConnectionIds: [source.id],
    targetConnectionIds: [target.id],
    mapping: { id: mapping.id, version: mapping.outputs["version"] },
    settleSeconds: 0,
    ...(schedule === undefined ? {} : { schedule }),
  };
}

/** A dataflow from a table. */
export function tableFlowProgram(
  parts: Omit<BatchParts, "base">,
  schedule: Properties | undefined,
  deltaColumn: Properties | undefined,
): Properties {
  const delta = deltaColumn === undefined ? {} : { deltaColumn };
  return { ...batchFlowProgram(parts, schedule), flowSpec: tableFlow, ...delta };
}
