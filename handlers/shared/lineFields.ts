import { eventLabel } from "../model";
import { readableEventId, readableFacts, type Envelope } from "./envelope";

/** What a log line about one message names it by. */
type LineFields = Readonly<{
  event: string;
  requestId: string;
  /** `_id` of the row. Left out of a message without an event. */
  id?: string;
}>;

/** Both ids of an event: whoever looks for one of them finds its whole way. */
export function lineFields(envelope: Envelope): LineFields {
  const { event, requestId } = envelope;
  return {
    event: eventLabel(event),
    requestId,
    ...(envelope.kind === "event" && { id: envelope.body.id }),
  };
}

/** The same of a message of any version. */
export function readableLineFields(text: string, messageId: string): LineFields {
  const nothing = { event: "", widget: "", requestId: messageId, receivedAt: "", synthetic: false };
  const { event, requestId } = readableFacts(text, nothing);
  const id = readableEventId(text);
  return { event: eventLabel(event), requestId, ...(id !== undefined && { id }) };
}
