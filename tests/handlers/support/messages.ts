import type { SQSEvent, SQSRecord } from "aws-lambda";

import { ingest } from "../../../handlers/ingestion/ingest";
import { toJson } from "../../../handlers/shared/json";
import { receiverSettingsOf } from "./settings";

let count = 0;

/** The text of a queue message, as the receiver makes it. */
export function messageText(payload: object, event = "feedback-left"): string {
  const outcome = ingest(
    Buffer.from(JSON.stringify(payload)),
    {
      event,
      widget: "main",
      requestId: `request-${(count += 1)}`,
      receivedAt: "2026-11-23T10:05:00.000Z",
      synthetic: false,
    },
    receiverSettingsOf(),
  );
  if (outcome.kind !== "accepted") throw new Error(outcome.kind);
  return toJson(outcome.envelope);
}

/** A record as Lambda hands it over from the queue. */
export function record(
  messageId: string,
  body: string,
  receives = 1,
  sentAt = 1795428300000,
): SQSRecord {
  return {
    messageId,
    receiptHandle: `handle-${messageId}`,
    body,
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: String(sentAt),
      SenderId: "x",
      ApproximateFirstReceiveTimestamp: "1795428300000",
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:events",
    awsRegion: "us-east-1",
  };
}

export function batch(...records: SQSRecord[]): SQSEvent {
  return { Records: records };
}

export function messages(number: number, receives = 1): SQSRecord[] {
  return Array.from({ length: number }, (_, index) =>
    record(`m${index}`, messageText({ message: `text ${index}` }), receives),
  );
}
