import type { StatementSource, Target } from "./statements";

function queue(part: string) {
  return ({ partition, region, account, prefix }: Target) => [
    `arn:${partition}:sqs:${region}:${account}:${prefix}-*-${part}`,
  ];
}

const queueType = "aws:sqs/queue:Queue";

/** What `chatlio-aep dlq` needs. Its calls are in cli/dlq. */
export const operatorStatements: readonly StatementSource[] = [
  {
    sid: "DeadLetterQueue",
    actions: {
      [queueType]: ["sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "sqs:DeleteMessage"],
    },
    resources: queue("dead-letters"),
  },
  {
    sid: "EventsQueue",
    actions: { [queueType]: ["sqs:SendMessage"] },
    resources: queue("events"),
  },
  {
    // AWS checks the reading of a function's settings under this name.
    sid: "Receiver",
    actions: { "aws:lambda/function:Function": ["lambda:GetFunctionConfiguration"] },
    resources: ({ partition, region, account, prefix }) => [
      `arn:${partition}:lambda:${region}:${account}:function:${prefix}-*-receiver`,
    ],
  },
  {
    sid: "MessageKey",
    actions: { [queueType]: ["kms:Decrypt", "kms:GenerateDataKey"] },
    resources: ({ kmsKey }) => [kmsKey ?? ""],
    condition: () => ({ StringLike: { "kms:ViaService": "sqs.*.amazonaws.com*" } }),
    when: ({ kmsKey }) => kmsKey !== undefined,
  },
];
