import { hash } from "node:crypto";

/** Hex digits of a key: the chance that two of a million conversations share one is 1 in 37 million. */
const DIGITS = 16;

/**
 * What the logs have in place of a conversation's id. Who knows the id can find its lines; the key alone leads to nobody,
 * because Chatlio's ids are random.
 */
export function conversationKey(conversationId: string): string {
  return hash("sha256", conversationId.trim().toLowerCase(), "hex").slice(0, DIGITS);
}
