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
      [queueType]: [
        "sqs:ReceiveMessage",
        "sqs:ChangeMessageVisibility",
        "sqs:DeleteMessage",
        "sqs:SendMessage",
      ],
    },
    resources: queue("dead-letters"),
  },
  {
    sid: "EventsQueue",
    actions: { [queueType]: ["sqs:SendMessage"] },
    resources: queue("events"),
  },
  {
    sid: "Receiver",
    actions: { "aws:lambda/function:Function": ["lambda:GetFunctionConfiguration"] },
    resources: ({ partition, region, account, prefix }) => [
      `arn:${partition}:lambda:${region}:${account}:function:${prefix}-*-receiver`,
    ],
  },
  {
    // Secrets Manager ends each ARN with a dash and six random characters.
    sid: "Salts",
    actions: { "aws:secretsmanager/secret:Secret": ["secretsmanager:GetSecretValue"] },
    resources: ({ partition, region, account, prefix }) => [
      `arn:${partition}:secretsmanager:${region}:${account}:secret:${prefix}-*-salts-*`,
    ],
  },
  ...["sqs", "secretsmanager"].map((service): StatementSource => ({
    sid: service === "sqs" ? "MessageKey" : "SaltsKey",
    actions: {
      [queueType]: service === "sqs" ? ["kms:Decrypt", "kms:GenerateDataKey"] : ["kms:Decrypt"],
    },
    resources: ({ kmsKey }) => [kmsKey ?? ""],
    condition: () => ({ StringLike: { "kms:ViaService": `${service}.*.amazonaws.com*` } }),
    when: ({ kmsKey }) => kmsKey !== undefined,
  })),
];
