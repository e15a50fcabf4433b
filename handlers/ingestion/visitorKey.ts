import { createHash } from "node:crypto";
import type { Extracted } from "./extract";

/** Adobe takes identity values of up to 1,024 characters; a UUID has 36. */
const MAX_LENGTH = 200;

function bounded(value: string): string {
  return value.length <= MAX_LENGTH ? value : createHash("sha256").update(value).digest("hex");
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Ids of conversations are UUIDs; what is no id at all, as an e-mail, is no key. */
const id = /^[\w.:-]+$/;

/**
 * The visitor's key, prefixed by its kind. Made from the values after privacy; never from an e-mail:
 * what is not of the kind's form is passed over for the next kind.
 */
export function visitorKey({ visitorUuid, conversationId }: Extracted, eventId: string): string {
  if (uuid.test(String(visitorUuid))) return `uuid:${visitorUuid}`;
  if (conversationId !== undefined && id.test(conversationId))
    return `conversation:${bounded(conversationId)}`;
  return `id:${eventId}`;
}
