import * as z from "zod";

import { duration, type DurationBounds } from "./duration";
import { durationText } from "./durationText";
import type { SettingInfo } from "./keys";
import { integer, OFF, orOff } from "./scalars";

function time(bounds: DurationBounds & { readonly standard?: number }, description: string) {
  const { unit, standard } = bounds;
  const text = standard === undefined ? OFF : durationText(unit, standard);
  return {
    schema: orOff(duration(bounds), "a threshold").prefault(text),
    info: { description, default: text },
  };
}

function count(standard: number, description: string, max = 100_000) {
  return {
    schema: orOff(integer(1, max), "a threshold").prefault(standard),
    info: { description, default: String(standard) },
  };
}

/** Every setting of `chatlio-aep:alarms`: the threshold of one alarm. Durations are parsed to milliseconds. */
const settings = {
  deadLetters: count(1, "Messages in the dead-letter queue."),
  deadLetterAge: time(
    { unit: "d", min: 1, max: 13, standard: 10 },
    "Age of the oldest message in the dead-letter queue. SQS deletes it after 14 days.",
  ),
  queueAge: time(
    { unit: "m", min: 5, max: 14_400, standard: 30 },
    "Age of the oldest event that waits for delivery.",
  ),
  keeperAge: time(
    { unit: "m", min: 5, max: 14_400, standard: 120 },
    "Age of the oldest message that waits for the keeper, which moves it to the dead-letter queue.",
  ),
  endpointFailing: time(
    { unit: "m", min: 5, max: 1_440, standard: 15 },
    "How long at least half of the attempts to deliver may fail, in steps of 5 minutes. Not with `metrics: none`.",
  ),
  functionErrors: count(1, "Failed invocations of the functions within 5 minutes."),
  throttles: count(1, "Invocations of receiver and forwarder that AWS throttles within 5 minutes."),
  serverErrors: count(1, "Responses of the API with status 5xx within 5 minutes."),
  clientErrors: count(100, "Responses of the API with status 4xx within 5 minutes."),
  wrongTokens: count(
    5,
    "Requests for an event's webhook URL without a valid token, within 5 minutes. Not with `metrics: none`.",
  ),
  imbalance: count(
    1,
    "Events of the last day that were accepted and are neither delivered, nor in a queue. Not with `metrics: none`.",
  ),
  reconcileGap: count(
    1,
    "Rows that AEP has rejected later, or that are missing, in one run of the reconciler. Only with `reconcile`.",
  ),
  flowDown: count(
    1,
    "Dataflows of the relay that one run of the reconciler finds disabled or gone; in mode `both` it does not look at those of the direct webhooks. Without `reconcile` it looks for them every hour, with the Adobe credential in AWS; with `off` and without `reconcile` neither is there. Not with `metrics: none`.",
  ),
  reconcilerSilent: count(
    1,
    "Runs in a row that the reconciler has missed, from 1 to 6. Only with `reconcile` or `flowDown`.",
    6,
  ),
  noEvents: time({ unit: "h", min: 1, max: 168 }, "Whole hours without a single event."),
} as const;

type Settings = typeof settings;

const shape = Object.fromEntries(
  Object.entries(settings).map(([name, { schema }]) => [name, schema]),
) as { [K in keyof Settings]: Settings[K]["schema"] };

/** The settings with their descriptions, for docs/configuration.md. */
export const alarmInfo: readonly SettingInfo[] = Object.entries(settings).map(
  ([name, { info }]) => ({ name, ...info }),
);

/** When each alarm fires. */
export const alarms = z
  .strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `is not an alarm; there are ${Object.keys(settings).join(", ")}`
        : `must be an object with a threshold, or ${OFF}, for each alarm`,
  })
  .prefault({});

export type AlarmThresholds = z.output<typeof alarms>;
