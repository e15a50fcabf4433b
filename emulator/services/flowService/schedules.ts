import { arrayOf, objectOf, textOf, valueAt, type JsonObject } from "../../common/json";
import type { Flow } from "../../state/entities";
import { flowError, flowErrors } from "./errors";

/** Rejects a dataflow whose schedule does not fit its flow spec, as the guide to cloud storage sources prints it. */
export function checkSchedule(spec: JsonObject | undefined, body: JsonObject): void {
  const required = arrayOf(valueAt(spec, "scheduleSpec", "spec", "required")).map(textOf);
  // No document says what becomes of the schedule of a streaming dataflow.
  if (required.length === 0) return;
  const schedule = objectOf(body["scheduleParams"]);
  const missing = required.filter((key) => !isGiven(schedule[key]));
  if (missing.length > 0) reject(`Required: ${missing.map(pathOf).join(", ")}.`);
  const frequencies = arrayOf(
    valueAt(spec, "scheduleSpec", "spec", "properties", "frequency", "enum"),
  );
  if (!frequencies.includes(schedule["frequency"])) {
    reject(`${pathOf("frequency")} must be one of ${frequencies.map(textOf).join(", ")}.`);
  }
  if (wholeNumber(schedule["startTime"]) === undefined) {
    reject(`${pathOf("startTime")} must be a whole number of seconds.`);
  }
  checkInterval(schedule);
}

function checkInterval({ frequency, interval, backfill }: JsonObject): void {
  if (frequency === "once") {
    if (isGiven(interval)) reject(`${pathOf("interval")} is not for the frequency once.`);
    if (isGiven(backfill)) reject(`${pathOf("backfill")} is not for the frequency once.`);
    return;
  }
  const least = frequency === "minute" ? 15 : 1;
  const given = wholeNumber(interval);
  if (given === undefined || given < least) {
    reject(`${pathOf("interval")} must be a whole number of at least ${least}.`);
  }
  if (isGiven(backfill) && !["true", "false"].includes(String(backfill))) {
    reject(`${pathOf("backfill")} must be true or false.`);
  }
}

/**
 * Rejects a change of what is fixed: the start time once it has passed, and the whole schedule of a dataflow that runs
 * once.
 *
 * @param now - milliseconds since 1970
 */
export function checkReschedule(
  spec: JsonObject | undefined,
  flow: Flow,
  body: JsonObject,
  now: number,
): void {
  if (valueAt(spec, "scheduleSpec") === undefined || flow.state === "draft") return;
  const before = texts(objectOf(flow.body["scheduleParams"]));
  const after = texts(objectOf(body["scheduleParams"]));
  const isChanged = JSON.stringify(sorted(before)) !== JSON.stringify(sorted(after));
  if (isChanged && before["frequency"] === "once") {
    fixed("The schedule of a dataflow that runs once cannot be changed.");
  }
  if (before["startTime"] !== after["startTime"] && Number(before["startTime"]) * 1000 <= now) {
    fixed(`${pathOf("startTime")} cannot be changed, because it has passed.`);
  }
}

/** A dataflow's schedule as a read returns it, where it has one: all values are texts. */
export function scheduleResponse({ body }: Flow): JsonObject {
  const schedule = body["scheduleParams"];
  return schedule === undefined ? {} : { scheduleParams: texts(objectOf(schedule)) };
}

function texts(schedule: JsonObject): Readonly<Record<string, string>> {
  const entries = Object.entries(schedule).filter(([, value]) => isGiven(value));
  return Object.fromEntries(
    entries.map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}

function sorted(schedule: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(schedule).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

function wholeNumber(value: unknown): number | undefined {
  const isOne =
    typeof value === "number" ? Number.isSafeInteger(value) : /^\d{1,15}$/u.test(textOf(value));
  return isOne ? Number(value) : undefined;
}

function pathOf(key: string): string {
  return `scheduleParams.${key}`;
}

function reject(detail: string): never {
  throw flowError(flowErrors.badSchedule, detail);
}

function fixed(detail: string): never {
  throw flowError(flowErrors.fixedSchedule, detail);
}
