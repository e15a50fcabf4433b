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
    fields: "`traits`",
    relay: "An object or list as JSON, and a text as it is.",
    direct:
      "Of a transcript left out, and of another webhook when they are not a text: Data Prep has no function that writes an object as JSON. The page of a transcript is mapped (`pageUrl`).",
  },
  messages: {
    fields: "`messages`, `messageCount`",
    relay:
      "Every message with all its values; empty ones are left out and not counted. A message may be a text, and the list the text of one. What is not a list of messages goes to `relayExtra`.",
    direct:
      "`sentAt` and `userId` are left out: Data Prep reads no nanoseconds, and a visitor's empty `userId` would reject the row. `slackTs` holds the time, `isVisitor` the side. The whole list is left out when it was sent as text, or when a message is not an object, or has no text, time stamp or name, or an empty one, or the character U+241E twice in a row. A text that is an object or list is left out. `isVisitor` is left out when it is a number, and of another text than `true` or `false` Adobe decides. `messageCount` counts every message, also an empty one; of a text it counts the characters, of an object the members.",
  },
  "empty-words": {
    fields: "`transcriptWords`",
    relay:
      "Empty words are left out, and an object or list among the words becomes JSON. One text is a list of one.",
    direct:
      "The list is left out when a word is empty, an object or a list, or when it is not a list.",
  },
  urls: {
    fields: "`pageUrl`, `referrerUrl`",
    relay:
      "Characters that a URL must not have are escaped. Any scheme. A URL whose host or port cannot exist goes to `relayExtra`.",
    direct:
      "A URL is left out when it has such characters (also a second `#`), no `scheme://host`, a user name before the host (`https://user@host/`), an IPv6 address, an escape or another letter than A to Z in its host, or a colon without a port. A host or port that cannot exist is kept (`https://999.1.1.1/`, port 99999).",
  },
  addresses: {
    fields: "`ipV4`, `ipV6`",
    relay: "Brackets, port and zone are removed.",
    direct: "An address with them, or an IPv6 address that ends with an IPv4 address, is left out.",
  },
  times: {
    fields:
      "`conversationStartedAt`, `conversationEndedAt`, `visitorFirstSeenAt`; `occurredAt` of a transcript",
    relay: "A leap second counts as the second before it. Any offset up to 23:59.",
    direct:
      "A time with a leap second, an offset of 18 hours or more, or a year after 8999 is left out, and is not the time of a transcript.",
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
  profile: {
    fields: "`messages`, `transcriptText` and every other long value",
    relay:
      "With `profile: true` an event is truncated to 9,000 bytes, because Profile takes rows of 10 KB, and the row says what is missing.",
    direct: "Not truncated. Profile does not take a row of more than 10 KB.",
  },
  links: {
    fields:
      "of a transcript `visitorUuid`, `visitorKey`, `visitorUserId`, `visitorEmail` and the identities",
    relay:
      "With `linkTranscripts`, what the transcript lacks is taken from the chat's other events.",
    direct:
      "Never linked, also not with `mode: both`: nobody remembers who chats in which conversation.",
  },
  "site-traits": {
    fields: "the identities and consents (`_tenant.chatlio.identities`, `_tenant.chatlio.privacy`)",
    relay: "Identities from the user id and from traits, and consents from traits.",
    direct:
      "Identities from the user id only, and no consents: traits are one text, which a mapping cannot take apart safely. Nor numbers for `Phone`.",
  },
  privacy: {
    fields:
      "every field with personal data; `ipHash`; the user id, visitor UUID, conversation id and a visitor key made of it, ids and names of the channels, user agent, names, handle, location, agent, authors of messages; the identities",
    relay:
      "A category that is not kept is also searched for in all these fields, in texts, URLs and traits, and only the value is replaced. An identity with such a value is left out. Every category can be hashed, with a salt.",
    direct:
      "`drop` leaves out the fields of the category, and only those. `hash` works for email addresses only, without a salt. When `email` is not kept, a field with one value (ids, names, handle, location, user agent) and an `@` in it is left out, or hashed if it is an email address and nothing else (the bare SHA-256, where the relay writes `[email:…]`); an identity with an `@` is left out, and so are all authors when one has an `@`. An `@` that is encoded is found as `%40` only, not as `&#64;` or `%2540`. Nothing else is searched for: names, phone numbers, IP addresses, locations, URLs and agents stay in all these fields, and everything stays in texts, URLs and traits that are kept.",
  },
  bodies: {
    fields: "the row",
    relay:
      "A body that is compressed, in another charset, or slightly wrong JSON is read. One that cannot be read is kept in the dead-letter queue.",
    direct: "Adobe rejects a body that is not JSON in UTF-8. It is lost.",
  },
} as const satisfies Readonly<Record<string, Difference>>;

export type DifferenceName = keyof typeof differences;
