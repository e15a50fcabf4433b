import type { FieldDefinition } from "../types";

/** What makes the row an XDM ExperienceEvent, and the widget it came from. */
export const coreFields = {
  id: {
    type: "string",
    xdm: "_id",
    title: "Event id",
    description:
      "SHA-256 (hexadecimal) over event, widget and payload as received; where the payload has no " +
      "event time of its own, also over the dedupe window of its ingestion. A repeat keeps it.",
    privacy: [],
    labels: [],
    direct: "made",
    required: true,
  },
  occurredAt: {
    type: "date-time",
    xdm: "timestamp",
    title: "Time of the event",
    description:
      "End of the chat for a transcript, else the time of ingestion (Chatlio sends no event time). " +
      "Never in the future.",
    privacy: [],
    labels: [],
    direct: "made",
    required: true,
  },
  eventType: {
    type: "string",
    xdm: "eventType",
    title: "Event type",
    description: "Which webhook it was, from the URL.",
    privacy: [],
    labels: [],
    direct: "made",
    required: true,
  },
  widget: {
    type: "string",
    xdm: "_tenant.chatlio.widget",
    title: "Widget",
    description: "Name of the Chatlio widget, from the URL.",
    privacy: [],
    labels: [],
    direct: "made",
    required: true,
  },
} as const satisfies Record<string, FieldDefinition>;
