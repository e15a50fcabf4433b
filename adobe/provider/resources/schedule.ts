import * as z from "zod";

import type { CheckFailure } from "../../../provider-sdk";
import type { FlowItem } from "../../client/flowService";
import type { SpecItem } from "../../client/flowSpecs";
import { isObject } from "../../client/json";
import type { Json } from "../../client/json";
import { listed, plain } from "../../client/text";
import { specs } from "../../sdk/specs";
import type { Operation } from "../lifecycle/definition";
import { isGiven, isUnknown } from "../lifecycle/unknown";
import { exportFaults } from "./activation";
import type { Activation } from "./activation";
import { objectIn, textsOf } from "./common";
import type { DeltaColumn } from "./deltaColumn";
import { deltaFaults } from "./deltaVerification";
import { specFor } from "./specLookup";
import { schemaFaults } from "./specSchema";
import { startTime } from "./startTime";
import { shownValue } from "./texts";

/** When a dataflow runs, by the `scheduleSpec` in Adobe's guide to cloud storage sources. */
const schedule = z.strictObject({
  startTime: startTime.describe(
    "Start of the first run, in seconds since 1970. Fixed once it has passed.",
  ),
  frequency: z
    .enum(["once", "minute", "hour", "day", "week"])
    .meta({
      id: "ScheduleFrequency",
      description: "The unit of a schedule's interval.",
      values: {
        once: "A single time.",
        minute: "Minutes.",
        hour: "Hours.",
        day: "Days.",
        week: "Weeks.",
      },
    })
    .describe("Unit of `interval`; `once`: a single run, whose schedule is fixed."),
  interval: z
    .int()
    .min(1)
    .optional()
    .describe("Time between two runs, such as 15: for `minute` at least 15. Not for `once`."),
  backfill: z
    .boolean()
    .optional()
    .describe(
      "Whether the first run takes what was there before `startTime`. Adobe's default is true. Not for `once`.",
    ),
});
export type Schedule = z.infer<typeof schedule>;

export const scheduleInput = schedule
  .meta({ id: "Schedule", description: "When a dataflow runs." })
  .optional()
  .describe(
    "When a batch dataflow runs, whose specification requires it (`scheduled` of `getFlowSpec`). Changed in place, but a start time that has passed, a schedule of a single run, and a schedule that is left out make a new dataflow: Adobe cannot change them. A pair of connections belongs to one dataflow (see TargetConnection): change the `generation` of both with it.",
  );

/** The shortest interval in minutes. */
const MIN_MINUTES = 15;
const ONCE = "once";
/** Keys that a dataflow that runs once cannot have. */
const recurringKeys = ["interval", "backfill"] as const;
/** What Adobe's specification has as the default. */
export const BACKFILL = true;

/** What is wrong between the parts of a schedule. Values may be unknown: nothing is said of those. */
export function scheduleFaults(value: unknown): CheckFailure[] {
  if (!isObject(value)) return [];
  const { frequency, interval } = value;
  const fault = (key: string, reason: string) => [{ property: `schedule.${key}`, reason }];
  if (frequency === ONCE) {
    return recurringKeys
      .filter((key) => isGiven(value[key]))
      .flatMap((key) => fault(key, `is not for the frequency "once"; leave it out`));
  }
  if (!schedule.shape.frequency.safeParse(frequency).success) return [];
  const named = `the frequency "${String(frequency)}"`;
  if (interval === undefined)
    return fault("interval", `is required with ${named}; give the time between two runs`);
  const isTooShort =
    frequency === "minute" && typeof interval === "number" && interval < MIN_MINUTES;
  return isTooShort
    ? fault(
        "interval",
        `must be at least ${MIN_MINUTES} with ${named}, not ${interval}; correct it`,
      )
    : [];
}

/** The schedule of a dataflow at Adobe; undefined when it has none, or one that no program can write. */
export function scheduleOf(flow: FlowItem): Schedule | undefined {
  const there = objectIn(flow, "scheduleParams");
  const frequency = there["frequency"];
  const keys =
    frequency === ONCE ? (["startTime"] as const) : (["startTime", ...recurringKeys] as const);
  const parts = keys.flatMap((key) => {
    const value = shownValue(there[key]);
    return value === undefined ? [] : [[key, value]];
  });
  const parsed = schedule.safeParse({ ...Object.fromEntries(parts), frequency }).data;
  return parsed === undefined || scheduleFaults(parsed).length > 0 ? undefined : parsed;
}

/** The schedule in the form of Adobe's guides: texts. */
export function scheduleParams(wanted: Schedule): Json {
  const given = Object.entries(wanted).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([key, value]) => [key, String(value)]));
}

const startIsOver = "its start time has passed, and Adobe cannot change it any more";
const runsOnce = "Adobe does not reschedule a dataflow that runs once";

/**
 * The parts of a dataflow that Adobe cannot change, given its schedule, with the reasons.
 *
 * @param now - milliseconds since 1970
 */
