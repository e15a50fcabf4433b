import { BAD_ENVELOPE, readEnvelope, unwrapRaw, wrapEvent } from "../shared/envelope";
import { toJson } from "../shared/json";
import { receiveAgain, type ReceiptOptions } from "./receipt";

/** What becomes of a message of the dead-letter queue when it is to be sent again. */
export type Redrive =
  /** For the forwarder's queue, under the `_id` it was given at receipt. */
  | { readonly kind: "send"; readonly text: string }
  /** It would only come back: it stays where it is. */
  | { readonly kind: "keep"; readonly reason: string };

/**
 * Makes of a dead letter a message for the forwarder's queue: an event as it is, a raw body by the
 * receipt code as it now is (a widget added since, say, or a reader that learned something), and a
 * message that the forwarder could not read as what it is, once this code can read it.
 *
 * @param text the message's body
 */
export function redrive(text: string, options: ReceiptOptions): Redrive {
  const envelope = readEnvelope(text);
  if (!envelope) return { kind: "keep", reason: BAD_ENVELOPE };
  if (envelope.kind === "event") {
    const { event, widget, requestId, receivedAt, synthetic, body } = envelope;
    const facts = { event, widget, requestId, receivedAt, synthetic };
    return { kind: "send", text: toJson(wrapEvent(facts, body)) };
  }
  // No body of a request, but a message that was refused: perhaps it can be read by now.
  if (envelope.reason === BAD_ENVELOPE) return redrive(unwrapRaw(envelope).toString(), options);
  const outcome = receiveAgain(envelope, options);
  switch (outcome.kind) {
    case "accepted":
      return { kind: "send", text: toJson(outcome.envelope) };
    case "quarantined":
      return { kind: "keep", reason: outcome.reason };
    case "ignored":
      return { kind: "keep", reason: "event-switched-off" };
    case "tooLarge":
      return { kind: "keep", reason: "too-large" };
  }
}
