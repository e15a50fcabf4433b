import type { SQSRecord } from "aws-lambda";

import {
  BAD_ENVELOPE,
  readableFacts,
  readEnvelope,
  wrapRaw,
  type Envelope,
} from "../shared/envelope";
import type { Delivery } from "./delivery";

/** A message that cannot be sent to the streaming endpoint. */
export interface Unreadable {
  readonly messageId: string;
  readonly envelope: Envelope | undefined;
  readonly reason: string;
}

/**
 * Separates the messages that can be sent from those that belong in the dead-letter queue: raw bodies,
 * and messages that are not an envelope of a version known here (a newer deployment may have left them).
 */
export function readMessages(records: readonly SQSRecord[], now: number) {
  const deliveries: Delivery[] = [];
  const unreadable: Unreadable[] = [];
  for (const { messageId, receiptHandle, body, attributes } of records) {
    const envelope = readEnvelope(body);
    const receiveCount = Number(attributes.ApproximateReceiveCount) || 1;
    const sentAt = Number(attributes.SentTimestamp) || now;
    if (envelope?.kind === "event") {
      deliveries.push({ messageId, receiptHandle, receiveCount, sentAt, envelope });
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