export function fixedBySchedule(
  old: Schedule | undefined,
  wanted: unknown,
  now: number,
): Readonly<Record<string, string>> {
  if (old === undefined) return {};
  if (wanted === undefined) return { schedule: "Adobe's specification requires it" };
  if (old.frequency === ONCE) {
    const mapping = "Adobe does not change the mapping of a dataflow that runs once";
    return { schedule: runsOnce, mapping };
  }
  if (isObject(wanted) && wanted["frequency"] === ONCE)
    return { schedule: "Adobe does not make a recurring dataflow run once" };
  return isPassed(old.startTime, now) ? { "schedule.startTime": startIsOver } : {};
}

function isPassed(startTime: unknown, now: number): boolean {
  return typeof startTime === "number" && startTime * 1000 <= now;
}

/**
 * A JSON Patch for the schedule: only what the program changed and Adobe does not have yet.
 *
 * @param nowMs - milliseconds since 1970
 * @throws Error when Adobe cannot change it: the start time has passed since the preview, or the state did not have the
 * schedule that is there
 */
export function scheduleChanges(
  flow: FlowItem,
  old: Schedule | undefined,
  wanted: Schedule | undefined,
  nowMs: number,
): Json[] {
  if (wanted === undefined) return [];
  const keys = Object.keys(schedule.shape) as (keyof Schedule)[];
  const there = objectIn(flow, "scheduleParams");
  const changed = keys.filter(
    (key) => wanted[key] !== old?.[key] && !isThere(key, wanted[key], shownValue(there[key])),
  );
  if (changed.length === 0) return [];
  if (Object.keys(there).length === 0)
    return [{ op: "add", path: "/scheduleParams", value: scheduleParams(wanted) }];
  const isOver = changed.includes("startTime") && isPassed(shownValue(there["startTime"]), nowMs);
  if (isOver || there["frequency"] === ONCE) {
    const why = isOver ? `${startIsOver} (it is ${String(there["startTime"])})` : runsOnce;
    throw new Error(
      `cannot change schedule.${changed.join(", schedule.")} of the dataflow ${flow.id}: ${why}. ` +
        "Give the schedule that it has, or change `generation` for a new dataflow. Nothing was changed",
    );
  }
  return changed.map((key) => {
    const path = `/scheduleParams/${key}`;
    const value = wanted[key];
    if (value === undefined) return { op: "remove", path };
    return { op: Object.hasOwn(there, key) ? "replace" : "add", path, value: String(value) };
  });
}

/** Whether Adobe has the value, or none where its default is the value. */
function isThere(key: keyof Schedule, wanted: unknown, there: unknown): boolean {
  const usual = key === "backfill" ? BACKFILL : undefined;
  return (wanted ?? usual) === (there ?? usual);
}

/** Flow specifications of which the project's own programs are made: they have no schedule. */
const withoutSchedule: readonly string[] = [
  specs.streamingFlow.id,
  specs.httpApiFlow.id,
  specs.httpApiFlowWithMapping.id,
];

/** The flow specification of a dataflow, to check it by; undefined when there is nothing to look up. */
export async function flowSpecFor(
  { flowSpec }: { readonly flowSpec: { readonly id: string } },
  scope: Operation,
): Promise<SpecItem | undefined> {
  if ([flowSpec, flowSpec.id].some(isUnknown) || withoutSchedule.includes(flowSpec.id))
    return undefined;
  return specFor("flowSpecs", flowSpec.id, scope);
}

/** What a flow specification says something of. */
interface Specified {
  readonly schedule?: Schedule | undefined;
  readonly activation?: Activation | undefined;
  readonly deltaColumn?: DeltaColumn | undefined;
}

/**
 * Holds against a flow specification what it says of a schedule, of a delta column, and of the export of audiences. Values
 * may be unknown.
 *
 * @param found - the flow specification; undefined when nothing is to be checked by it
 * @throws Error when it requires one that the program does not give, or does not allow the one that it gives
 */
export function verifySchedule(
  { schedule: wanted, activation, deltaColumn }: Specified,
  found: SpecItem | undefined,
): void {
  if (found === undefined) return;
  const form = objectIn(objectIn(found, "scheduleSpec"), "spec");
  const isRequired = wanted === undefined && textsOf(form["required"]).length > 0;
  const faults = isRequired
    ? ["schedule: is required; give when it runs"]
    : wanted === undefined
      ? []
      : schemaFaults(form, wanted, "schedule");
  const name = plain(found.name ?? found.id);
  if (faults.length > 0) {
    throw new Error(
      `${faults.join("; ")}. The flow specification "${name}" says so: correct the schedule. Nothing was made`,
    );
  }
  const other = deltaFaults(found, deltaColumn);
  if (other.length > 0) {
    throw new Error(
      `${listed(other, "; ")}. The flow specification "${name}" says so: correct it. Nothing was made`,
    );
  }
  // Destinations of files are those whose specification has this attribute.
  if (objectIn(found, "attributes")["frequency"] !== "batch") return;
  const unexported = exportFaults(activation);
  if (unexported.length > 0) {
    throw new Error(
      `${listed(unexported, "; ")}. The flow specification "${name}" exports files, of which each audience needs filenameTemplate, exportMode and schedule: give them. Nothing was made or changed`,
    );
  }
}
