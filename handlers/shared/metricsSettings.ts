import * as z from "zod";

/**
 * How detailed the metrics are. CloudWatch bills each metric with each value of its dimensions:
 * `totals` has one of each metric, `byEvent` one of each metric and event.
 */
export const metricsLevels = ["none", "totals", "byEvent"] as const;

export type MetricsLevel = (typeof metricsLevels)[number];

/** The settings of both functions that are about metrics. */
export const metricsSettings = {
  /** CloudWatch namespace of the metrics; one per stack keeps their counts apart. Default `ChatlioAep`. */
  metricsNamespace: z
    .string()
    .regex(/^[\w.\-/#]{1,200}$/)
    .default("ChatlioAep"),
  /** How detailed the metrics are. Default `totals`. */
  metrics: z.enum(metricsLevels).default("totals").catch("totals"),
};
