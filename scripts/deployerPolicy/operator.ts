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

const both = ["kms:Decrypt", "kms:GenerateDataKey"];

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
    resources: queues("dead-letters"),
  },
  {
    sid: "EventsQueue",
    actions: { [queueType]: ["sqs:SendMessage"] },
    resources: queues("events"),
  },
  receiverStatement,
  saltsStatement,
  {
    sid: "ArchiveList",
    actions: { [bucketType]: ["s3:ListBucket"] },
    resources: ({ partition, prefix }) => [`arn:${partition}:s3:::${prefix}-*`],
  },
  {
    sid: "Archive",
    actions: { [bucketType]: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"] },
    resources: ({ partition, prefix }) =>
      [COPIES_FOLDER, DROPPED_FOLDER].map(
        (folder) => `arn:${partition}:s3:::${prefix}-*/${folder}*`,
      ),
  },
  {
    sid: "ArchivedEvents",
    actions: { [bucketType]: ["s3:GetObject"] },
    resources: ({ partition, prefix }) => [`arn:${partition}:s3:::${prefix}-*/${EVENTS_FOLDER}*`],
  },
  ...keyStatements({ sqs: both, secretsmanager: ["kms:Decrypt"], s3: both }),
];
