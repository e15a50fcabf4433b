import * as z from "zod/mini";

/**
 * How detailed the metrics are. CloudWatch bills each metric with each value of its dimensions:
 * `totals` has one of each metric, `byEvent` one more for each event.
 */
export const metricsLevels = ["none", "totals", "byEvent"] as const;

export type MetricsLevel = (typeof metricsLevels)[number];

/** All counters. docs/delivery.md says what each of them means and how they add up. */
export const counts = [
  "Received",
  "Accepted",
  "Quarantined",
  "Ignored",
  "Refused",
  "WrongToken",
  "Unavailable",
  "Delivered",
  "Dead",
  "Retried",
  "HandedBack",
  "Waiting",
  "Gap",
  "FlowDown",
  "LinkFailed",
] as const;

export type Count = (typeof counts)[number];

/** Value of the dimension `event` for totals: the format wants a dimension. */
export const ALL_EVENTS = "all";

/** The settings of both functions that are about metrics. */
export const metricsSettings = {
  /** CloudWatch namespace of the metrics; one per stack keeps their counts apart. Default `ChatlioAep`. */
  metricsNamespace: z._default(z.string().check(z.regex(/^[\w.\-/#]{1,200}$/)), "ChatlioAep"),
  /** How detailed the metrics are. Default `totals`. */
  metrics: z.catch(z._default(z.enum(metricsLevels), "totals"), "totals"),
};
