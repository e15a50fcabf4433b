import { COPIES_FOLDER, DROPPED_FOLDER, EVENTS_FOLDER } from "../../handlers/shared/copies";
import type { StatementSource, Target } from "./statements";

function queue(part: string) {
  return ({ partition, region, account, prefix }: Target) => [
    `arn:${partition}:sqs:${region}:${account}:${prefix}-*-${part}`,
  ];
}

const queueType = "aws:sqs/queue:Queue";

const both = ["kms:Decrypt", "kms:GenerateDataKey"];

/** What each service does with the user's key in the operator's name. */
const keyUses = [
  { service: "sqs", sid: "MessageKey", actions: both },
  { service: "secretsmanager", sid: "SaltsKey", actions: ["kms:Decrypt"] },
  { service: "s3", sid: "ArchiveKey", actions: both },
];

/** What `chatlio-aep dlq` and `replay` need. Their calls are in cli/dlq and cli/replay. */
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
  {
    sid: "ArchiveList",
    actions: { "aws:s3/bucket:Bucket": ["s3:ListBucket"] },
    resources: ({ partition, prefix }) => [`arn:${partition}:s3:::${prefix}-*`],
  },
  {
    sid: "Archive",
    actions: { "aws:s3/bucket:Bucket": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"] },
    resources: ({ partition, prefix }) =>
      [COPIES_FOLDER, DROPPED_FOLDER].map(
        (folder) => `arn:${partition}:s3:::${prefix}-*/${folder}*`,
      ),
  },
  {
    sid: "ArchivedEvents",
    actions: { "aws:s3/bucket:Bucket": ["s3:GetObject"] },
    resources: ({ partition, prefix }) => [`arn:${partition}:s3:::${prefix}-*/${EVENTS_FOLDER}*`],
  },
  ...keyUses.map(({ actions, service, sid }): StatementSource => ({
    sid,
    actions: { [queueType]: actions },
    resources: ({ kmsKey }) => [kmsKey ?? ""],
    condition: () => ({ StringLike: { "kms:ViaService": `${service}.*.amazonaws.com*` } }),
    when: ({ kmsKey }) => kmsKey !== undefined,
  })),
];
