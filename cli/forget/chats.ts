import type { Leaf } from "./leaves";
import { isSomebody } from "./somebody";

const conversationKeys = /^(?:conversationUUID|conversationId)$/;

/** Chatlio's ids are UUIDs. Many chats could have the same shorter one. */
const MIN_LENGTH = 8;

function isId(id: string): boolean {
  return id.length >= MIN_LENGTH && isSomebody(id);
}

/** The ids of the chats that JSON names, in lower case. What stands for a missing id is none: it is no one's chat. */
export function chatsOf(leaves: readonly Leaf[]): readonly string[] {
  return leaves.flatMap(({ isName, key, value }) => {
    const id = value.trim().toLowerCase();
    return !isName && conversationKeys.test(key) && isId(id) ? [id] : [];
  });
}
