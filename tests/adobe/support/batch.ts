import type { Properties } from "../../../provider-sdk";
import { bucketProgram, fieldGroupProgram, mappingProgram, schemaProgram } from "./programs";
import type { TestProvider } from "./provider";
import { up, urnOf } from "./stack";
import type { Deployed } from "./stack";

/** Adobe's ids of Amazon S3 as a source, and of the way from storages of files to datasets. */
export const S3 = { id: "ecadc60c-7455-4d87-84dc-2a0e293d997b", version: "1.0" };
export const cloudStorageFlow = { id: "9753525b-82c7-4dce-8a9b-5ccfce2b9876", version: "1.0" };

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
export async function makeBatchParts(provider: TestProvider, name: string): Promise<BatchParts> {
  const make = (type: string, program: Properties) => up(provider, urnOf(type, name), program);
  const schema = await make(
    "xdm:Schema",
    schemaProgram(await make("xdm:FieldGroup", fieldGroupProgram)),
  );
  const dataset = await make("catalog:Dataset", { schemaId: schema.id });
  const base = await make("flow:Connection", { ...bucketProgram, name });
  return {
    base,
    source: await make("flow:SourceConnection", {
      connectionSpec: S3,
      baseConnectionId: base.id,
      format: "delimited",
      params: { path: "/in/*.csv", type: "folder" },
      dataProperties: { columnDelimiter: ";" },
    }),
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
