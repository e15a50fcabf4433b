import { createHash, createHmac, hash } from "node:crypto";

import { canonicalJson, type JsonObject } from "../shared/json";

export interface IdInput {
  /** The event that the URL names. */
  readonly slug: string;
  readonly widget: string;
  /** The payload as received: before privacy, and before anything is truncated. */
  readonly payload: JsonObject;
  /**
   * The body, when not all its bytes are valid text: different bytes can then decode to the same payload.
   */
  readonly bytes?: Uint8Array | undefined;
  /** RFC 3339. */
  readonly receivedAt: string;
  /**
   * Whether the payload has its own event time. Two equal payloads are then one event, whenever they
   * arrive.
   */
  readonly hasOwnTime: boolean;
}

export interface IdOptions {
  readonly dedupeWindowSeconds: number;
  /** Key of the HMAC. Without it, anybody could guess a payload and check the guess against an id. */
  readonly dedupeSalt?: string | undefined;
}

/**
 * Returns the `_id` of the row: 64 hexadecimal digits. The same event, widget, content and time window give
 * the same id, whatever the order of keys and the whitespace. Adobe recommends to hash what distinguishes
 * streamed events (XDM ExperienceEvent class guide). If the body is not valid UTF-8, its bytes are part of
 * the hash.
 */
export function eventId(input: IdInput, options: IdOptions): string {
  const { slug, widget, payload, bytes, receivedAt, hasOwnTime } = input;
  const window = hasOwnTime
    ? null
    : Math.floor(Date.parse(receivedAt) / 1000 / options.dedupeWindowSeconds) *
      options.dedupeWindowSeconds;
  const text = canonicalJson(["chatlio-aep", 1, slug, widget, window, payload]);
  // Stryker disable next-line ConditionalExpression: without it, hashing is only slower
  if (!options.dedupeSalt && !bytes) return hash("sha256", text, "hex");
  const state = options.dedupeSalt
    ? createHmac("sha256", options.dedupeSalt)
    : createHash("sha256");
  state.update(text);
  if (bytes) state.update(bytes);
  return state.digest("hex");
}
