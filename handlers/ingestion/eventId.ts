import { createHash, createHmac } from "node:crypto";

import { canonicalJson, type JsonObject } from "../shared/json";

export interface IdInput {
  /** The event of the URL. */
  readonly slug: string;
  readonly widget: string;
  /** The payload as received: before privacy, and before anything is truncated. */
  readonly payload: JsonObject;
  /** The body where not all its bytes are text, since different bytes then give the same payload. */
  readonly bytes?: Uint8Array | undefined;
  /** RFC 3339. */
  readonly receivedAt: string;
  /** The payload has an event time of its own: two equal payloads are one event whenever they arrive. */
  readonly hasOwnTime: boolean;
}

export interface IdOptions {
  readonly dedupeWindowSeconds: number;
  /** Key of an HMAC, so that nobody can test a guessed payload against an id. */
  readonly dedupeSalt?: string | undefined;
}

/**
 * Returns the `_id` of the row: 64 hexadecimal digits. The same event, widget, content and window give
 * the same, whatever the order of keys and the whitespace. Adobe's advice for streamed events is to
 * hash what distinguishes them (XDM ExperienceEvent class guide). Of a body with malformed UTF-8 the
 * bytes count too.
 */
export function eventId(input: IdInput, options: IdOptions): string {
  const { slug, widget, payload, bytes, receivedAt, hasOwnTime } = input;
  const window = hasOwnTime
    ? null
    : Math.floor(Date.parse(receivedAt) / 1000 / options.dedupeWindowSeconds) *
      options.dedupeWindowSeconds;
  const text = canonicalJson(["chatlio-aep", 1, slug, widget, window, payload]);
  const hash = options.dedupeSalt ? createHmac("sha256", options.dedupeSalt) : createHash("sha256");
  hash.update(text);
  if (bytes) hash.update(bytes);
  return hash.digest("hex");
}
