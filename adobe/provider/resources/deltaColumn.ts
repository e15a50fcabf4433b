import * as z from "zod";

import type { CheckFailure } from "../../../provider-sdk";
import type { FlowItem } from "../../client/flowService";
import { isObject } from "../../client/json";
import type { Json } from "../../client/json";
import { isGiven, isUnknown } from "../lifecycle/unknown";
import { named } from "./notWritten";
import type { KnownKeys } from "./notWritten";
import { paramsOf } from "./sourceTransformation";

/**
 * What makes a dataflow from tables take only what is new, by Adobe's guides to databases and CRMs
 * (help/sources/tutorials/api/collect/database-nosql.md, crm.md).
 */
const deltaColumn = z.strictObject({
  name: z
    .string()
    .min(1, { error: "is empty; name a column" })
    .describe("Name of the column: one of `columns` of the source connection, where it has any."),
  dateFormat: z
    .string()
    .min(1)
    .optional()
    .describe(
      "Format of its values, as `yyyy-MM-dd HH:mm:ss`; of Azure Table Storage and Microsoft Dynamics `yyyy-MM-ddTHH:mm:ssZ`.",
    ),
  timezone: z
    .string()
    .min(1)
    .optional()
    .describe("Time zone of its values. Adobe ingests tables in `UTC` only."),
});
export type DeltaColumn = z.infer<typeof deltaColumn>;

export const deltaColumnInput = deltaColumn
  .meta({
    id: "DeltaColumn",
    description: "The column by which a dataflow from tables tells new rows from those it has.",
  })
  .optional()
  .describe(
    "For a source of tables: the column that holds the time of a row's last change. With it, each run takes only the rows that are new. Needs a `schedule`. A change makes a new dataflow: no document of Adobe shows how to change it in a living one. Change the `generation` of both connections with it.",
  );

/** The transformation that has it. */
export const COPY = "Copy";

/** What of its parameters a program can write. */
export const copyKeys: KnownKeys = { deltaColumn: named("name", "dateFormat", "timezone") };

/** The column of a dataflow at Adobe; undefined when it has none, or one that no program can write. */
export function deltaColumnOf(flow: FlowItem): DeltaColumn | undefined {
  const there = paramsOf(flow, COPY)["deltaColumn"];
  if (!isObject(there)) return undefined;
  const given = Object.keys(deltaColumn.shape).filter((key) => (there[key] ?? "") !== "");
  return deltaColumn.safeParse(Object.fromEntries(given.map((key) => [key, there[key]]))).data;
}

export function copyTransformation(column: DeltaColumn): Json {
  return { name: COPY, params: { deltaColumn: column } };
}

/** What is wrong between it and the other parts of a dataflow. Values may be unknown: nothing is said of those. */
export function deltaColumnFaults(
  value: unknown,
  { activation, schedule }: Readonly<Record<"activation" | "schedule", unknown>>,
  warn: (message: string) => void,
): CheckFailure[] {
  if (!isGiven(value)) return [];
  const fault = (reason: string) => [{ property: "deltaColumn", reason }];
  if (isGiven(activation))
    return fault("is of a source of tables; a dataflow with activation has none: leave it out");
  if (schedule === undefined)
    return fault("is for a dataflow that runs by a schedule; give schedule, or leave it out");
  const timezone = isObject(value) ? value["timezone"] : undefined;
  if (typeof timezone === "string" && !isUnknown(timezone) && timezone.toUpperCase() !== "UTC")
    warn(
      `deltaColumn.timezone is ${JSON.stringify(timezone)}: Adobe's guide says that time zones of all sources of tables have to be UTC`,
    );
  return [];
}
