import { gunzipSync, gzipSync } from "node:zlib";
import * as z from "zod";
import { chatEvent, type ChatEvent } from "../model";
import { isObject, toJson } from "./json";

/** SQS takes at most 1 MiB, body and attributes together (Amazon SQS quotas). */
export const MAX_MESSAGE_BYTES = 1_048_576;

const common = {
  /** Version of this form. A reader refuses one it does not know. */
  v: z.literal(1),
  /** Event of the URL, as it stood there. */
  event: z.string(),
  /** Widget of the URL, as it stood there. */
  widget: z.string(),
  requestId: z.string(),
  /** RFC 3339, UTC. */
  receivedAt: z.string(),
  /** Whether the request was marked synthetic. */
  synthetic: z.boolean(),
  /** Why it is in the dead-letter queue. */
  reason: z.string().optional(),
  /** How often it was received from the queue before it was dead-lettered. */
  attempts: z.number().optional(),
};

const eventEnvelope = z.object({ ...common, kind: z.literal("event"), body: chatEvent });

const rawEnvelope = z.object({
  ...common,
  kind: z.literal("raw"),
  /** `utf8`: the body as text. Else its bytes in base64, compressed first when they are many. */
  encoding: z.enum(["utf8", "base64", "gzip+base64"]),
  body: z.string(),
});

/** What every message of the queues is. */
export const envelope = z.discriminatedUnion("kind", [eventEnvelope, rawEnvelope]);

export type EventEnvelope = z.output<typeof eventEnvelope>;
export type RawEnvelope = z.output<typeof rawEnvelope>;
export type Envelope = EventEnvelope | RawEnvelope;

/** What an envelope says about the request, whatever its kind. */
export type RequestFacts = Pick<
  Envelope,
  "event" | "widget" | "requestId" | "receivedAt" | "synthetic"
>;

export function wrapEvent(facts: RequestFacts, body: ChatEvent): EventEnvelope {
  return { v: 1, kind: "event", ...facts, body };
}

function fits(message: Envelope): boolean {
  return Buffer.byteLength(toJson(message)) <= MAX_MESSAGE_BYTES;
}

/**
 * Wraps a body that no event could be made of. Undefined when it is too large for a message even
 * when compressed.
 */
export function wrapRaw(
  facts: RequestFacts,
  bytes: Uint8Array,
  reason: string,
  options: { readonly readable: boolean } = { readable: true },
): RawEnvelope | undefined {
  const buffer = Buffer.from(bytes);
  const text = buffer.toString("utf8");
  const { event, widget, requestId, receivedAt, synthetic } = facts;
  const base = {
    v: 1,
    kind: "raw",
    event,
    widget,
    requestId,
    receivedAt,
    synthetic,
    reason,
  } as const;
  if (options.readable && Buffer.from(text).equals(buffer)) {
    const readable: RawEnvelope = { ...base, encoding: "utf8", body: text };
    if (fits(readable)) return readable;
  }
  const plain: RawEnvelope = { ...base, encoding: "base64", body: buffer.toString("base64") };
  if (fits(plain)) return plain;
  const packed: RawEnvelope = {
    ...base,
    encoding: "gzip+base64",
    body: gzipSync(buffer).toString("base64"),
  };
  return fits(packed) ? packed : undefined;
}

/** The bytes that {@link wrapRaw} was given. */
export function unwrapRaw({ encoding, body }: RawEnvelope): Buffer {
  if (encoding === "utf8") return Buffer.from(body);
  const bytes = Buffer.from(body, "base64");
  return encoding === "base64" ? bytes : gunzipSync(bytes);
}

/**
 * What can be read of the request in a message that is no envelope known here: the dead letter shall
 * say of which webhook it is.
 *
 * @param otherwise for what cannot be read
 */
export function readableFacts(text: string, otherwise: RequestFacts): RequestFacts {
  const json = parsed(text);
  if (!isObject(json)) return otherwise;
  const { event, widget, requestId, receivedAt, synthetic } = json;
  const textOr = (value: unknown, other: string) => (typeof value === "string" ? value : other);
  return {
    event: textOr(event, otherwise.event),
    widget: textOr(widget, otherwise.widget),
    requestId: textOr(requestId, otherwise.requestId),
    receivedAt: textOr(receivedAt, otherwise.receivedAt),
    synthetic: typeof synthetic === "boolean" ? synthetic : otherwise.synthetic,
  };
}

/** Reason of a message that was no envelope known to the forwarder: its raw body is that message. */
export const BAD_ENVELOPE = "bad-envelope";

/** Reads a message. Undefined when it is no envelope of a version and form known here. */
export function readEnvelope(text: string): Envelope | undefined {
  return envelope.safeParse(parsed(text)).data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No JSON.
  }
  return undefined;
}
