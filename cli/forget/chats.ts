import type { Content } from "./content";
import { isPasted, siteIndex } from "./fieldNames";
import type { Leaf } from "./leaves";
import { isSomebody } from "./somebody";
import { readable } from "./textSearch";

const conversationKeys = /^(?:conversationUUID|conversationId)$/;

/** A chat's id in a text that is not JSON, behind its name. */
const named = /conversation(?:UUID|Id)["'\\\s]*[:=]["'\\\s]*([\w.:-]+)/gi;
/** One that stands alone is a chat's only if somebody knows it. */
const alone = /(?<![\w-])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![\w-])/gi;

/** Chatlio's ids are UUIDs. Many chats could have the same shorter one. */
const MIN_LENGTH = 8;

function idsOf(values: readonly string[]): readonly string[] {
  const ids = values.map((value) => value.trim().toLowerCase());
  // What stands for a missing id does not belong to any chat.
  return [...new Set(ids)].filter((id) => id.length >= MIN_LENGTH && isSomebody(id));
}

/** Whether it is the id of a chat, and neither what the site passes on nor what somebody has written. */
function isChat(leaf: Leaf): boolean {
  const { isName, key, path } = leaf;
  return !isName && conversationKeys.test(key) && siteIndex(path) < 0 && !isPasted(leaf);
}

/** Where the relay's message has the id of the event's chat. */
function isOfEvent({ path }: Leaf): boolean {
  return path.length === 2 && path[0] === "body";
}

/** The values that say of which chat JSON is. What is deeper is something else that it names. */
function ofJson({ isEvent, leaves }: Extract<Content, { isEvent: boolean }>): readonly string[] {
  const all = leaves.filter((leaf) => isChat(leaf) && (!isEvent || isOfEvent(leaf)));
  const depth = Math.min(...all.map(({ path }) => path.length));
  return all.filter(({ path }) => path.length === depth).map(({ value }) => value);
}

function namedIn(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) =>
    Array.from(readable(text).matchAll(named), ([, id = ""]) => id.replace(/[.:-]+$/, "")),
  );
}

/** The ids of all chats that a message may be of, in lower case. */
export function chatsIn(content: Content): readonly string[] {
  if (content.leaves !== undefined) return idsOf(ofJson(content));
  const words = content.texts.flatMap((text) => readable(text).match(alone) ?? []);
  return idsOf([...namedIn(content.texts), ...words]);
}

/**
 * The id of the chat that a message is of, in lower case. Undefined when it names none, or several: nobody can tell which of
 * them is the chat of the person in the message.
 */
export function chatOf(content: Content): string | undefined {
  const [chat, ...others] = idsOf(
    content.leaves === undefined ? namedIn(content.texts) : ofJson(content),
  );
  return others.length === 0 ? chat : undefined;
}
