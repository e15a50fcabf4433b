import { events, type EventSlug } from "../events";
import { fields, type FieldName } from "../fields";
import type { FieldDefinition, Shape } from "../types";
import { conversationPattern, MAX_CONVERSATION_LENGTH, uuidPattern } from "../visitorIds";
import {
  at,
  call,
  given,
  isNobody,
  matches,
  quote,
  timePattern,
  toDate,
  trimmed,
} from "./expressions";

/** Which webhook the expressions are for: nothing in the payload says it. */
export interface Webhook {
  readonly slug: EventSlug;
  readonly widget: string;
  readonly dedupeWindowMs: number;
}

/** What shapes A and B both have of the visitor. */
const visitor = [
  "visitor.UUID",
  "visitor.email",
  "visitor.name",
  "visitor.identUserId",
  "visitor.identTraits",
  "visitor.userAgent",
  "visitor.handle",
  "visitor.currentPage",
  "visitor.referrerURL",
  "visitor.createdAt",
  "visitor.IPAddress",
] as const;

/**
 * What tells two events apart, by shape: every documented value that is short or holds the whole chat. Their order is
 * part of the id, so it stays, and {@link newer} follows.
 */
const first: Readonly<Record<Shape, readonly string[]>> = {
  A: [
    "conversationUUID",
    "message",
    "channelId",
    "slackChannelId",
    "slackChannelName",
    ...visitor,
    "visitor.location",
  ],
  B: ["name", "email", "emailPretty", "message", ...visitor],
  C: [
    "conversationUUID",
    "startedAt",
    "endedAt",
    "textBody",
    "agentEmail",
    "agentName",
    "archiveUrl",
    "channelId",
    "channelName",
    "visitorEmail",
    "replyToEmail",
    "visitorName",
  ],
};

/** What has never been part of the id: no such text comes with shape B, and `textBody` holds the chat of shape C. */
const never: Readonly<Record<Shape, readonly string[]>> = {
  A: [],
  B: ["visitor.location"],
  C: ["htmlBody", "extraData", "visitorTraits", "visitorTraits.current_page"],
};

/** Where the fields are that the event model has got since then, in its order. */
function newer(shape: Shape): readonly string[] {
  const paths = Object.values<FieldDefinition>(fields).flatMap(
    ({ chatlio = {} }) => chatlio[shape] ?? [],
  );
  const known = new Set([...first[shape], ...never[shape]]);
  return [...new Set(paths)].filter((path) => !known.has(path));
}

/** The event's own time: of a transcript the end of the chat. The other shapes have none. */
const ownTime: Partial<Readonly<Record<Shape, string>>> = { C: "endedAt" };

function eventOf(slug: EventSlug) {
  const found = events.find((event) => event.slug === slug);
  if (found === undefined) throw new Error(`There is no event ${slug}.`);
  return found;
}

/** The start of the dedupe window; nothing when the payload has its own time, as in the relay. */
function window(shape: Shape, milliseconds: number): string {
  const start = call("to_string", `timestamp() - timestamp() % ${milliseconds}`);
  const path = ownTime[shape];
  if (path === undefined) return start;
  return call("iif", matches(trimmed(path), timePattern), quote(""), start);
}

/** SHA-256, as Adobe recommends for streamed events (XDM ExperienceEvent class guide). */
function id({ dedupeWindowMs, slug, widget }: Webhook): string {
  const { shape } = eventOf(slug);
  const values = [...first[shape], ...newer(shape)].map(given);
  const parts = [quote(`chatlio-aep|${slug}|${widget}`), window(shape, dedupeWindowMs), ...values];
  return call("sha256", call("concat", parts.join(`, "|", `)), quote("UTF-8"));
}

/** The text when it is a time, else now: so every step after it works on a time, and no row lacks one. */
function occurredAt({ slug }: Webhook): string {
  const path = ownTime[eventOf(slug).shape];
  if (path === undefined) return "now()";
  const text = trimmed(path);
  const now = call("format", "now()", quote("yyyy-MM-dd'T'HH:mm:ss.SSSXXX"));
  const time = toDate(call("iif", matches(text, timePattern), text, now));
  // AEP rejects a time in the future.
  return call("min", time, "now()");
}

/** Never joins a value that may be missing: the guide does not say what `concat` makes of it. */
function visitorKey(webhook: Webhook): string {
  const { shape } = eventOf(webhook.slug);
  const keyOf = (kind: string, path: string, pattern: string, otherwise: string) =>
    call(
      "iif",
      matches(call("iif", isNobody(given(path)), quote(""), given(path)), pattern),
      call("concat", quote(`${kind}:`), given(path)),
      otherwise,
    );
  let key = call("concat", quote("id:"), id(webhook));
  const conversation = `${conversationPattern}{1,${MAX_CONVERSATION_LENGTH}}`;
  if (shape !== "B") key = keyOf("conversation", "conversationUUID", conversation, key);
  if (shape !== "C") key = keyOf("uuid", "visitor.UUID", uuidPattern, key);
  return key;
}

/** Expressions of the fields that no field of the payload holds. */
export const made = {
  id,
  occurredAt,
  eventType: ({ slug }) => quote(eventOf(slug).eventType),
  widget: ({ widget }) => quote(widget),
  visitorKey,
  messageCount: ({ slug }) =>
    eventOf(slug).shape === "C"
      ? call(
          "iif",
          `${call("size_of", at("messages"))} == 0`,
          "nullify()",
          call("size_of", at("messages")),
        )
      : undefined,
} satisfies Partial<Record<FieldName, (webhook: Webhook) => string | undefined>>;

export type MadeName = keyof typeof made;
