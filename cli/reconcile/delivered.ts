import { CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";

import { periodOf, type Window } from "../../handlers/comparison/window";
import { ALL_EVENTS, type Count } from "../../handlers/shared/metricsSettings";
import { withAwsErrors } from "../awsErrors";
import { readReceiverConfiguration } from "../deployedSettings";
import { regionOf, type StackOutputs } from "../stackOutputs";

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
