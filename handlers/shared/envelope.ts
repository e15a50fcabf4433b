import { gunzipSync, gzipSync } from "node:zlib";

import * as z from "zod/mini";

import { chatEvent, type ChatEvent } from "../model";
import { isObject, toJson } from "./json";

/** Largest message that SQS accepts, body and attributes together (Amazon SQS quotas). */
export const MAX_MESSAGE_BYTES = 1_048_576;

const common = {
  /** Version of this format. A reader rejects a version that it does not know. */
  v: z.literal(1),
  /** Event in the URL of the webhook. */
  event: z.string(),
  /** Widget in the URL of the webhook. */
  widget: z.string(),
  requestId: z.string(),
  /** RFC 3339, UTC. */
  receivedAt: z.string(),
  /** Whether the request was marked synthetic. */
  synthetic: z.boolean(),
  /** Why it is in the dead-letter queue. */
  reason: z.optional(z.string()),
  /** How often it was received before it moved to the dead-letter queue. */
  attempts: z.optional(z.number()),
};

const eventEnvelope = z.object({
  ...common,
  kind: z.literal("event"),
  /** Id of the last `dlq redrive` of the event. It makes the message, and so its copy, another one than before. */
  redriveId: z.optional(z.string()),
  body: chatEvent,
});

const rawEnvelope = z.object({
  ...common,
  kind: z.literal("raw"),
  /** Charset that the request declared for the bytes. Left out: UTF-8. */
  charset: z.optional(z.string()),
  /** `utf8`: the body as text. Otherwise its bytes in base64, compressed first when they are many. */
  encoding: z.enum(["utf8", "base64", "gzip+base64"]),
  body: z.string(),
});

/** Format of every message in the queues. */
export const envelope = z.discriminatedUnion("kind", [eventEnvelope, rawEnvelope]);

export type EventEnvelope = z.output<typeof eventEnvelope>;
export type RawEnvelope = z.output<typeof rawEnvelope>;
export type Envelope = EventEnvelope | RawEnvelope;

/** What every envelope says about its request. */
export type RequestFacts = Pick<
  Envelope,
  "event" | "widget" | "requestId" | "receivedAt" | "synthetic"
> & { readonly charset?: string | undefined };

export function wrapEvent(facts: RequestFacts, body: ChatEvent): EventEnvelope {
  const { event, widget, requestId, receivedAt, synthetic } = facts;
  return { v: 1, kind: "event", event, widget, requestId, receivedAt, synthetic, body };
}

/**
 * An event's envelope as text.
 *
 * @param body the event's JSON, so that a long one is written only once
 */
export function eventText(envelope: EventEnvelope, body: string): string {
  const head = toJson({ ...envelope, body: undefined });
  return `${head.slice(0, -1)},"body":${body}}`;
}

function fits(message: Envelope): boolean {
  return Buffer.byteLength(toJson(message)) <= MAX_MESSAGE_BYTES;
}

/**
 * Wraps a body that could not be converted to an event.
 *
 * @param options.readable false: encode even a readable body, because SQS rejected it as text
 * @returns undefined when the body does not fit into a message even when compressed
 */
export function wrapRaw(
  facts: RequestFacts,
  bytes: Uint8Array,
  reason: string,
  options: { readonly readable: boolean } = { readable: true },
): RawEnvelope | undefined {
  const buffer = Buffer.from(bytes);
  const text = buffer.toString("utf8");
  const { event, widget, requestId, receivedAt, synthetic, charset } = facts;
  const base = {
    v: 1,
    kind: "raw",
    event,
    widget,
    requestId,
    receivedAt,
    synthetic,
    ...(charset !== undefined && { charset }),
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

/** Largest body that API Gateway passes on (Amazon API Gateway quotas, HTTP API). */
const MAX_RAW_BYTES = 10 * 1024 * 1024;

/** Returns the bytes that {@link wrapRaw} was given. Undefined when they cannot be unpacked: then it did not write this. */
export function unwrapRaw({ encoding, body }: RawEnvelope): Buffer | undefined {
  if (encoding === "utf8") return Buffer.from(body);
  const bytes = Buffer.from(body, "base64");
  if (encoding === "base64") return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_RAW_BYTES });
  } catch {
    // Not gzip, or more than any request has.
  }
  return undefined;
}

/**
 * Reads what an unknown message says about its request, so that the DLQ message names its webhook.
 *
 * @param otherwise what to assume for each value that cannot be read
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

/** Reads which row the event of a message becomes. Undefined: it has no event, or nobody here can say where. */
export function readableEventId(text: string): string | undefined {
  const json = parsed(text);
  if (!isObject(json) || json["kind"] !== "event" || !isObject(json["body"])) return undefined;
  const { id } = json["body"];
  return typeof id === "string" ? id : undefined;
}

/** Reason of a message whose format the forwarder does not know. The raw body holds that message. */
export const BAD_ENVELOPE = "bad-envelope";

/** Reads a message. Undefined when its version or format is not known here. */
export function readEnvelope(text: string): Envelope | undefined {
  return envelope.safeParse(parsed(text)).data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON.
  }
  return undefined;
}
