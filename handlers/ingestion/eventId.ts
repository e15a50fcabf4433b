import { createHash, createHmac } from "node:crypto";
import { canonicalJson, type JsonObject } from "../shared/json";

export interface IdInput {
  readonly event: string;
  readonly widget: string;
  /** The payload as received: before privacy and before anything is cut. */
  readonly payload: JsonObject;
  /** The body, where not all its bytes are text: the payload does not tell it from others then. */
  readonly bytes?: Uint8Array | undefined;
  /** RFC 3339. */
  readonly receivedAt: string;
  /** The payload has an event time of its own, so that two equal ones are one event whenever they come. */
  readonly hasOwnTime: boolean;
}

export interface IdOptions {
  readonly dedupeWindowSeconds: number;
  /** Key of an HMAC, so that nobody can test a guess of a payload against an id. */
  readonly dedupeSalt?: string | undefined;
}

/**
 * `_id` of the row: 64 hexadecimal digits. The same event, widget, content and window give the same,
 * whatever the order of keys and the whitespace. Adobe's advice for streamed events: hash what
 * distinguishes them (XDM ExperienceEvent class guide). A body with broken UTF-8 counts by its bytes.
 */
export function eventId(input: IdInput, options: IdOptions): string {
  const { event, widget, payload, bytes, receivedAt, hasOwnTime } = input;
  const window = hasOwnTime
    ? null
    : Math.floor(Date.parse(receivedAt) / 1000 / options.dedupeWindowSeconds) *
      options.dedupeWindowSeconds;
  const text = canonicalJson(["chatlio-aep", 1, event, widget, window, payload]);
  const hash = options.dedupeSalt ? createHmac("sha256", options.dedupeSalt) : createHash("sha256");
  hash.update(text);
  if (bytes) hash.update(bytes);
  return hash.digest("hex");
}
