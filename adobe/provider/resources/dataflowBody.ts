import type { Json } from "../../client/json";
import type { Activation } from "./activation";
import { emptyTransformation } from "./activationForm";
import { transformation } from "./dataflowForm";
import type { MappingRef } from "./dataflowForm";
import { datasetExportBody } from "./datasetExport";
import type { DatasetExport } from "./datasetExport";
import { copyTransformation } from "./deltaColumn";
import type { DeltaColumn } from "./deltaColumn";
import { encryptionTransformation } from "./encryptedFiles";
import type { Encryption } from "./encryptedFiles";
import { scheduleParams } from "./schedule";
import type { Schedule } from "./schedule";

interface Wanted {
  readonly mapping?: MappingRef | undefined;
  readonly schedule?: Schedule | undefined;
  readonly deltaColumn?: DeltaColumn | undefined;
  readonly encryption?: Encryption | undefined;
  readonly activation?: Activation | undefined;
  readonly datasetExport?: DatasetExport | undefined;
  readonly errorDiagnostics?: boolean | undefined;
}

/** What a dataflow is made with, by where it leads. */
export function dataflowBody(wanted: Wanted): Json {
  const { activation, datasetExport } = wanted;
  if (activation !== undefined) return { transformations: [emptyTransformation(activation)] };
  return datasetExport === undefined ? sourceBody(wanted) : datasetExportBody(datasetExport);
}

/** What a dataflow to a dataset is made with, in the order of Adobe's guides. */
function sourceBody(wanted: Wanted): Json {
  const { mapping, schedule, deltaColumn, encryption, errorDiagnostics } = wanted;
  const transformations = [
    ...(deltaColumn === undefined ? [] : [copyTransformation(deltaColumn)]),
    ...(mapping === undefined ? [] : [transformation(mapping)]),
    ...(encryption === undefined ? [] : [encryptionTransformation(encryption)]),
  ];
  return {
    ...(transformations.length === 0 ? {} : { transformations }),
    ...(schedule === undefined ? {} : { scheduleParams: scheduleParams(schedule) }),
    options: { errorDiagnosticsEnabled: errorDiagnostics ?? true },
  };
}
