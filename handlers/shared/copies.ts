import { createHash } from "node:crypto";

import { readableFacts } from "./envelope";
import { isObject } from "./json";

/** What the names of all copies of DLQ messages in the bucket begin with. */
export const COPIES_FOLDER = "dead-letters/";

/** What the names of messages that an operator has dropped begin with. */
export const DROPPED_FOLDER = "dropped/";

/** What the names of archived events begin with; a day follows. */
export const EVENTS_FOLDER = "events/";

/** Reason shown for a message that SQS moved after too many receives. */
export const MOVED_BY_SQS = "moved-by-sqs";

const nothing = { event: "", widget: "", requestId: "", receivedAt: "", synthetic: false };

/** Longest part of a name that comes from a message, in characters. */
const MAX_PART = 60;

/** A text of a message as a part of a name: nothing in it has a meaning in a URL. */
function part(text: string): string {
  return (
    text
      .replace(/[^\w.-]/g, "_")
      .replace(/^\.+/, "_")
      .slice(0, MAX_PART) || "unknown"
  );
}

function reasonOf(text: string): string {
  try {
    const json: unknown = JSON.parse(text);
    const reason = isObject(json) ? json["reason"] : undefined;
    return typeof reason === "string" ? reason : MOVED_BY_SQS;
  } catch {
    return MOVED_BY_SQS;
  }
}

/**
 * Name of the copy of a DLQ message: `dead-letters/<day>/<event>/<reason>/<hash>.json`. It depends on the message's
 * text alone, so that a second copy of the same message takes the place of the first.
 *
 * @param text the message's body
 * @param folder where it is kept
 */
export function copyKey(text: string, folder = COPIES_FOLDER): string {
  const { event, receivedAt } = readableFacts(text, nothing);
  const day = /^\d{4}-\d\d-\d\d/.exec(receivedAt)?.[0] ?? "unknown";
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 32);
  return `${folder}${day}/${part(event)}/${part(reasonOf(text))}/${hash}.json`;
}
