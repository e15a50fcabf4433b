import type { Properties } from "../../../provider-sdk";
import { batchFlowProgram, FUTURE, S3 } from "../support/batch";
import type { Harness } from "../support/harness";
import { alsoNamed, isOfFlows, testInterruptions } from "../support/interruption";
import type { Run } from "../support/miniEngine";
import {
  bucketProgram,
  fieldGroupProgram,
  mappingProgram,
  schemaProgram,
} from "../support/programs";

/**
 * The provider process is cut off from Adobe at a request of the create, the rotation, the rescheduling or the
 * replacement of a batch source, before or after Adobe has done the work. Another process then runs the same program
 * again. With TEST_FULL=1 at every request, otherwise at a sample of them.
 */
interface Shape {
  /** The program names every object itself. */
  readonly named?: boolean;
  readonly key?: string;
  readonly interval?: number;
  readonly path?: string;
}

const FIRST = "first-secret-of-the-bucket";
const SECOND = "second-secret-of-the-bucket";

function program({ named = false, key = FIRST, interval = 6, path = "/in/*.csv" }: Shape) {
  const called = named ? { name: "Files" } : {};
  return async (run: Run) => {
    const base = await run.resource("flow:Connection", "bucket", {
      ...bucketProgram,
      ...called,
      name: named ? "Bucket" : undefined,
      credentials: { s3SecretKey: key },
    });
    const group = await run.resource("xdm:FieldGroup", "files", fieldGroupProgram);
    const schema = await run.resource("xdm:Schema", "files", schemaProgram(group));
    const dataset = await run.resource("catalog:Dataset", "files", { schemaId: schema.id });
    const mapping = await run.resource("dataprep:MappingSet", "files", mappingProgram(schema));
    // A pair of connections belongs to one dataflow (Adobe): the one goes with the other.
    const pair = { ...called, generation: path };
    const source = await run.resource("flow:SourceConnection", "files", {
      ...pair,
      connectionSpec: S3,
      baseConnectionId: base.id,
      format: "delimited",
      params: { path, type: "folder" },
      dataProperties: { columnDelimiter: ";" },
    });
    const target = await run.resource("flow:TargetConnection", "files", {
      ...pair,
      datasetId: dataset.id,
      schemaId: schema.id,
    });
    await run.resource("flow:Dataflow", "files", {
      ...called,
      ...batchFlowProgram(
        { source, target, mapping },
        { startTime: FUTURE, frequency: "hour", interval },
      ),
    });
  };
}

/** What the sandbox has of the source. */
async function sourcesOf({ harness }: { readonly harness: Harness }) {
  const { flows } = harness.ui;
  const [bases, sources, targets, dataflows] = await Promise.all([
    flows.findAll("connections"),
    flows.findAll("sourceConnections"),
    flows.findAll("targetConnections"),
    flows.findAll("flows"),
  ]);
  return {
    counts: [bases, sources, targets, dataflows].map((all) => all.length),
    paths: sources.map((one) => (one["params"] as Properties)["path"]),
    intervals: dataflows.map((one) => (one["scheduleParams"] as Properties)["interval"]),
  };
}

const scenarios = alsoNamed<Shape>([
  ["a create", undefined, {}],
  ["a rotation and a new interval", {}, { key: SECOND, interval: 12 }],
  ["a replacement for another path", {}, { path: "/other/*.csv" }],
]);

testInterruptions({
  scenarios,
  program,
  at: isOfFlows,
  look: sourcesOf,
  expected: ({ path = "/in/*.csv", interval = 6 }) => ({
    counts: [1, 1, 1, 1],
    paths: [path],
    intervals: [String(interval)],
  }),
});
