import { documented } from "../../common/behavior";
import type { JsonObject } from "../../common/json";
import { ok, type Call, type Route } from "../../common/service";
import type { QuerySchedule } from "../../state/entities";
import { queryReference, scheduleGuide } from "./errors";
import { paginate } from "./paginate";
import { allSchedules, changeSchedule, createSchedule, deleteSchedule, findSchedule, stateOf } from "./schedules"; // prettier-ignore

const host = "https://platform.adobe.io/data/foundation/query/schedules";

/** A schedule as the service returns it. */
function toScheduleResponse({ organization }: Call, schedule: QuerySchedule): JsonObject {
  const { id, query, cron, startDate, endDate, maxActiveRuns, userId, updatedUserId } = schedule;
  const href = `${host}/${id}`;
  return {
    state: stateOf(schedule, organization.now()),
    query,
    updatedUserId,
    version: 2,
    id,
    updated: String(schedule.updated),
    schedule: {
      schedule: cron,
      startDate,
      ...(endDate === undefined ? {} : { endDate }),
      maxActiveRuns,
    },
    userId,
    created: String(schedule.created),
    _links: {
      self: { href, method: "GET" },
      delete: { href, method: "DELETE" },
      enable: { href, method: "PATCH", body: '{ "op": "enable" }' },
      disable: { href, method: "PATCH", body: '{ "op": "disable" }' },
      runs: { href: `${href}/runs`, method: "GET" },
      trigger: { href: `${href}/runs`, method: "POST" },
    },
  };
}

/** Without its times, which the response to a POST does not have. */
function made(call: Call, schedule: QuerySchedule): JsonObject {
  const entries = Object.entries(toScheduleResponse(call, schedule));
  return Object.fromEntries(entries.filter(([key]) => key !== "created" && key !== "updated"));
}

/** Whether a schedule passes the `property` of a query: `templateId==x`, `userId==x`, `created>time`. */
function isWanted(property: string | null, { query, userId, created }: QuerySchedule): boolean {
  return (property ?? "").split(",").every((filter) => {
    const [, field = "", sign = "", value = ""] = /^(\w+)(==|>|<)(.*)$/.exec(filter) ?? [];
    if (field === "templateId") return query["templateId"] === value;
    if (field === "userId") return userId === value;
    if (field !== "created") return true;
    return sign === ">" ? created > Date.parse(value) : created < Date.parse(value);
  });
}

/** Schedules of queries. */
export const scheduleRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/schedules",
    behavior: {
      ...documented(
        queryReference,
        "Lists the schedules by `orderby`, in pages of `limit` (20) from `start`, by `property`.",
      ),
      assumption: "query-page",
    },
    handle: (call) => {
      const property = call.query.get("property");
      const wanted = allSchedules(call).filter((one) => isWanted(property, one));
      const toResponse = (one: QuerySchedule) => toScheduleResponse(call, one);
      return ok(paginate(call, wanted, { key: "schedules", path: "schedules", toResponse }));
    },
  },
  {
    method: "POST",
    path: "/schedules",
    behavior: documented(scheduleGuide, "Makes a schedule and returns 202 with it."),
    handle: (call) => ({ status: 202, body: made(call, createSchedule(call)) }),
  },
  {
    method: "GET",
    path: "/schedules/:id",
    behavior: documented(scheduleGuide, "Returns a schedule."),
    handle: (call) => ok(toScheduleResponse(call, findSchedule(call))),
  },
  {
    method: "PATCH",
    path: "/schedules/:id",
    behavior: {
      ...documented(
        scheduleGuide,
        "Changes state or cron expression of a schedule and returns 202 with a message.",
      ),
      assumption: "query-schedule-change",
    },
    handle: (call) => {
      changeSchedule(call);
      return { status: 202, body: { message: "Request to patch accepted", statusCode: 202 } };
    },
  },
  {
    method: "DELETE",
    path: "/schedules/:id",
    behavior: documented(
      scheduleGuide,
      "Deletes a schedule that is disabled, and returns 202 with a message.",
    ),
    handle: (call) => {
      deleteSchedule(call);
      return { status: 202, body: { message: "Schedule deleted successfully", statusCode: 202 } };
    },
  },
];
