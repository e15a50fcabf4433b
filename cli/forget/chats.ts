import type { Content } from "./content";
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
  // What stands for a missing id is no one's chat.
  return [...new Set(ids)].filter((id) => id.length >= MIN_LENGTH && isSomebody(id));
}

function inLeaves(leaves: readonly Leaf[]): readonly Leaf[] {
  return leaves.filter(({ isName, key }) => !isName && conversationKeys.test(key));
}

function namedIn(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) =>
    Array.from(readable(text).matchAll(named), ([, id = ""]) => id.replace(/[.:-]+$/, "")),
  );
}

/** The ids of all chats that a message names, in lower case. */
export function chatsIn(content: Content): readonly string[] {
  if (content.leaves !== undefined)
    return idsOf(inLeaves(content.leaves).map((leaf) => leaf.value));
  const words = content.texts.flatMap((text) => readable(text).match(alone) ?? []);
  return idsOf([...namedIn(content.texts), ...words]);
}

/**
 * The id of the chat that a message is of, in lower case. Undefined when it names none, or several: nobody can tell which of
 * them is the chat of the person in the message.
 */
export function chatOf(content: Content): string | undefined {
  const [chat, ...others] = idsOf(
    content.leaves === undefined ? namedIn(content.texts) : outermost(inLeaves(content.leaves)),
  );
  return others.length === 0 ? chat : undefined;
}

/** What is deeper is something else that the message names. */
function outermost(leaves: readonly Leaf[]): readonly string[] {
  const depth = Math.min(...leaves.map(({ path }) => path.length));
  return leaves.filter(({ path }) => path.length === depth).map(({ value }) => value);
}
