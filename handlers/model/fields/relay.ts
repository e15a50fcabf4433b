import { privacyCategories, type FieldDefinition } from "../types";

const relay = "_tenant.chatlio.relay";

/** What the relay says about its own work on the event. */
export const relayFields = {
  relayReceivedAt: {
    type: "date-time",
    xdm: `${relay}.receivedAt`,
    title: "Received",
    description: "When the relay received the webhook.",
    privacy: [],
    labels: [],
    direct: { leftOut: "relay" },
    required: true,
  },
  relayRequestId: {
    type: "string",
    xdm: `${relay}.requestId`,
    title: "Request id",
    description: "The gateway's id of the request, as in the relay's logs.",
    privacy: [],
    labels: [],
    direct: { leftOut: "relay" },
    required: true,
  },
  relaySynthetic: {
    type: "boolean",
    xdm: `${relay}.synthetic`,
    title: "Synthetic",
    description: "True when the event is a test of the relay, not a chat.",
    privacy: [],
    labels: [],
    direct: { leftOut: "relay" },
    required: true,
  },
  relayTruncated: {
    type: "boolean",
    xdm: `${relay}.truncated`,
    title: "Truncated",
    description:
      "True when the row has less than the webhook: something was truncated to fit, or bytes of the " +
      "body did not fit its charset, or its charset is unknown. Absent otherwise.",
    privacy: [],
    labels: [],
    direct: { leftOut: "size" },
  },
  relayCutFields: {
    type: "strings",
    xdm: `${relay}.cutFields`,
    title: "Truncated fields",
    description:
      "Fields that were shortened or left out to fit. `body` when bytes of the body did not fit its " +
      "charset: U+FFFD stands in their place. `charset` when no decoder knows the declared charset: " +
      "the body was read as UTF-8.",
    privacy: [],
    labels: [],
    direct: { leftOut: "size" },
  },
  relayCutMessages: {
    type: "integer",
    xdm: `${relay}.cutMessages`,
    title: "Messages left out",
    description: "Number of the transcript's oldest messages that were left out to fit.",
    privacy: [],
    labels: [],
    direct: { leftOut: "size" },
  },
  relayCutCharacters: {
    type: "integer",
    xdm: `${relay}.cutCharacters`,
    title: "Characters left out",
    description: "Number of characters left out of other fields to fit.",
    privacy: [],
    labels: [],
    direct: { leftOut: "size" },
  },
  relayExtra: {
    type: "json",
    xdm: `${relay}.extra`,
    title: "Extra fields",
    description:
      "What the payload held beyond the documented fields, or in a form that their type cannot " +
      "hold: a JSON object as a string, at most 8,192 characters. Left out as soon as one privacy category is " +
      "not kept, since nobody knows what is in it.",
    privacy: privacyCategories,
    labels: ["I1", "S2"],
    direct: { leftOut: "unknown-fields" },
  },
} as const satisfies Record<string, FieldDefinition>;
