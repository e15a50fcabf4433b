import { COPIES_FOLDER, DROPPED_FOLDER, EVENTS_FOLDER } from "../../handlers/shared/copies";
import {
  bucketType,
  keyStatements,
  queueType,
  queues,
  receiverStatement,
  saltsStatement,
} from "./commands";
import type { StatementSource } from "./statements";

/** What `chatlio-aep forget` and `export` need. Their calls are in cli/forget. */
export const privacyOfficerStatements: readonly StatementSource[] = [
  {
    sid: "Queues",
    actions: { [queueType]: ["sqs:GetQueueAttributes"] },
    resources: queues("events", "undelivered", "dead-letters"),
  },
  {
    sid: "DeadLetterQueue",
    actions: {
      [queueType]: ["sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "sqs:DeleteMessage"],
    },
    resources: queues("dead-letters"),
  },
  receiverStatement,
  saltsStatement,
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
    // An object with events of several people is written again without the one, when it is still what was read: with that
    // condition S3 demands the permission to read the object.
    sid: "ArchivedEvents",
    actions: { [bucketType]: ["s3:PutObject", "s3:GetObject"] },
    resources: ({ partition, prefix }) => [`arn:${partition}:s3:::${prefix}-*/${EVENTS_FOLDER}*`],
  },
  {
    sid: "Links",
    actions: { "aws:dynamodb/table:Table": ["dynamodb:Scan", "dynamodb:DeleteItem"] },
    resources: ({ partition, region, account, prefix }) => [
      `arn:${partition}:dynamodb:${region}:${account}:table/${prefix}-*-links`,
    ],
  },
  ...keyStatements({
    sqs: ["kms:Decrypt"],
    secretsmanager: ["kms:Decrypt"],
    s3: ["kms:Decrypt", "kms:GenerateDataKey"],
    dynamodb: ["kms:Decrypt"],
  }),
];
