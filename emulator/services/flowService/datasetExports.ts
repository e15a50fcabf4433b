import { arrayOf, objectOf, textOf, type JsonObject } from "../../common/json";
import type { FlowObject } from "../../state/entities";
import { datasetStore } from "./destinationSpecs";
import { flowError, flowErrors } from "./errors";

/** Hours between two exports of datasets, by the guide. */
const hours = [3, 6, 9, 12, 24];

/** Whether a dataflow to a destination exports datasets, and not audiences. Its flow spec is the same. */
export function exportsDatasets(sources: readonly FlowObject[]): boolean {
  return sources.some(({ body }) => objectOf(body["connectionSpec"])["id"] === datasetStore);
}

/** Rejects an export of datasets that does not fit the guide. */
export function checkDatasetExport(body: JsonObject, targets: readonly FlowObject[]): void {
  if (arrayOf(body["transformations"]).length > 0)
    reject("A dataflow that exports datasets has no transformations.");
  const { interval, timeUnit, startTime } = objectOf(body["scheduleParams"]);
  if (!/^\d{1,11}$/u.test(textOf(startTime)))
    reject("scheduleParams.startTime must be a whole number of seconds.");
  const allowed = { hour: hours, day: [1] }[textOf(timeUnit)];
  if (allowed === undefined) reject("scheduleParams.timeUnit must be hour or day.");
  if (!allowed.includes(Number(interval)))
    reject(`scheduleParams.interval must be one of ${allowed.join(", ")}.`);
  const untyped = targets.some(
    ({ body: target }) => objectOf(target["params"])["datasetFileType"] === undefined,
  );
  if (untyped) reject("Required: params.datasetFileType of the target connection.");
}

function reject(detail: string): never {
  throw flowError(flowErrors.badExport, detail);
}
