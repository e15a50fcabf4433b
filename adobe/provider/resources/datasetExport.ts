import * as z from "zod";

import type { CheckFailure } from "../../../provider-sdk";
import type { FlowItem } from "../../client/flowService";
import { isObject } from "../../client/json";
import type { Json } from "../../client/json";
import { isGiven, isUnknown } from "../lifecycle/unknown";
import { objectIn } from "./common";
import { startTime } from "./startTime";
import { shownValue } from "./texts";

/**
 * When a dataflow exports datasets to a storage of files, by Adobe's guide (help/destinations/api/export-datasets.md). Its
 * keys are other ones than those of a source's schedule.
 */
const datasetExport = z.strictObject({
  interval: z
    .int()
    .min(1)
    .describe("Time between two exports: 3, 6, 9, 12 or 24 for `hour`, and 1 for `day`."),
  timeUnit: z
    .enum(["hour", "day"])
    .meta({
      id: "ExportTimeUnit",
      description: "The unit of the time between two exports.",
      values: { hour: "Hours.", day: "Days." },
    })
    .describe("Unit of `interval`."),
  startTime: startTime.describe("Start of the first export, in seconds since 1970."),
});
export type DatasetExport = z.infer<typeof datasetExport>;

export const datasetExportInput = datasetExport
  .meta({ id: "DatasetExport", description: "When a dataflow exports datasets." })
  .optional()
  .describe(
    "When a dataflow exports datasets to a file storage. Its source connection has `specs.datasetStore` and `params.datasets`, its target connection `params.datasetFileType` (`JSON` or `PARQUET`), and the flow specification is that of the storage. A change makes a new dataflow: no document of Adobe shows how to change it in a living one. Change the `generation` of both connections with it.",
  );

const intervals: Readonly<Record<string, readonly number[]>> = {
  hour: [3, 6, 9, 12, 24],
  day: [1],
};

/** What only other dataflows have. */
const others = ["schedule", "mapping", "activation", "deltaColumn", "encryption"] as const;

/** What else of a dataflow is looked at. Values may be unknown. */
type Others = Readonly<Partial<Record<(typeof others)[number] | "errorDiagnostics", unknown>>>;

/** What is wrong with it, and between it and the other parts of a dataflow. Values may be unknown: nothing is said of those. */
export function datasetExportFaults(
  value: unknown,
  dataflow: Others,
  warn: (message: string) => void,
): CheckFailure[] {
  const remark = diagnosticsRemark(value, dataflow);
  if (remark !== undefined) warn(remark);
  if (!isGiven(value)) return [];
  const other = others.find((name) => isGiven(dataflow[name]));
  if (other !== undefined)
    return [
      {
        property: other,
        reason:
          "is not for a dataflow that exports datasets, and there is datasetExport; leave one out",
      },
    ];
  const { interval, timeUnit } = isObject(value) ? value : {};
  if (typeof interval !== "number" || typeof timeUnit !== "string" || isUnknown(timeUnit))
    return [];
  const allowed = intervals[timeUnit];
  if (allowed === undefined || allowed.includes(interval)) return [];
  const reason = `must be ${allowed.join(", ")} for the timeUnit "${timeUnit}", not ${interval}; correct it`;
  return [{ property: "datasetExport.interval", reason }];
}

/** Adobe's guides to destinations have no such option, so it is not sent. */
function diagnosticsRemark(exported: unknown, { activation, errorDiagnostics }: Others) {
  const what = isGiven(exported) ? "datasetExport" : "activation";
  return errorDiagnostics === false && (isGiven(exported) || isGiven(activation))
    ? `errorDiagnostics: is of a dataflow that brings rows to a dataset, and is not sent for one with ${what}; leave it out`
    : undefined;
}

/** The export of a dataflow at Adobe; undefined when it has none, or one of another form. */
export function datasetExportOf(flow: FlowItem): DatasetExport | undefined {
  const there = objectIn(flow, "scheduleParams");
  const given = Object.keys(datasetExport.shape).map((key) => [key, shownValue(there[key])]);
  return datasetExport.safeParse(Object.fromEntries(given)).data;
}

/** What a dataflow that exports datasets is made with. */
export function datasetExportBody(wanted: DatasetExport): Json {
  return { transformations: [], scheduleParams: wanted };
}
