import * as z from "zod";
import type * as mini from "zod/mini";

import {
  deliverySettings,
  forwarderSettings,
  MIN_POST_MS,
  type DeliverySettings,
} from "../../handlers/forwarder/settings";
import { linkSettings } from "../../handlers/links/settings";
import { duration } from "./duration";
import { durationText, formatDuration, inUnit, type Unit } from "./durationText";
import type { SettingInfo } from "./keys";
import { integer } from "./scalars";

/** A number of a handler's settings, which define its bounds and default. */
type HandlerNumber = mini.ZodMiniDefault<mini.ZodMiniInt>;

/** Bounds and default of a number in a handler's settings. */
export function boundsOf(setting: HandlerNumber) {
  const { minimum = 0, maximum = 0 } = z.toJSONSchema(setting);
  return { min: minimum, max: maximum, standard: setting.parse(undefined) };
}

/** A setting and what docs/configuration.md says about it. */
interface Setting<T extends z.ZodType> {
  readonly schema: T;
  readonly info: Omit<SettingInfo, "name">;
}

function time(
  unit: Unit,
  bounds: { readonly min: number; readonly max: number; readonly standard: number },
  description: string,
) {
  const standard = durationText(unit, bounds.standard);
  return {
    schema: duration({ unit, ...bounds }).prefault(standard),
    info: { description, default: standard },
  };
}

function count(
  bounds: { readonly min: number; readonly max: number; readonly standard: number },
  description: string,
) {
  return {
    schema: integer(bounds.min, bounds.max).prefault(bounds.standard),
    info: { description, default: String(bounds.standard) },
  };
}

const forwarder = deliverySettings.shape;

/** Every setting of `chatlio-aep:delivery`. Durations are parsed to milliseconds. */
const settings = {
  settleTime: time(
    "s",
    { min: 0, max: 900, standard: 300 },
    "How long the relay waits before it sends to a new or changed dataflow. Adobe says about five minutes.",
  ),
  drainTime: time(
    "s",
    { min: 0, max: 3_600, standard: 300 },
    "How long a replaced dataflow is kept after the forwarder has switched to the new one. At least `timeout`, or `0s` on a stack whose events do not matter.",
  ),
  timeout: time(
    "s",
    { min: 5, max: 900, standard: 60 },
    "Timeout of one invocation of the forwarder. Events of an invocation that was killed are retried after six times this long.",
  ),
  deadlineMargin: time(
    "ms",
    boundsOf(forwarder.deadlineMarginMs),
    `How long before \`timeout\` the forwarder stops and releases the remaining events. \`timeout\` must be at least ${formatDuration(2 * MIN_POST_MS)} longer.`,
  ),
  requestTimeout: time(
    "ms",
    boundsOf(forwarder.requestTimeoutMs),
    "Timeout of one request to Adobe.",
  ),
  backoffBase: time(
    "s",
    boundsOf(forwarder.backoffBaseSeconds),
    "Longest wait before the first retry of an event. It is doubled with each retry.",
  ),
  backoffCap: time("s", boundsOf(forwarder.backoffCapSeconds), "Longest wait before any retry."),
  concurrency: count(
    boundsOf(forwarder.concurrency),
    "Requests to Adobe that one invocation of the forwarder has in flight at the same time.",
  ),
  maxConcurrency: count(
    { min: 2, max: 1_000, standard: 5 },
    "Invocations of the forwarder at the same time.",
  ),
  maxReceiveCount: count(
    boundsOf(forwarderSettings.shape.maxReceiveCount),
    "Attempts before an event moves to the dead-letter queue.",
  ),
  linkWait: time(
    "s",
    boundsOf(linkSettings.shape.waitSeconds),
    "How long a transcript waits in the queue, once, for a visitor who is not known yet. Only with `linkTranscripts: true`.",
  ),
  batchSize: {
    schema: integer(1, 100).optional(),
    info: {
      description: "Events that one invocation of the forwarder receives at most.",
      default: "10; with `source: http-api` 100",
    },
  },
} satisfies Readonly<Record<string, Setting<z.ZodType>>>;

type Settings = typeof settings;

const shape = Object.fromEntries(
  Object.entries(settings).map(([name, { schema }]) => [name, schema]),
) as { [K in keyof Settings]: Settings[K]["schema"] };

/** The settings with their descriptions, for docs/configuration.md. */
export const deliveryInfo: readonly SettingInfo[] = Object.entries(settings).map(
  ([name, { info }]) => ({ name, ...info }),
);

/** Time that `deadlineMargin` must leave of an invocation: for a post, and to read where to post. */
const minimumWork = 2 * MIN_POST_MS;

/** How events are delivered: settings of the forwarder, the queue and the dataflow. */
export const delivery = z
  .strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `is not a delivery setting; there are ${Object.keys(settings).join(", ")}`
        : "must be an object of delivery settings",
  })
  // An invocation that began before the switch to another dataflow may post to the old one until it ends.
  .refine(({ drainTime, timeout }) => drainTime === 0 || drainTime >= timeout, {
    path: ["drainTime"],
    error:
      "is shorter than timeout, so that a dataflow could be deleted while an invocation still posts to it: make it at least as long (or 0s, on a stack whose events do not matter)",
  })
  .refine(({ deadlineMargin, timeout }) => deadlineMargin + minimumWork <= timeout, {
    path: ["deadlineMargin"],
    error: `leaves the forwarder less than ${formatDuration(minimumWork)} of timeout to post in: make it shorter, or timeout longer`,
  })
  .prefault({});

export type Delivery = z.output<typeof delivery>;

/** The part of the delivery settings that the forwarder itself reads. */
export function forwarderDelivery(given: Delivery): DeliverySettings {
  return {
    backoffBaseSeconds: inUnit("s", given.backoffBase),
    backoffCapSeconds: inUnit("s", given.backoffCap),
    concurrency: given.concurrency,
    requestTimeoutMs: given.requestTimeout,
    deadlineMarginMs: given.deadlineMargin,
  };
}
