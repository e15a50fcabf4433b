import { conversationFields, messageList } from "./conversation";
import { coreFields } from "./core";
import { relayFields } from "./relay";
import { visitorFields } from "./visitor";

/**
 * The event model: every field of the relay's event, once. The event's type, the XDM field group, the
 * mapping set, the privacy rules and the data dictionary are all made from it.
 */
export const fields = {
  ...coreFields,
  ...visitorFields,
  ...conversationFields,
  ...relayFields,
} as const;

export const lists = { messages: messageList } as const;

export type FieldName = keyof typeof fields;
export type ListName = keyof typeof lists;

export const fieldNames = Object.keys(fields) as readonly FieldName[];
export const listNames = Object.keys(lists) as readonly ListName[];
