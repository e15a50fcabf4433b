import * as aep from "../../../adobe/sdk";
import { publicKey } from "../../adobe/support/publicKey";
import type { Life } from "./everyTypesLife";
import { flowObject } from "./everyTypesLife";

const MYSQL = { id: "26d738e0-8963-47ea-aadf-c60de735468a", version: "1.0" };
const S3_FILES = { id: "4fce964d-3f37-408f-9778-e597338a21ee", version: "1.0" };
const toS3 = { id: "269ba276-16fc-47db-92b0-c1049a3c131f", version: "1.0" };

/** What the tests change. */
interface TableShape {
  readonly text?: string;
  readonly other?: boolean;
}

interface Lake {
  readonly schema: aep.xdm.Schema;
  readonly dataset: aep.catalog.Dataset;
  readonly mapping: aep.dataprep.MappingSet;
}

/** A table of MySQL by a schedule and a delta column, and the export of its dataset in files. */
export function catalogTables({ text, other = false }: TableShape, lake: Lake) {
  const described = text === undefined ? {} : { description: text };
  const pair = { ...described, generation: other ? "2" : "1" };
  const nth = text ?? "first";
  const database = new aep.flow.Connection("database", {
    ...described,
    connectionSpec: MYSQL,
    auth: { specName: "Connection String Based Authentication" },
    credentials: { connectionString: `Server=db;PWD=${nth}-secret-of-the-database` },
  });
  const table = new aep.flow.SourceConnection("table", {
    ...pair,
    connectionSpec: MYSQL,
    baseConnectionId: database.id,
    format: "tabular",
    params: {
      tableName: other ? "shop.returns" : "shop.orders",
      columns: [
        { name: "id", type: "string" },
        { name: "changed_at", type: "string" },
      ],
    },
  });
  const target = new aep.flow.TargetConnection("table", {
    ...pair,
    datasetId: lake.dataset.id,
    schemaId: lake.schema.id,
  });
  new aep.flow.Dataflow("table", {
    ...described,
    flowSpec: aep.specs.tableFlow,
    sourceConnectionIds: [table.id],
    targetConnectionIds: [target.id],
    mapping: { id: lake.mapping.id, version: lake.mapping.version },
    schedule: { startTime: 4_000_000_000, frequency: "hour", interval: 6 },
    deltaColumn: { name: "changed_at", dateFormat: "yyyy-MM-dd HH:mm:ss", timezone: "UTC" },
    settleSeconds: 0,
  });

  const exports = new aep.flow.Connection("exports", {
    ...described,
    connectionSpec: S3_FILES,
    auth: { specName: "Access Key" },
    credentials: {
      s3AccessKey: "AKIAEXAMPLEEXAMPLE22",
      s3SecretKey: `${text === undefined ? "a" : "b"}secretOfTheBucketOfTheShopsecretOfTheBu`,
    },
    encryption: { publicKey },
  });
  const rows = new aep.flow.SourceConnection("rows", {
    ...pair,
    connectionSpec: aep.specs.datasetStore,
    params: { datasets: [{ dataSetId: lake.dataset.id }] },
  });
  const files = new aep.flow.TargetConnection("rows", {
    ...pair,
    connectionSpec: S3_FILES,
    baseConnectionId: exports.id,
    params: { bucketName: "shop", path: nth, datasetFileType: "JSON", compression: "NONE" },
  });
  new aep.flow.Dataflow("rows", {
    ...described,
    flowSpec: toS3,
    sourceConnectionIds: [rows.id],
    targetConnectionIds: [files.id],
    datasetExport: { interval: 1, timeUnit: "day", startTime: 4_000_000_000 },
    settleSeconds: 0,
  });
}

const described = { description: "add" } as const;
const another = { generation: "update-replace" } as const;

const dataflow: Life = {
  ...flowObject("flows"),
  update: described,
  drift: {
    happens: ({ flows }, { id }) => flows.setEnabled(id, false),
    shows: { enabled: "update" },
  },
  replace: {
    "sourceConnectionIds[0]": "update-replace",
    "targetConnectionIds[0]": "update-replace",
  },
};

/** By `<type> <name>`; in the order in which they have to be deleted. */
export const tableLife: Readonly<Record<string, Life>> = {
  "flow:Dataflow table": dataflow,
  "flow:Dataflow rows": dataflow,
  "flow:TargetConnection table": {
    ...flowObject("targetConnections"),
    update: described,
    replace: another,
  },
  "flow:TargetConnection rows": {
    ...flowObject("targetConnections"),
    update: { ...described, "params.path": "update" },
    replace: another,
  },
  "flow:SourceConnection table": {
    ...flowObject("sourceConnections"),
    update: described,
    replace: { ...another, "params.tableName": "update-replace" },
  },
  "flow:SourceConnection rows": {
    ...flowObject("sourceConnections"),
    update: described,
    replace: another,
  },
  "flow:Connection database": {
    ...flowObject("connections"),
    update: { ...described, "credentials.connectionString": "update" },
  },
  "flow:Connection exports": {
    ...flowObject("connections"),
    update: { ...described, "credentials.s3SecretKey": "update" },
  },
};
