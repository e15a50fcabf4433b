import {
  BAD_ENVELOPE,
  readEnvelope,
  unwrapRaw,
  wrapEvent,
  type EventEnvelope,
} from "../shared/envelope";
import { toJson } from "../shared/json";
import { ingestAgain } from "./ingest";
import type { IngestionOptions } from "./pipeline";

/** What to do with a message of the dead-letter queue that an operator sends again. */
export type Redrive =
  /** A message for the forwarder's queue, with the `_id` of its first ingestion. */
  | { readonly kind: "send"; readonly text: string }
  /** The message would fail again, so it stays in the dead-letter queue. */
  | { readonly kind: "keep"; readonly reason: string };

/**
 * Turns a message of the dead-letter queue into one for the forwarder's queue. An event is sent as it is. A
 * raw body is ingested with today's code and settings, because a widget may have been added since. A
 * message that the forwarder could not read is read again, because this code may be newer.
 *
 * @param text - the message's body
 * @param redriveId - an id that no other sending has: should the event fail again, its DLQ message has another text
 */
export function redrive(text: string, options: IngestionOptions, redriveId: string): Redrive {
  const send = (event: EventEnvelope) =>
    ({ kind: "send", text: toJson({ ...event, redriveId }) }) as const;
  const envelope = readEnvelope(text);
  if (!envelope) return { kind: "keep", reason: BAD_ENVELOPE };
  if (envelope.kind === "event") {
    const { event, widget, requestId, receivedAt, synthetic, body } = envelope;
    const facts = { event, widget, requestId, receivedAt, synthetic };
    return send(wrapEvent(facts, body));
  }
  // The raw body is not from a request: it is a queue message that an older forwarder could not read.
  if (envelope.reason === BAD_ENVELOPE) {
    const message = unwrapRaw(envelope)?.toString();
    return message === undefined
      ? { kind: "keep", reason: BAD_ENVELOPE }
      : redrive(message, options, redriveId);
  }
  const outcome = ingestAgain(envelope, options);
  switch (outcome.kind) {
    case "accepted":
      return send(outcome.envelope);
    case "quarantined":
      return { kind: "keep", reason: outcome.reason };
    case "ignored":
      return { kind: "keep", reason: "event-switched-off" };
    case "tooLarge":
      return { kind: "keep", reason: "too-large" };
  }
}
