import { isNobody } from "./identityValue";

/*
 * The ids that the visitor key, and the link from a chat to its visitor, are made from. The patterns are for Java's and
 * JavaScript's engines.
 */

export const uuidPattern = "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}";

/** Conversation ids are UUIDs. A value of another form, such as an e-mail address, is not used. */
export const conversationPattern = "[A-Za-z0-9_.:-]";

/** Longest id of a conversation that is used as it is. */
export const MAX_CONVERSATION_LENGTH = 200;

const uuid = new RegExp(`^${uuidPattern}$`);
const conversation = new RegExp(`^${conversationPattern}+$`);

/** Whether a text is one visitor's UUID: of its form, and not the one that stands for a missing UUID. */
export function isVisitorUuid(text: string | undefined): text is string {
  return text !== undefined && uuid.test(text) && !isNobody(text);
}

/** Whether a text is one conversation's id: of its form, and not what stands for a missing one, such as `null`. */
export function isConversationId(text: string | undefined): text is string {
  return text !== undefined && conversation.test(text) && !isNobody(text);
}
