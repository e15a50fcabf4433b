import { COPIES_FOLDER, DROPPED_FOLDER, EVENTS_FOLDER } from "../../handlers/shared/copies";
import type { StatementSource, Target } from "./statements";

const queueType = "aws:sqs/queue:Queue";
const bucketType = "aws:s3/bucket:Bucket";

function queues(...parts: readonly string[]) {
  return ({ partition, region, account, prefix }: Target) =>
    parts.map((part) => `arn:${partition}:sqs:${region}:${account}:${prefix}-*-${part}`);
}

const keyUses = [
  { service: "sqs", sid: "MessageKey", actions: ["kms:Decrypt"] },
  { service: "secretsmanager", sid: "SaltsKey", actions: ["kms:Decrypt"] },
  { service: "s3", sid: "ArchiveKey", actions: ["kms:Decrypt", "kms:GenerateDataKey"] },
];

/** What `chatlio-aep forget` and `export` need. Their calls are in cli/forget. */
export const privacyOfficerStatements: readonly StatementSource[] = [
  {
    sid: "Queues",
    actions: { [queueType]: ["sqs:GetQueueAttributes"] },
    resources: queues("events", "undelivered"),
  },
  {
    sid: "DeadLetterQueue",
    actions: {
      [queueType]: ["sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "sqs:DeleteMessage"],
    },
    resources: queues("dead-letters"),
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
    actions: { [bucketType]: ["s3:ListBucketVersions"] },
    resources: ({ partition, prefix }) => [`arn:${partition}:s3:::${prefix}-*`],
  },
  {
    sid: "Archive",
    actions: { [bucketType]: ["s3:GetObjectVersion", "s3:DeleteObjectVersion"] },
    resources: ({ partition, prefix }) =>
      [COPIES_FOLDER, DROPPED_FOLDER, EVENTS_FOLDER].map(
        (folder) => `arn:${partition}:s3:::${prefix}-*/${folder}*`,
      ),
  },
  {
    // An object with events of several people is written again without the one.
    sid: "ArchivedEvents",
    actions: { [bucketType]: ["s3:PutObject"] },
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
