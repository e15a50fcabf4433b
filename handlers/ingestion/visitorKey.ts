import { createHash } from "node:crypto";

import type { Extracted } from "./extract";

/** Adobe accepts identity values of up to 1,024 characters; a UUID has 36. */
const MAX_LENGTH = 200;

function bounded(value: string): string {
  return value.length <= MAX_LENGTH ? value : createHash("sha256").update(value).digest("hex");
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Conversation ids are UUIDs. A value of another form, such as an e-mail, is not used. */
const id = /^[\w.:-]+$/;

/**
 * Returns the visitor's key, prefixed with its kind. It is made from the values after privacy, and never
 * from an e-mail: a value of the wrong form is skipped, and the next kind is tried.
 */
export function visitorKey({ visitorUuid, conversationId }: Extracted, eventId: string): string {
  if (uuid.test(String(visitorUuid))) return `uuid:${visitorUuid}`;
  if (conversationId !== undefined && id.test(conversationId))
    return `conversation:${bounded(conversationId)}`;
  return `id:${eventId}`;
}
