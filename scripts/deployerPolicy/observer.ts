import type { StatementSource } from "./statements";

const queueType = "aws:sqs/queue:Queue";
const functionType = "aws:lambda/function:Function";

/**
 * What `chatlio-aep status`, `verify`, `reconcile`, `rotate-token` and `console` need. They change nothing in AWS. To send messages again,
 * `console` also needs what `dlq` does.
 */
export const observerStatements: readonly StatementSource[] = [
  {
    sid: "Queues",
    actions: { [queueType]: ["sqs:GetQueueAttributes"] },
    resources: ({ partition, region, account, prefix }) =>
      ["events", "undelivered", "dead-letters"].map(
        (part) => `arn:${partition}:sqs:${region}:${account}:${prefix}-*-${part}`,
      ),
  },
  {
    // To count messages by reason, they are received, and made visible again.
    sid: "DeadLetterQueue",
    actions: { [queueType]: ["sqs:ReceiveMessage", "sqs:ChangeMessageVisibility"] },
    resources: ({ partition, region, account, prefix }) => [
      `arn:${partition}:sqs:${region}:${account}:${prefix}-*-dead-letters`,
    ],
  },
  {
    sid: "Receiver",
    actions: { [functionType]: ["lambda:GetFunctionConfiguration"] },
    resources: ({ partition, region, account, prefix }) => [
      `arn:${partition}:lambda:${region}:${account}:function:${prefix}-*-receiver`,
    ],
  },
  {
    sid: "Logs",
    actions: { "aws:cloudwatch/logGroup:LogGroup": ["logs:StartQuery"] },
    resources: ({ partition, region, account, prefix }) =>
      ["receiver", "forwarder"].map(
        (part) =>
          `arn:${partition}:logs:${region}:${account}:log-group:/aws/lambda/${prefix}-*-${part}*`,
      ),
  },
  {
    // None of them belongs to a resource: AWS checks DescribeAlarms only against `*`.
    sid: "Results",
    actions: {
      [queueType]: ["cloudwatch:GetMetricStatistics", "logs:GetQueryResults"],
      "aws:cloudwatch/metricAlarm:MetricAlarm": ["cloudwatch:DescribeAlarms"],
    },
    resources: () => ["*"],
  },
  {
    sid: "MessageKey",
    actions: { [queueType]: ["kms:Decrypt"] },
    resources: ({ kmsKey }) => [kmsKey ?? ""],
    condition: () => ({ StringLike: { "kms:ViaService": "sqs.*.amazonaws.com*" } }),
    when: ({ kmsKey }) => kmsKey !== undefined,
  },
];
