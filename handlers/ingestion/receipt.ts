import { findEvent, type ChatEvent, type EventSlug } from "../model";
import {
  unwrapRaw,
  wrapEvent,
  wrapRaw,
  type EventEnvelope,
  type RawEnvelope,
  type RequestFacts,
} from "../shared/envelope";
import { hasLongNumbers, isObject, parseLenientJson, type JsonObject } from "../shared/json";
import { decode, unpack } from "./body";
import { cutToFit } from "./cut";
import { eventId, type IdOptions } from "./eventId";
import { extract } from "./extract";
import { extraJson } from "./extra";
import { applyPrivacy, type PrivacyPolicy } from "../privacy";
import { visitorKey } from "./visitorKey";

/** Why a body is kept in the dead-letter queue instead of becoming an event. */
export type QuarantineReason =
  | "unknown-path"
  | "unknown-widget"
  | "unknown-event"
  | "not-unpackable"
  | "not-json"
  | "not-an-object"
  | "unreadable";

/** What the receipt of a body came to. */
export type Outcome =
  | { readonly kind: "accepted"; readonly envelope: EventEnvelope }
  | {
      readonly kind: "quarantined";
      readonly reason: QuarantineReason;
      readonly envelope: RawEnvelope;
    }
  | { readonly kind: "ignored" }
  /** No event can be made of it, and no queue can hold it. */
  | { readonly kind: "tooLarge" };

export interface ReceiptOptions extends IdOptions, PrivacyPolicy {
  readonly widgets: readonly string[];
  readonly events: readonly EventSlug[];
  readonly transcript: { readonly htmlBody: boolean };
  readonly maxRowBytes: number;
}

/** A body that could be read. */
interface Read {
  readonly payload: JsonObject;
  /** What the `_id` is made of: the payload with its long numbers as numbers, and bytes that are no text. */
  readonly identity: { readonly payload: JsonObject; readonly bytes: Uint8Array | undefined };
}

function makeEvent(
  { payload, identity }: Read,
  facts: RequestFacts,
  definition: NonNullable<ReturnType<typeof findEvent>>,
  options: ReceiptOptions,
): ChatEvent {
  const { values, extra } = extract(payload, definition.shape);
  const ownTime = values.conversationEndedAt;
  const { widget, receivedAt, requestId, synthetic } = facts;
  const id = eventId(
    { event: facts.event, widget, ...identity, receivedAt, hasOwnTime: ownTime !== undefined },
    options,
  );
  if (!options.transcript.htmlBody) delete values.transcriptHtml;
  const { json, cut } = extraJson(extra);
  if (json !== undefined) values.relayExtra = json;
  const kept = applyPrivacy(values, options);
  const event: ChatEvent = {
    id,
    // Never in the future. Both are RFC 3339 in UTC, so that they sort by time.
    occurredAt: [ownTime ?? receivedAt, receivedAt].sort()[0] as string,
    eventType: definition.eventType,
    widget,
    visitorKey: visitorKey(kept, id),
    ...kept,
    relayReceivedAt: receivedAt,
    relayRequestId: requestId,
    relaySynthetic: synthetic,
    ...(cut > 0 && {
      relayTruncated: true,
      relayCutFields: ["relayExtra"],
      relayCutCharacters: cut,
    }),
  };
  return cutToFit(event, options.maxRowBytes);
}

function quarantine(facts: RequestFacts, bytes: Uint8Array, reason: QuarantineReason): Outcome {
  const envelope = wrapRaw(facts, bytes, reason);
  return envelope ? { kind: "quarantined", reason, envelope } : { kind: "tooLarge" };
}

function read(body: Uint8Array): Read | QuarantineReason {
  const bytes = unpack(body);
  if (bytes === undefined) return "not-unpackable";
  const { text, broken } = decode(bytes);
  try {
    const payload = parseLenientJson(text);
    if (!isObject(payload)) return "not-an-object";
    // Stryker disable next-line ConditionalExpression: without long numbers both are the same
    const exact = hasLongNumbers(text) ? parseLenientJson(text, "numbers") : payload;
    return {
      payload,
      identity: { payload: exact as JsonObject, bytes: broken ? bytes : undefined },
    };
  } catch {
    return "not-json";
  }
}

/**
 * Makes of a webhook's body what goes into a queue. Pure: the same body, facts and options give the
 * same envelope, so that a raw body from the dead-letter queue can be put through it again.
 */
export function receive(bytes: Uint8Array, facts: RequestFacts, options: ReceiptOptions): Outcome {
  const definition = findEvent(facts.event);
  if (!definition) return quarantine(facts, bytes, "unknown-event");
  if (!options.widgets.includes(facts.widget)) return quarantine(facts, bytes, "unknown-widget");
  if (!options.events.includes(definition.slug)) return { kind: "ignored" };
  const body = read(bytes);
  if (typeof body === "string") return quarantine(facts, bytes, body);
  try {
    const event = makeEvent(body, facts, definition, options);
    return { kind: "accepted", envelope: wrapEvent(facts, event) };
  } catch {
    // Whatever a payload does to this code (nesting beyond the stack, say), it is kept.
    return quarantine(facts, bytes, "unreadable");
  }
}

/** Puts a raw body of the dead-letter queue through the receipt again, as if received when it was. */
export function receiveAgain(envelope: RawEnvelope, options: ReceiptOptions): Outcome {
  const { event, widget, requestId, receivedAt, synthetic } = envelope;
  return receive(unwrapRaw(envelope), { event, widget, requestId, receivedAt, synthetic }, options);
}
