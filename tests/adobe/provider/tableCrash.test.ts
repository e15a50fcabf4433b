import { specs } from "../../../adobe/sdk/specs";
import type { Properties } from "../../../provider-sdk";
import { databaseProgram, FUTURE, MYSQL, tableFlowProgram, tableParams } from "../support/batch";
import { exportProgram, S3_FILES } from "../support/destinations";
import type { Harness } from "../support/harness";
import { alsoNamed, isOfFlows, testInterruptions } from "../support/interruption";
import type { Run } from "../support/miniEngine";
import { fieldGroupProgram, mappingProgram, schemaProgram } from "../support/programs";

/**
 * The provider process is cut off from Adobe at a request of the create, the rotation or the replacement of a source of
 * tables whose dataset is exported to files, before or after Adobe has done the work. Another process then runs the same
 * program again. With TEST_FULL=1 at every request, otherwise at a sample of them.
 */
interface Shape {
  /** The program names every object itself. */
  readonly named?: boolean;
  readonly password?: string;
  readonly column?: string;
  readonly interval?: number;
}

function program({ named = false, password = "first", column = "id", interval = 1 }: Shape) {
  const called = named ? { name: "Orders" } : {};
  // A pair of connections belongs to one dataflow (Adobe): the one goes with the other.
  const pair = { ...called, generation: `${column} ${interval}` };
  return async (run: Run) => {
    const base = await run.resource("flow:Connection", "database", {
      ...databaseProgram,
      ...called,
      credentials: { connectionString: `Server=db;PWD=${password}-secret-of-the-database` },
    });
    const group = await run.resource("xdm:FieldGroup", "orders", fieldGroupProgram);
    const schema = await run.resource("xdm:Schema", "orders", schemaProgram(group));
    const dataset = await run.resource("catalog:Dataset", "orders", { schemaId: schema.id });
    const mapping = await run.resource("dataprep:MappingSet", "orders", mappingProgram(schema));
    const source = await run.resource("flow:SourceConnection", "orders", {
      ...pair,
      connectionSpec: MYSQL,
      baseConnectionId: base.id,
      format: "tabular",
      params: tableParams,
    });
    const target = await run.resource("flow:TargetConnection", "orders", {
      ...pair,
      datasetId: dataset.id,
      schemaId: schema.id,
    });
    await run.resource("flow:Dataflow", "orders", {
      ...called,
      ...tableFlowProgram(
        { source, target, mapping },
        { startTime: FUTURE, frequency: "hour", interval: 6 },
        { name: column },
      ),
    });
    await exported(run, dataset.id, named ? { ...pair, name: "Export" } : pair, interval);
  };
}

async function exported(run: Run, dataSetId: string, pair: Properties, interval: number) {
  const base = await run.resource("flow:Connection", "bucket", {
    ...("name" in pair ? { name: pair["name"] } : {}),
    connectionSpec: S3_FILES,
    auth: { specName: "Access Key" },
    credentials: {
      s3AccessKey: "AKIAEXAMPLEEXAMPLE22",
      s3SecretKey: "secretOfTheBucketOfTheShopsecretOfTheBuc",
    },
  });
  const source = await run.resource("flow:SourceConnection", "export", {
    ...pair,
    connectionSpec: specs.datasetStore,
    params: { datasets: [{ dataSetId }] },
  });
  const target = await run.resource("flow:TargetConnection", "export", {
    ...pair,
    connectionSpec: S3_FILES,
    baseConnectionId: base.id,
    params: { bucketName: "shop", path: "rows", datasetFileType: "JSON", compression: "NONE" },
  });
  const timeUnit = interval === 1 ? "day" : "hour";
  await run.resource("flow:Dataflow", "export", {
    ...("name" in pair ? { name: pair["name"] } : {}),
    ...exportProgram({ source, target }, { interval, timeUnit, startTime: FUTURE }),
  });
}

/** What the sandbox has of it. */
async function thereOf({ harness }: { readonly harness: Harness }) {
  const { flows } = harness.ui;
  const kinds = ["connections", "sourceConnections", "targetConnections", "flows"] as const;
  const all = await Promise.all(kinds.map((kind) => flows.findAll(kind)));
  const transformations = (all[3] ?? []).flatMap((one) => one["transformations"] as Properties[]);
  const schedules = (all[3] ?? []).map((one) => one["scheduleParams"] as Properties);
  return {
    counts: all.map((some) => some.length),
    copies: transformations.filter(({ name }) => name === "Copy").map(({ params }) => params),
    exports: schedules.filter((one) => "timeUnit" in one).map(({ interval }) => interval),
  };
}

const scenarios = alsoNamed<Shape>([
  ["a create", undefined, {}],
  [
    "a rotation and a replacement for another column",
    {},
    { password: "second", column: "changed_at" },
  ],
  ["a replacement for another export", {}, { interval: 6 }],
]);

testInterruptions({
  scenarios,
  program,
  at: isOfFlows,
  look: thereOf,
  expected: ({ column = "id", interval = 1 }) => ({
    counts: [2, 2, 2, 2],
    copies: [{ deltaColumn: { name: column } }],
    exports: [String(interval)],
  }),
});
