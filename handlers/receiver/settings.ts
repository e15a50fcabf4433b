import * as z from "zod/mini";

import {
  consentNames,
  eventSlugs,
  privacyActions,
  privacyCategories,
  type EventSlug,
  type SiteConsent,
} from "../model";
import { metricsSettings } from "../shared/metricsSettings";
import { decodeSettings, encodeSettings } from "../shared/settings";

export { ALL_EVENTS, metricsLevels, type Count } from "../shared/metricsSettings";

/** Seconds of `chatlio-aep:dedupeWindow`: its bounds, and what applies when it is not set. */
export const dedupeWindowSeconds = { min: 1, max: 86_400, default: 600 } as const;

/** Largest row, in bytes: AEP takes 1 MB, and the row is a little larger than the event. */
export const MAX_ROW_BYTES = 990_000;

function isEventSlug(slug: string): slug is EventSlug {
  return (eventSlugs as readonly string[]).includes(slug);
}

/** One that this release does not know has no place in its rows. */
function isKnownConsent(given: { consent: string; from: string }): given is SiteConsent {
  return (consentNames as readonly string[]).includes(given.consent);
}

/** Of an action that this release does not know it can only be said that the value must not be kept. */
const privacyAction = z.catch(z._default(z.enum(privacyActions), "keep"), "drop");

const tokenDigest = z.object({
  /** Short id that may appear in metrics and logs. */
  id: z.string().check(z.minLength(1)),
  /** SHA-256 of the token, 64 hexadecimal digits. */
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
});

/** What the receiver holds of a webhook token. The token itself is not kept. */
export type TokenDigest = z.output<typeof tokenDigest>;

/** The receiver's settings. Only the Pulumi program writes them. */
export const receiverSettings = z.object({
  /** URL of the queue that the forwarder reads. */
  queueUrl: z.url(),
  /** URL of the queue from which the keeper takes messages to the dead-letter queue. */
  deadLetterQueueUrl: z.url(),
  ...metricsSettings,
  /** The live webhook tokens. */
  tokens: z.array(tokenDigest).check(z.minLength(1), z.maxLength(3)),
  /** Names of the widgets that may appear in the path. */
  widgets: z.array(z.string().check(z.minLength(1))).check(z.minLength(1)),
  /** The events that are switched on. Others get a 202 and count as ignored. Unknown ones are left out. */
  events: z.pipe(
    z.array(z.string()),
    z.transform((slugs) => slugs.filter(isEventSlug)),
  ),
  /** Seconds within which the same payload is the same event, where it has no time of its own. */
  dedupeWindowSeconds: z._default(
    z.int().check(z.minimum(dedupeWindowSeconds.min), z.maximum(dedupeWindowSeconds.max)),
    dedupeWindowSeconds.default,
  ),
  /** The secret that holds {@link saltsSecret} as JSON. Default: the salts are among these settings. */
  saltsSecret: z.optional(
    z.object({
      arn: z.string().check(z.minLength(1)),
      versionId: z.string().check(z.minLength(1)),
    }),
  ),
  /** Key of an HMAC that replaces the plain hash for `_id`. Default none. */
  dedupeSalt: z.optional(z.string().check(z.minLength(1))),
  /** What is done with the values of each privacy category. Default `keep`. */
  privacy: z.object(
    Object.fromEntries(privacyCategories.map((category) => [category, privacyAction])) as Record<
      (typeof privacyCategories)[number],
      typeof privacyAction
    >,
  ),
  /** Key of an HMAC that replaces plain SHA-256 for privacy hashes. Default none. */
  privacySalt: z.optional(z.string().check(z.minLength(1))),
  /** Identities that the site passes to Chatlio: namespace, and where its value is. Default none. */
  identities: z.optional(
    z.array(
      z.object({
        namespace: z.string().check(z.minLength(1)),
        from: z.string().check(z.minLength(1)),
      }),
    ),
  ),
  /** Choices of the visitor that the site passes to Chatlio: which, and from what trait. Default none. */
  consents: z.optional(
    z.pipe(
      z.array(z.object({ consent: z.string(), from: z.string().check(z.minLength(1)) })),
      z.transform((all) => all.filter(isKnownConsent)),
    ),
  ),
  transcript: z._default(
    z.object({
      /** Keep the transcript's HTML body in addition to its text. */
      htmlBody: z._default(z.boolean(), false),
    }),
    { htmlBody: false },
  ),
  /** Bytes of a row (JSON, UTF-8); larger ones are truncated. AEP takes 1 MB; 10,000 suits Profile. */
  maxRowBytes: z._default(z.int().check(z.minimum(4_000), z.maximum(MAX_ROW_BYTES)), MAX_ROW_BYTES),
  /** RFC 3339 time before which no event should reach AEP: the queue delays it. Default none. */
  settledAt: z.optional(z.iso.datetime({ offset: true })),
  /** Milliseconds for the queue to take a message before the response is 503. */
  sendTimeoutMs: z._default(z.int().check(z.minimum(100), z.maximum(25_000)), 8_000),
});

/** The JSON in the secret that {@link receiverSettings} names: the salts, where they have one. */
export const saltsSecret = z.pick(receiverSettings, { dedupeSalt: true, privacySalt: true });

export type Salts = z.output<typeof saltsSecret>;

export type ReceiverSettings = z.output<typeof receiverSettings>;
export type ReceiverSettingsInput = z.input<typeof receiverSettings>;

/** Returns the environment of the receiver's function. Throws when a setting is not valid. */
export function encodeReceiverSettings(settings: ReceiverSettingsInput): Record<string, string> {
  return encodeSettings(receiverSettings, settings);
}

/** Reads what {@link encodeReceiverSettings} wrote. The error names the keys that are not valid. */
export function readReceiverSettings(env: Readonly<Record<string, string | undefined>>) {
  return decodeSettings(receiverSettings, env);
}
