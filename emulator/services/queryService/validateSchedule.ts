import { typed } from "../../common/fields";
import { arrayOf, objectOf, stringOf, type JsonObject } from "../../common/json";
import type { QuerySchedule } from "../../state/entities";
import type { Sandbox } from "../../state/sandbox";
import { queryError, queryErrors } from "./errors";

/** What a caller may set of a schedule. */
export type ScheduleInput = Pick<
  QuerySchedule,
  "query" | "cron" | "startDate" | "endDate" | "maxActiveRuns"
>;

const cronForm = /^(@(once|hourly|daily|weekly|monthly|yearly)|\S+(\s+\S+){4,5})$/;

/** The largest minute, hour, day, month and day of the week. */
const largest = [59, 23, 31, 12, 7];

function isCron(text: string): boolean {
  if (!cronForm.test(text)) return false;
  // Steps may be anything; a field of seconds stands before these five.
  const fields = text.split(/\s+/).slice(-largest.length);
  return fields.every((field, index) => {
    const numbers = field.replaceAll(/[/#]\d+/g, "").match(/\d+/g) ?? [];
    return numbers.every((number) => Number(number) <= (largest[index] ?? 0));
  });
}

function invalid(detail: string) {
  return queryError(queryErrors.invalidSchedule, detail);
}

const queryTypes = {
  dbName: "text",
  sql: "text",
  templateId: "text",
  name: "text",
  description: "text",
  queryParameters: "object",
  insertIntoParameters: "object",
  ctasParameters: "object",
} as const;

/** The schedule in the body of a POST. Throws 400 with the first thing that is wrong with it. */
export function validSchedule(sandbox: Sandbox, body: unknown): ScheduleInput {
  const sent = typed(body, { query: "object", schedule: "object" }, invalid);
  const missing = ["query", "schedule"].find((key) => !(key in sent));
  if (missing !== undefined) throw invalid(`\`${missing}\` is required.`);
  const schedule = objectOf(sent["schedule"]);
  const { maxActiveRuns = 1, endDate } = schedule;
  if (typeof maxActiveRuns !== "number" || !Number.isInteger(maxActiveRuns) || maxActiveRuns < 1) {
    throw invalid("`schedule.maxActiveRuns` must be a number from 1 on.");
  }
  return {
    query: validQuery(sandbox, typed(sent["query"], queryTypes, invalid)),
    cron: validCron(schedule["schedule"]),
    startDate: validDate("startDate", schedule["startDate"]),
    endDate: endDate === undefined ? undefined : validDate("endDate", endDate),
    maxActiveRuns,
  };
}

function validCron(value: unknown): string {
  const text = stringOf(value) ?? "";
  if (isCron(text)) return text;
  throw invalid("`schedule.schedule` must be a cron expression.");
}

function validDate(key: string, value: unknown): string {
  const at = Date.parse(stringOf(value) ?? "");
  if (Number.isNaN(at)) throw invalid(`\`schedule.${key}\` must be a date.`);
  return new Date(at).toISOString();
}

function validQuery(sandbox: Sandbox, query: JsonObject): JsonObject {
  const wrong = (detail: string) => queryError(queryErrors.invalidQuery, detail);
  const [sql, templateId] = [stringOf(query["sql"]), stringOf(query["templateId"])];
  if (stringOf(query["dbName"]) === undefined) throw wrong("`query.dbName` is required.");
  if (sql === undefined && templateId === undefined) throw wrong("There is no query.");
  if (templateId !== undefined && sandbox.queryTemplates.get(templateId) === undefined) {
    throw wrong(`There is no query template ${templateId}.`);
  }
  return Object.fromEntries(Object.entries(query).filter(([key]) => key in queryTypes));
}

/** One change of a schedule. */
export type ScheduleChange = { readonly isEnabled: boolean } | { readonly cron: string };

/** The changes in the body of a PATCH. */
export function validSchedulePatch(body: unknown): ScheduleChange[] {
  const operations = arrayOf(objectOf(body)["body"]);
  if (operations.length === 0) throw queryError(queryErrors.badPatch, "There is no operation.");
  return operations.map((one) => {
    const { op, path, value } = objectOf(one);
    if (op === "replace" && path === "/state" && (value === "enable" || value === "disable")) {
      return { isEnabled: value === "enable" };
    }
    if (op === "replace" && path === "/schedule/schedule" && isCron(stringOf(value) ?? "")) {
      return { cron: String(value) };
    }
    throw queryError(
      queryErrors.badPatch,
      "An operation is `replace` of `/state` by enable or disable, or of `/schedule/schedule` by a cron expression.",
    );
  });
}
