import { scheduleProgram } from "../support/programs";
import { destroy, up, upAgain, urnOf } from "../support/stack";
import { failure } from "./failure";
import type { Stage } from "./failure";

const urn = urnOf("query:Schedule", "visits");

function makeSchedule({ provider }: Pick<Stage, "provider">) {
  return up(provider, urn, scheduleProgram);
}

/** Queries of Query Service. */
export const queryFailures = [
  failure({
    title: "A cron expression has a field that is wrong",
    cause:
      "An expression has five fields: minute, hour, day of the month, month, day of the week. Times are UTC, and the provider checks each field, at preview too.",
    provoke: ({ provider }) => up(provider, urn, { ...scheduleProgram, schedule: "0 25 31 2 *" }),
    byHand: (ui) => {
      const { name, sql, startDate } = scheduleProgram;
      const query = { name: String(name), dbName: "prod:all", sql };
      return ui.querySchedules.create({ query, schedule: { schedule: "0 25 31 2 *", startDate } });
    },
  }),
  failure({
    title: "A scheduled query is deleted while it is running",
    cause:
      "Adobe deletes a schedule that is disabled, once no run of it is active. A destroy disables it first, and a run that has begun goes on to its end.",
    prepare: makeSchedule,
    fault: {
      source: "Query Service API reference, in an envelope of the emulator's own",
      match: { method: "DELETE", path: "/data/foundation/query/schedules/*" },
      do: {
        status: 400,
        body: {
          code: "400",
          message:
            "There are active run(s) for this schedule, please wait for completion before requesting delete operation",
          errorType: "USER_ERROR",
        },
      },
    },
    provoke: ({ provider }, schedule) => destroy(provider, schedule),
  }),
  failure({
    title: "The times of a disabled schedule are changed",
    cause:
      "Adobe's reference says that a schedule in the inactive state is not changed, and not which states that are. Here, a disabled one is.",
    emulator: { assume: { "query-schedule-disabled": "refused" } },
    prepare: ({ provider }) => up(provider, urn, { ...scheduleProgram, enabled: false }),
    provoke: ({ provider }, schedule) =>
      upAgain(provider, schedule, { ...scheduleProgram, enabled: false, schedule: "@hourly" }),
  }),
];
