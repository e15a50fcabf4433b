import {
  findEvent,
  type ChatEvent,
  type EventSlug,
  type SiteConsent,
  type SiteIdentity,
} from "../model";
import { identityValue } from "../model/identityValue";
import type { ApplyPrivacy, PrivacyPolicy } from "../privacy/policy";
import { Work, WorkBudgetError, type WorkBudget } from "../privacy/work";
import {
  eventText,
  type BAD_ENVELOPE,
  wrapEvent,
  wrapRaw,
  type EventEnvelope,
  type RawEnvelope,
  type RequestFacts,
} from "../shared/envelope";
import {
  isObject,
  parseBothForms,
  parseLenientJson,
  toJson,
  type JsonObject,
} from "../shared/json";
import { decode, decoded, unpack, type DecodedBody } from "./body";
import { consentsIn } from "./consents";
import { unwrapJson } from "./convert";
import { eventId, type IdOptions } from "./eventId";
import { extraJson } from "./extra";
import { extract, type Extracted } from "./extract";
import { identitiesIn, untouchedIdentities } from "./identities";
import { jsonIfFits, truncateToFit } from "./truncate";
import { visitorKey } from "./visitorKey";

/** Why a body is kept in the dead-letter queue instead of becoming an event. */
export type QuarantineReason =
  | "unknown-path"
  | "unknown-widget"
  | "unknown-event"
  | "not-unpackable"
  | "not-json"
  | "not-an-object"
  | "too-much-work"
  /** The receiver could not read its salts. Without them the hashes would be different. */
  | "salts-unavailable"
  | "unreadable"
  /** A message of the dead-letter queue that the relay cannot have written. */
  | typeof BAD_ENVELOPE;

/** The result of ingesting a body. */
export type IngestionOutcome =
  | {
      readonly kind: "accepted";
      readonly envelope: EventEnvelope;
      /** The envelope as JSON, for the queue. */
      readonly text: string;
    }
  | {
      readonly kind: "quarantined";
      readonly reason: QuarantineReason;
      readonly envelope: RawEnvelope;
      readonly text: string;
    }
  | { readonly kind: "ignored" }
  /** The body cannot become an event, and it is too large for a queue message. */
  | { readonly kind: "tooLarge" };

/** The receiver's settings that decide how a body is ingested. */
export interface IngestionOptions extends IdOptions, PrivacyPolicy {
  readonly widgets: readonly string[];
  readonly events: readonly EventSlug[];
  readonly transcript: { readonly htmlBody: boolean };
  readonly maxRowBytes: number;
  /** Identities that the site gives. Default: none. */
  readonly identities?: readonly SiteIdentity[] | undefined;
  /** Choices of the visitor that the site gives. Default: none. */
  readonly consents?: readonly SiteConsent[] | undefined;
  /** What the search for personal data may take. Default {@link workBudget}. */
  readonly workBudget?: WorkBudget;
}

/**
 * What the search for personal data may take for one body. A body that needs more is kept unchanged in the
 * dead-letter queue. The steps are 30 for each byte of the longest body; the most expensive known bodies take 21.
 * A hash is longer than most values, so the texts may grow, but no chat grows by ten times its size.
 *
 * @param characters of the body as text
 */
export function workBudget(characters: number): Required<WorkBudget> {
  return { steps: 250_000_000, growth: 500_000 + 10 * characters };
}

/** A body as received: its bytes, or the text when the gateway has decoded it. */
export type Body = Uint8Array | string;

/** A body as JSON. */
export interface ParsedBody {
  /** Length of the text. */
  readonly characters: number;
  readonly payload: JsonObject;
  /** Some bytes were not valid in the charset, or the text has U+FFFD already: who put it there cannot be told. */
  readonly malformed: boolean;
  /** No decoder knows the declared charset. */
  readonly unknownCharset: boolean;
  /**
   * What the `_id` is computed from: the payload with its long numbers as numbers, and the bytes if they
   * are not all valid text.
   */
  readonly identity: { readonly payload: JsonObject; readonly bytes: Uint8Array | undefined };
}

