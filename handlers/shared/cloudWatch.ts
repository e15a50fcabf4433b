import { AwsClient } from "./aws/client";
import type { AwsLimits } from "./aws/requests";
import { isObject } from "./json";
import { ALL_EVENTS, type Count } from "./metricsSettings";

/** A metric of the stack, and the time over which it is added up, in milliseconds since 1970. */
export interface MetricSum {
  readonly namespace: string;
  readonly metric: Count;
  readonly since: number;
  readonly until: number;
  /** Milliseconds of one period; the time consists of whole ones. */
  readonly period: number;
}

/** Adds up a metric over all events. Rejects with an error of the name that AWS gave. */
export type SumMetric = (sum: MetricSum, signal?: AbortSignal) => Promise<number>;

/** CloudWatch, in the region of the function. */
export function cloudWatch(region: string, limits: AwsLimits): SumMetric {
  const target = "GraniteServiceVersion20100801";
  const client = new AwsClient({ name: "monitoring", target, protocol: "1.0" }, limits);
  const suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return async ({ metric, namespace, period, since, until }, signal) => {
    if (until <= since) return 0;
    const input = {
      Namespace: namespace,
      MetricName: metric,
      Dimensions: [{ Name: "event", Value: ALL_EVENTS }],
      StartTime: since / 1_000,
      EndTime: until / 1_000,
      Period: period / 1_000,
      Statistics: ["Sum"],
    };
    const url = `https://monitoring.${region}.${suffix}`;
    const { Datapoints: points } = await client.call("GetMetricStatistics", url, input, signal);
    // Without values there is an empty list; anything else is not a response of CloudWatch.
    if (!Array.isArray(points)) throw new Error("CloudWatch returned no data points.");
    return points.reduce<number>((total, point) => {
      const sum = isObject(point) ? Number(point["Sum"]) : NaN;
      return total + (Number.isFinite(sum) ? sum : 0);
    }, 0);
  };
}
