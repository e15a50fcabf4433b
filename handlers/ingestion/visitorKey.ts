import { createHash } from "node:crypto";

import { isConversationId, isVisitorUuid, MAX_CONVERSATION_LENGTH } from "../model/visitorIds";
import type { Extracted } from "./extract";

/** Adobe accepts identity values of up to 1,024 characters; a UUID has 36. */
function bounded(value: string): string {
  return value.length <= MAX_CONVERSATION_LENGTH
    ? value
    : createHash("sha256").update(value).digest("hex");
}

/** The key of the visitor of a chat in which nobody has named one; undefined when the id is none. */
export function conversationKey(conversationId: string | undefined): string | undefined {
  return isConversationId(conversationId) ? `conversation:${bounded(conversationId)}` : undefined;
}

/**
 * Returns the visitor's key, prefixed with its kind. It is made from the values after privacy, and never
 * from an e-mail: a value of the wrong form, or one that stands for nobody, is skipped, and the next kind is tried.
 */
export function visitorKey({ visitorUuid, conversationId }: Extracted, eventId: string): string {
  if (isVisitorUuid(visitorUuid)) return `uuid:${visitorUuid}`;
  return conversationKey(conversationId) ?? `id:${eventId}`;
}
