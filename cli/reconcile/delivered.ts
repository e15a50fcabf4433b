import { CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";

import { ALL_EVENTS, type Count } from "../../handlers/shared/metricsSettings";
import { withAwsErrors } from "../awsErrors";
import { readReceiverConfiguration } from "../deployedSettings";
import { regionOf, type StackOutputs } from "../stackOutputs";

/** A time from its first to before its last millisecond, in milliseconds since 1970. */
export interface Window {
  readonly since: number;
  readonly until: number;
}

const MINUTE_MS = 60_000;

/** CloudWatch returns at most 1,440 values, and has those of five minutes for 63 days. */
const MAX_VALUES = 1_440;
const [SHORT_MS, LONG_MS] = [5 * MINUTE_MS, 60 * MINUTE_MS];

function periodOf({ since, until }: Window): number {
  return (until - since) / SHORT_MS <= MAX_VALUES ? SHORT_MS : LONG_MS;
}

/** The same time in whole periods of CloudWatch: it begins and ends with one, and not later. */
export function aligned(window: Window): Window {
  const period = periodOf(window);
  const [since, until] = [window.since, window.until].map(
    (time) => Math.floor(time / period) * period,
  );
  return { since: since ?? 0, until: until ?? 0 };
}

const needs = "lambda:GetFunctionConfiguration on the receiver and cloudwatch:GetMetricStatistics";

/**
 * Events that the forwarder has delivered, by its metric; undefined when the stack's metrics are switched off.
 *
 * @param window - in whole periods, as {@link aligned} makes it
 * @throws UserError when AWS rejects a request
 */
export function countDelivered(relay: StackOutputs, window: Window): Promise<number | undefined> {
  return withAwsErrors(needs, async () => {
    const { metrics, metricsNamespace: Namespace } = await readReceiverConfiguration(relay);
    if (metrics === "none") return undefined;
    const MetricName: Count = "Delivered";
    if (window.until <= window.since) return 0;
    const { Datapoints: points = [] } = await new CloudWatchClient({
      region: regionOf(relay),
    }).send(
      new GetMetricStatisticsCommand({
        Namespace,
        MetricName,
        Dimensions: [{ Name: "event", Value: ALL_EVENTS }],
        StartTime: new Date(window.since),
        EndTime: new Date(window.until),
        Period: periodOf(window) / 1_000,
        Statistics: ["Sum"],
      }),
    );
    return points.reduce((total, { Sum = 0 }) => total + Sum, 0);
  });
}
