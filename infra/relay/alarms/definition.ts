import type { Input } from "@pulumi/pulumi";

import type { AlarmThresholds } from "../../config/alarms";
import type { ReconcilerTask } from "../reconciler";

/** What the alarms look at. */
export interface AlarmSources {
  /** CloudWatch namespace of the functions' own metrics; undefined when they write none. */
  readonly namespace: string | undefined;
  readonly queue: Input<string>;
  readonly deadLetterQueue: Input<string>;
  /** What could not be delivered, until the keeper has moved it to the dead-letter queue. */
  readonly undeliveredQueue: Input<string>;
  readonly receiver: Input<string>;
  readonly forwarder: Input<string>;
  readonly keeper: Input<string>;
  readonly apiId: Input<string>;
  /** Whether transcripts wait in the queue for their visitors. */
  readonly linksTranscripts: boolean;
  /** The function that looks at AEP on a schedule; undefined: there is none. */
  readonly reconciler?: ({ readonly name: Input<string> } & ReconcilerTask) | undefined;
}

/** One metric, as an alarm reads it. */
export interface Metric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, Input<string>>>;
  readonly stat: "Sum" | "Maximum";
}

/** What happens with a period in which the metric has no value. */
export type MissingData = "breaching" | "ignore" | "notBreaching";

/** When an alarm fires. */
export interface Condition {
  /** The metrics by the names that `expression` uses. Without an expression there is one. */
  readonly metrics: Readonly<Record<string, Metric>>;
  /** CloudWatch metric math. */
  readonly expression?: string;
  readonly comparison: "GreaterThanOrEqualToThreshold" | "LessThanThreshold";
  readonly threshold: number;
  readonly periodSeconds: number;
  /** Number of periods that CloudWatch looks at. */
  readonly periods: number;
  /** How many of them must breach. Default: all. */
  readonly breaching?: number;
  readonly missing: MissingData;
}

/** One alarm. */
export interface AlarmDefinition {
  /** Its setting in `chatlio-aep:alarms`. */
  readonly setting: keyof AlarmThresholds;
  /** Last part of its name, and the anchor of its section in docs/runbooks.md. */
  readonly id: string;
  /** What has happened, as a sentence. */
  readonly what: string;
  /** What to do first, as a sentence. */
  readonly act: string;
  readonly condition: Condition;
}

/** Default length of a period, in seconds. */
export const FIVE_MINUTES = 300;

/** A metric of a queue (Amazon SQS, available CloudWatch metrics). */
export function ofQueue(
  queue: Input<string>,
  metricName: string,
  stat: Metric["stat"] = "Maximum",
): Metric {
  return { namespace: "AWS/SQS", metricName, dimensions: { QueueName: queue }, stat };
}

/** A metric of a function (AWS Lambda, types of metrics). */
export function ofFunction(name: Input<string>, metricName: string): Metric {
  return {
    namespace: "AWS/Lambda",
    metricName,
    dimensions: { FunctionName: name },
    stat: "Sum",
  };
}
