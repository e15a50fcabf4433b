import { keyStatements, queueType, queues, receiverStatement } from "./commands";
import { allFunctionLogs } from "./functionLogs";
import type { StatementSource } from "./statements";

/**
 * What `chatlio-aep status`, `verify`, `reconcile`, `rotate-token` and `console` need. They change nothing in AWS. To send messages again,
 * `console` also needs what `dlq` does.
 */
export const observerStatements: readonly StatementSource[] = [
  {
    sid: "Queues",
    actions: { [queueType]: ["sqs:GetQueueAttributes"] },
    resources: queues("events", "undelivered", "dead-letters"),
  },
  {
    // To count messages by reason, they are received, and made visible again.
    sid: "DeadLetterQueue",
    actions: { [queueType]: ["sqs:ReceiveMessage", "sqs:ChangeMessageVisibility"] },
    resources: queues("dead-letters"),
  },
  receiverStatement,
  {
    sid: "Logs",
    actions: { "aws:cloudwatch/logGroup:LogGroup": ["logs:StartQuery"] },
    resources: allFunctionLogs,
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
  ...keyStatements({ sqs: ["kms:Decrypt"] }),
];
