import * as z from "zod";
import { eventSlugs, privacyActions, privacyCategories, type EventSlug } from "../model";
import { decodeSettings, encodeSettings } from "../shared/settings";

const slug = z.enum(eventSlugs as readonly [EventSlug, ...EventSlug[]]);

/** What the receiver needs to know. The program fills it; nobody else does. */
export const receiverSettings = z.strictObject({
  /** URL of the queue that the forwarder reads. */
  queueUrl: z.url(),
  /** URL of the dead-letter queue. */
  deadLetterQueueUrl: z.url(),
  /** CloudWatch namespace of the metrics; one per stack keeps figures apart. Default `ChatlioAep`. */
  metricsNamespace: z
    .string()
    .regex(/^[\w.\-/#]{1,200}$/)
    .default("ChatlioAep"),
  /** The live webhook tokens: an id for metrics, and the SHA-256 digest. The token itself is not kept. */
  tokens: z
    .array(z.strictObject({ id: z.string().min(1), sha256: z.string().regex(/^[0-9a-f]{64}$/) }))
    .min(1)
    .max(3),
  /** Names of the widgets that may appear in the path. */
  widgets: z.array(z.string().min(1)).min(1),
  /** The events that are switched on. Others are answered 202 and counted as ignored. */
  events: z.array(slug),
  /** Seconds within which the same payload is the same event, where it has no time of its own. Default 600. */
  dedupeWindowSeconds: z.int().min(1).max(86_400).default(600),
  /** Key of an HMAC in place of the plain hash for `_id`. Default none. */
  dedupeSalt: z.string().min(1).optional(),
  /** What is done with the values of each privacy category. Default `keep`. */
  privacy: z.object(
    Object.fromEntries(
      privacyCategories.map((category) => [category, z.enum(privacyActions).default("keep")]),
    ) as Record<
      (typeof privacyCategories)[number],
      z.ZodDefault<z.ZodEnum<{ keep: "keep"; hash: "hash"; drop: "drop" }>>
    >,
  ),
  /** Key of an HMAC for privacy hashes in place of plain SHA-256. Default none. */
  privacySalt: z.string().min(1).optional(),
  transcript: z
    .strictObject({
      /** Keep the transcript's HTML body beside its text. Default false. */
      htmlBody: z.boolean().default(false),
    })
    .default({ htmlBody: false }),
  /** Bytes a row may have (JSON, UTF-8); larger ones are cut. AEP takes 1 MB; 10,000 suits Profile. */
  maxRowBytes: z.int().min(4_000).max(990_000).default(990_000),
  /** RFC 3339 time before which nothing should reach the inlet: the queue holds it back. Default none. */
  settledAt: z.iso.datetime({ offset: true }).optional(),
  /** Milliseconds for the queue to take a message before the answer is 503. Default 8,000. */
  sendTimeoutMs: z.int().min(100).max(25_000).default(8_000),
});

export type ReceiverSettings = z.output<typeof receiverSettings>;
export type ReceiverSettingsInput = z.input<typeof receiverSettings>;

/** The environment of the receiver's function. */
export function encodeReceiverSettings(settings: ReceiverSettingsInput): Record<string, string> {
  return encodeSettings(receiverSettings, settings);
}

/** Reads what {@link encodeReceiverSettings} wrote. Throws, naming the keys, when it is not that. */
export function readReceiverSettings(env: Readonly<Record<string, string | undefined>>) {
  return decodeSettings(receiverSettings, env);
}
