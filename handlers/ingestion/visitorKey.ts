import { createHash } from "node:crypto";

import type { Extracted } from "./extract";

/** Adobe takes identity values of up to 1,024 characters; a UUID has 36. */
const MAX_LENGTH = 200;

function bounded(value: string): string {
  return value.length <= MAX_LENGTH ? value : createHash("sha256").update(value).digest("hex");
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Conversation ids are UUIDs. What does not look like an id, such as an e-mail, is not used. */
const id = /^[\w.:-]+$/;

/**
 * Returns the visitor's key, prefixed by its kind. Made from the values after privacy, and never from an
 * e-mail: a value without the form of its kind is skipped for the next kind.
 */
export function visitorKey({ visitorUuid, conversationId }: Extracted, eventId: string): string {
  if (uuid.test(String(visitorUuid))) return `uuid:${visitorUuid}`;
  if (conversationId !== undefined && id.test(conversationId))
    return `conversation:${bounded(conversationId)}`;
  return `id:${eventId}`;
}
