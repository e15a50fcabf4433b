import { CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";

/** What is in a queue, as SQS counts it: approximately. */
export interface QueueCounts {
  /** Can be received now. */
  readonly waiting: number;
  /** Received, and neither deleted nor released. */
  readonly inFlight: number;
  /** Were sent with a delay. */
  readonly delayed: number;
}

/** Counts the messages of a queue. */
export async function countMessages(region: string, queueUrl: string): Promise<QueueCounts> {
  const { Attributes: counts = {} } = await new SQSClient({ region }).send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrl,
      AttributeNames: [
        "ApproximateNumberOfMessages",
        "ApproximateNumberOfMessagesNotVisible",
        "ApproximateNumberOfMessagesDelayed",
      ],
    }),
  );
  return {
    waiting: Number(counts["ApproximateNumberOfMessages"] ?? 0),
    inFlight: Number(counts["ApproximateNumberOfMessagesNotVisible"] ?? 0),
    delayed: Number(counts["ApproximateNumberOfMessagesDelayed"] ?? 0),
  };
}

/** CloudWatch has a value of SQS a few minutes late. */
const WINDOW_MS = 15 * 60_000;

/** Seconds for which the oldest message has been in the queue; undefined when CloudWatch has no value. */
export async function ageOfOldest(region: string, queueUrl: string): Promise<number | undefined> {
  const now = Date.now();
  const { Datapoints: points = [] } = await new CloudWatchClient({ region }).send(
    new GetMetricStatisticsCommand({
      Namespace: "AWS/SQS",
      MetricName: "ApproximateAgeOfOldestMessage",
      Dimensions: [{ Name: "QueueName", Value: queueUrl.split("/").at(-1) }],
      StartTime: new Date(now - WINDOW_MS),
      EndTime: new Date(now),
      Period: 60,
      Statistics: ["Maximum"],
    }),
  );
  const latest = points.toSorted(
    (one, other) => Number(other.Timestamp ?? 0) - Number(one.Timestamp ?? 0),
  )[0];
  return latest?.Maximum;
}
