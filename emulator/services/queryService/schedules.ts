import { uuid } from "../../common/ids";
import { stringOf } from "../../common/json";
import type { Call } from "../../common/service";
import type { QuerySchedule } from "../../state/entities";
import { queryError, queryErrors } from "./errors";
import { validSchedule, validSchedulePatch, type ScheduleChange } from "./validateSchedule";

export function allSchedules({ sandbox }: Call): QuerySchedule[] {
  return sandbox.querySchedules.values();
}

/** The schedule of the path. Throws 404 when there is none. */
export function findSchedule(call: Call): QuerySchedule {
  const id = call.params["id"] ?? "";
  const found = call.sandbox.querySchedules.get(id);
  if (found !== undefined) return found;
  throw queryError(queryErrors.scheduleNotFound, `There is no schedule ${id}.`);
}

/** `REGISTERING`, `ENABLED` or `DISABLED`, at a time. */
export function stateOf({ isEnabled, settledAt, passing }: QuerySchedule, now: number): string {
  if (now < settledAt && passing === "registering") return "REGISTERING";
  return (now < settledAt ? !isEnabled : isEnabled) ? "ENABLED" : "DISABLED";
}

/** POST: a schedule that is `REGISTERING` for the provisioning delay. */
export function createSchedule(call: Call): QuerySchedule {
  const { organization, sandbox, user } = call;
  const input = validSchedule(sandbox, call.body);
  if (organization.assume["query-schedule-end"] === "required" && input.endDate === undefined) {
    throw queryError(queryErrors.noEnd, "`schedule.endDate` is required.");
  }
  const now = organization.now();
  const slug = (stringOf(input.query["name"]) ?? "query")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_");
  return save(call, {
    id: `${sandbox.id}_${slug}_${uuid()}`,
    ...input,
    isEnabled: true,
    settledAt: now + organization.settings.settleMs,
    passing: "registering",
    created: now,
    updated: now,
    userId: user.userId,
    updatedUserId: user.userId,
  });
}

/** PATCH: the state and the cron expression, which is all that can be changed. */
export function changeSchedule(call: Call): QuerySchedule {
  const old = findSchedule(call);
  const changes = validSchedulePatch(call.body);
  const now = call.organization.now();
  if (stateOf(old, now) === "REGISTERING") {
    throw queryError(queryErrors.inactive, `${old.id} is still being registered.`);
  }
  const changed = changes.reduce<QuerySchedule>((one, change) => applied(call, one, change), old);
  return save(call, { ...changed, updated: now, updatedUserId: call.user.userId });
}

function applied(
  { organization }: Call,
  schedule: QuerySchedule,
  change: ScheduleChange,
): QuerySchedule {
  if ("cron" in change) {
    const isRejected = organization.assume["query-schedule-disabled"] === "refused";
    if (isRejected && !schedule.isEnabled) {
      throw queryError(queryErrors.inactive, `${schedule.id} is disabled.`);
    }
    return { ...schedule, cron: change.cron };
  }
  if (change.isEnabled === schedule.isEnabled) {
    throw queryError(queryErrors.sameState, `${schedule.id} has it.`);
  }
  const isLate = organization.assume["query-schedule-change"] === "later";
  const settledAt = organization.now() + (isLate ? organization.settings.settleMs : 0);
  return { ...schedule, ...change, settledAt, passing: "changing" };
}

/** DELETE: of a schedule that is disabled. */
export function deleteSchedule(call: Call): void {
  const found = findSchedule(call);
  if (stateOf(found, call.organization.now()) !== "DISABLED") {
    throw queryError(queryErrors.notDisabled, `${found.id} is not disabled.`);
  }
  call.sandbox.querySchedules.delete(found.id);
  call.organization.events.emit("change");
}

function save({ sandbox, organization }: Call, schedule: QuerySchedule): QuerySchedule {
  sandbox.querySchedules.set(schedule.id, schedule);
  organization.events.emit("change");
  return schedule;
}
