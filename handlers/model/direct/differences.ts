/** How the row of one payload differs between the modes. */
export interface Difference {
  /** The fields, by their names in the event model; a list's item as `messages.sentAt`. */
  readonly fields: string;
  readonly relay: string;
  readonly direct: string;
}

/**
 * Everything in which the rows of relay mode and direct mode differ. A test compares the rows of all
 * fixtures, and fails when one differs in anything else.
 */
export const differences = {
  "event-id": {
    fields: "`id`",
    relay: "Hash of the whole payload.",
    direct:
      "Hash of the documented values that are texts. Another value than the relay's; two payloads that differ only in unknown fields, traits or the list of messages have the same one.",
  },
  "event-time": {
    fields: "`occurredAt`",
    relay: "Time at which AWS received the webhook; of a transcript the end of the chat.",
    direct: "Time at which Adobe maps the record; of a transcript the end of the chat.",
  },
  "visitor-key": {
    fields: "`visitorKey`",
    relay:
      "Without UUID and conversation, made from `id`. A conversation's id of more than 200 characters is hashed.",
    direct:
      "The same from its own `id`. A conversation's id of more than 200 characters is not used.",
  },
  relay: {
    fields: "`relayReceivedAt`, `relayRequestId`, `relaySynthetic`",
    relay: "What the relay knows about the request.",
    direct: "Left out: there is no relay.",
  },
  "unknown-fields": {
    fields: "`relayExtra`",
    relay: "Fields that Chatlio does not document, and values that do not fit their field.",
    direct: "Left out.",
  },
  size: {
    fields: "`relayTruncated`, `relayCutFields`, `relayCutMessages`, `relayCutCharacters`",
    relay: "A payload over 1 MB is truncated, and the row says what is missing.",
    direct: "Adobe rejects a payload over 1 MB.",
  },
  "transcript-traits": {
    fields: "`traits` of a transcript",
    relay: "The object as JSON.",
    direct:
      "Left out: Data Prep has no function that writes an object as JSON. The page is mapped (`pageUrl`).",
  },
  messages: {
    fields: "`messages`, `messageCount`",
    relay: "Every message with all its values; empty ones are left out and not counted.",
    direct:
      "`sentAt` and `userId` are left out: Data Prep reads no nanoseconds, and a visitor's empty `userId` would reject the row. `slackTs` holds the time, `isVisitor` the side. The list is left out when a message lacks a value or has an empty one. `messageCount` counts every message.",
  },
  "empty-words": {
    fields: "`transcriptWords`",
    relay: "Empty words are left out.",
    direct: "The list is left out when a word is empty, or when it is not a list.",
  },
  urls: {
    fields: "`pageUrl`, `referrerUrl`",
    relay: "Characters that a URL must not have are escaped. Any scheme.",
    direct: "A URL with such characters, or without `scheme://host`, is left out.",
  },
  addresses: {
    fields: "`ipV4`, `ipV6`",
    relay: "Brackets, port and zone are removed.",
    direct: "An address with them, or an IPv6 address that ends with an IPv4 address, is left out.",
  },
  times: {
    fields: "`conversationStartedAt`, `conversationEndedAt`, `visitorFirstSeenAt`",
    relay: "A leap second counts as the second before it.",
    direct: "A time with a leap second is left out.",
  },
  types: {
    fields: "every field",
    relay:
      "A value of another JSON type than documented is converted (a list to its JSON), and an object or list that was sent as text is read.",
    direct:
      "Numbers become text. A list or object in the place of a text, and a text in the place of an object, is left out.",
  },
  characters: {
    fields: "every text",
    relay: "A surrogate without its partner becomes U+FFFD.",
    direct: "Adobe decides.",
  },
  privacy: {
    fields: "every field with personal data; `ipHash`",
    relay:
      "A category that is not kept is also searched for in texts, URLs, traits and the user agent. Every category can be hashed, with a salt.",
    direct:
      "`drop` leaves out the fields of the category, and only those. `hash` works for email addresses in their own fields, without a salt.",
  },
  bodies: {
    fields: "the row",
    relay:
      "A body that is compressed, in another charset, or slightly wrong JSON is read. One that cannot be read is kept in the dead-letter queue.",
    direct: "Adobe rejects a body that is not JSON in UTF-8. It is lost.",
  },
} as const satisfies Readonly<Record<string, Difference>>;

export type DifferenceName = keyof typeof differences;
