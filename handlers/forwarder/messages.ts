import type { SQSRecord } from "aws-lambda";
import {
  BAD_ENVELOPE,
  readableFacts,
  readEnvelope,
  wrapRaw,
  type Envelope,
} from "../shared/envelope";
import type { Delivery } from "./sender";

/** A message that cannot be delivered, whatever the inlet says. */
export interface Unreadable {
  readonly messageId: string;
  readonly envelope: Envelope | undefined;
  readonly reason: string;
}

/**
 * Sorts what the queue gave into what can be sent and what belongs into the dead-letter queue: raw
 * bodies, and what is no envelope of a version known here (left by a newer deployment, say).
 */
export function readMessages(records: readonly SQSRecord[], now: number) {
  const deliveries: Delivery[] = [];
  const unreadable: Unreadable[] = [];
  for (const { messageId, receiptHandle, body, attributes } of records) {
    const envelope = readEnvelope(body);
    const receive = Number(attributes.ApproximateReceiveCount) || 1;
    const sentAt = Number(attributes.SentTimestamp) || now;
    if (envelope?.kind === "event") {
      deliveries.push({ messageId, receiptHandle, receive, sentAt, envelope });
      continue;
    }
    const facts = readableFacts(body, {
      event: "",
      widget: "",
      requestId: messageId,
      receivedAt: new Date(sentAt).toISOString(),
      synthetic: false,
    });
    const reason = envelope ? (envelope.reason ?? "raw-body") : BAD_ENVELOPE;
    const kept = envelope ?? wrapRaw(facts, Buffer.from(body), reason);
    unreadable.push({ messageId, envelope: kept, reason });
  }
  return { deliveries, unreadable };
}