function makeEvent(
  { characters, payload, malformed, unknownCharset, identity }: ParsedBody,
  facts: RequestFacts,
  definition: NonNullable<ReturnType<typeof findEvent>>,
  options: IngestionOptions,
  applyPrivacy: ApplyPrivacy,
): ChatEvent {
  const { values, extra, unfit } = extract(payload, definition.shape);
  const ownTime = values.conversationEndedAt;
  const { event: slug, widget, receivedAt, requestId, synthetic } = facts;
  const id = eventId(
    { slug, widget, ...identity, receivedAt, hasOwnTime: ownTime !== undefined },
    options,
  );
  if (!options.transcript.htmlBody) delete values.transcriptHtml;
  const { json, truncatedCharacters } = extraJson(extra);
  if (json !== undefined) values.relayExtra = json;
  const incomplete = [
    ...(malformed ? ["body"] : []),
    ...(unknownCharset ? ["charset"] : []),
    ...(truncatedCharacters > 0 ? ["relayExtra"] : []),
  ];
  const work = new Work(options.workBudget ?? workBudget(characters));
  const identities = identitiesIn(values, options.identities ?? [], options.privacy);
  if (identities !== undefined) values.identities = identities;
  const consents = consentsIn(values, options.consents ?? []);
  const { identities: left, ...rest } = applyPrivacy({ ...unfit, ...values }, options, work);
  const redacted = withoutUnfit(rest, unfit, options);
  return {
    id,
    // Never in the future. Both are RFC 3339 in UTC, so that they sort by time.
    occurredAt: [ownTime ?? receivedAt, receivedAt].sort()[0] as string,
    eventType: definition.eventType,
    widget,
    visitorKey: visitorKey(redacted, id),
    ...redacted,
    ...untouchedIdentities(identities, left),
    ...(consents !== undefined && { consents }),
    relayReceivedAt: receivedAt,
    relayRequestId: requestId,
    relaySynthetic: synthetic,
    ...(incomplete.length > 0 && { relayTruncated: true, relayCutFields: incomplete }),
    ...(truncatedCharacters > 0 && { relayCutCharacters: truncatedCharacters }),
  };
}

/**
 * The values after privacy, without those that are not e-mail addresses: they were there to be looked for elsewhere, or a
 * part of them is redacted.
 */
function withoutUnfit(values: Extracted, unfit: Extracted, { privacy }: PrivacyPolicy): Extracted {
  const { visitorEmail, ...others } = values;
  if (visitorEmail === undefined || unfit.visitorEmail !== undefined) return others;
  const isKept = privacy.email === "keep";
  return isKept && identityValue("Email", visitorEmail) === undefined ? others : values;
}

/** Keeps a body as received, or reports that it is too large for that. */
export function quarantine(
  facts: RequestFacts,
  body: Body,
  reason: QuarantineReason,
): IngestionOutcome {
  const envelope = wrapRaw(facts, Buffer.from(body), reason);
  return envelope
    ? { kind: "quarantined", reason, envelope, text: toJson(envelope) }
    : { kind: "tooLarge" };
}

/** Unpacks, decodes and parses a body; the reason when it cannot. */
export function parseBody(body: Body, charset: string | undefined): ParsedBody | QuarantineReason {
  if (typeof body === "string") return parseText(decoded(body), undefined);
  const bytes = unpack(body);
  return bytes === undefined ? "not-unpackable" : parseText(decode(bytes, charset), bytes);
}

function parseText(
  { text, malformed, unknownCharset }: DecodedBody,
  bytes: Uint8Array | undefined,
): ParsedBody | QuarantineReason {
  try {
    const { digits: outer, numbers } = parseBothForms(text);
    const payload = unwrapJson(outer);
    if (!isObject(payload)) return "not-an-object";
    const exact = typeof outer === "string" ? parseLenientJson(outer, "numbers") : numbers;
    return {
      characters: text.length,
      payload,
      // The gateway decodes what it passes as text, and leaves the same character where bytes did not fit.
      malformed: malformed || text.includes("\uFFFD"),
      unknownCharset,
      identity: { payload: exact as JsonObject, bytes: malformed ? bytes : undefined },
    };
  } catch {
    return "not-json";
  }
}

/**
 * Makes the queue message for a webhook's body. A pure function: the same body, facts and options give the
 * same envelope, so a raw body from the dead-letter queue can be ingested again.
 *
 * @param applyPrivacy - Does what the policy among the options says. A parameter, so that the receiver loads the search
 * for personal data only when it needs it.
 */
export function ingestWith(
  applyPrivacy: ApplyPrivacy,
  body: Body,
  facts: RequestFacts,
  options: IngestionOptions,
): IngestionOutcome {
  const definition = findEvent(facts.event);
  if (!definition) return quarantine(facts, body, "unknown-event");
  if (!options.widgets.includes(facts.widget)) return quarantine(facts, body, "unknown-widget");
  if (!options.events.includes(definition.slug)) return { kind: "ignored" };
  const parsed = parseBody(body, facts.charset);
  if (typeof parsed === "string") return quarantine(facts, body, parsed);
  try {
    const event = makeEvent(parsed, facts, definition, options, applyPrivacy);
    return accept(facts, event, options.maxRowBytes);
  } catch (error) {
    // A payload on which this code fails (for example, nested deeper than the stack) is kept as received.
    const reason = error instanceof WorkBudgetError ? "too-much-work" : "unreadable";
    return quarantine(facts, body, reason);
  }
}

function accept(facts: RequestFacts, event: ChatEvent, maxBytes: number): IngestionOutcome {
  const json = jsonIfFits(event, maxBytes);
  const fitting = json === undefined ? truncateToFit(event, maxBytes) : event;
  const envelope = wrapEvent(facts, fitting);
  return { kind: "accepted", envelope, text: eventText(envelope, json ?? toJson(fitting)) };
}
