import { createHash } from "node:crypto";
import type { Extracted } from "./extract";

/** Adobe takes identity values of up to 1,024 characters; a UUID has 36. */
const MAX_LENGTH = 200;

function bounded(value: string): string {
  return value.length <= MAX_LENGTH ? value : createHash("sha256").update(value).digest("hex");
}

/** The visitor's key, prefixed by its kind. Made from the values after privacy; never from an e-mail. */
export function visitorKey({ visitorUuid, conversationId }: Extracted, id: string): string {
  if (visitorUuid !== undefined) return `uuid:${bounded(visitorUuid)}`;
  if (conversationId !== undefined) return `conversation:${bounded(conversationId)}`;
  return `id:${id}`;
}
