import type { FieldDefinition } from "../types";

const visitor = "_tenant.chatlio.visitor";
const contact = "_tenant.chatlio.contact";

/** Who chats, from where. */
export const visitorFields = {
  visitorKey: {
    type: "string",
    xdm: `${visitor}.key`,
    title: "Visitor key",
    description:
      "Stable key of the visitor, made after privacy: `uuid:` and the visitor's UUID, else " +
      "`conversation:` and the conversation's, else `id:` and the event id. Never an e-mail.",
    privacy: [],
    required: true,
  },
  visitorUuid: {
    type: "string",
    xdm: `${visitor}.uuid`,
    title: "Visitor UUID",
    description: "Chatlio's id of the visitor, stable across chats.",
    privacy: [],
    chatlio: { A: ["visitor.UUID"], B: ["visitor.UUID"] },
  },
  visitorUserId: {
    type: "string",
    xdm: `${visitor}.userId`,
    title: "Identified user id",
    description: "The user id the site passed to Chatlio's `identify`.",
    privacy: [],
    chatlio: { A: ["visitor.identUserId"], B: ["visitor.identUserId"] },
  },
  visitorName: {
    type: "string",
    xdm: `${visitor}.name`,
    title: "Visitor name",
    description: "Name of the visitor; of an offline message also the name typed in the form.",
    privacy: ["name"],
    chatlio: { A: ["visitor.name"], B: ["visitor.name", "name"], C: ["visitorName"] },
  },
  visitorEmail: {
    type: "string",
    xdm: `${visitor}.email`,
    title: "Visitor e-mail",
    description:
      "E-mail of the visitor; where Chatlio does not know it, the one typed in the offline form " +
      "or the transcript's reply-to address.",
    privacy: ["email"],
    chatlio: {
      A: ["visitor.email"],
      B: ["visitor.email", "email"],
      C: ["visitorEmail", "replyToEmail"],
    },
  },
  visitorHandle: {
    type: "string",
    xdm: `${visitor}.handle`,
    title: "Visitor handle",
    description: "Name Chatlio makes up for the visitor, as `united-states-27`.",
    privacy: ["name", "location"],
    chatlio: { A: ["visitor.handle"], B: ["visitor.handle"] },
  },
  visitorLocation: {
    type: "string",
    xdm: `${visitor}.location`,
    title: "Visitor location",
    description: "City, region and country.",
    privacy: ["location"],
    chatlio: { A: ["visitor.location"], B: ["visitor.location"] },
  },
  visitorFirstSeenAt: {
    type: "date-time",
    xdm: `${visitor}.firstSeenAt`,
    title: "Visitor first seen",
    description: "When Chatlio first saw the visitor. Not the time of the event.",
    privacy: [],
    chatlio: { A: ["visitor.createdAt"], B: ["visitor.createdAt"] },
  },
  userAgent: {
    type: "string",
    xdm: "environment.browserDetails.userAgent",
    title: "User agent",
    description: "User agent of the visitor's browser.",
    privacy: [],
    chatlio: { A: ["visitor.userAgent"], B: ["visitor.userAgent"] },
  },
  ipV4: {
    type: "ipv4",
    xdm: "environment.ipV4",
    title: "IPv4 address",
    description: "Address of the visitor, when it is an IPv4 address.",
    privacy: ["ip"],
    chatlio: { A: ["visitor.IPAddress"], B: ["visitor.IPAddress"] },
  },
  ipV6: {
    type: "ipv6",
    xdm: "environment.ipV6",
    title: "IPv6 address",
    description: "Address of the visitor, when it is an IPv6 address.",
    privacy: ["ip"],
    chatlio: { A: ["visitor.IPAddress"], B: ["visitor.IPAddress"] },
  },
  pageUrl: {
    type: "uri",
    xdm: "web.webPageDetails.URL",
    title: "Page",
    description: "Page the visitor was on.",
    privacy: ["urls"],
    chatlio: {
      A: ["visitor.currentPage"],
      B: ["visitor.currentPage"],
      C: ["visitorTraits.current_page"],
    },
  },
  referrerUrl: {
    type: "uri",
    xdm: "web.webReferrer.URL",
    title: "Referrer",
    description: "Page the visitor came from.",
    privacy: ["urls"],
    chatlio: { A: ["visitor.referrerURL"], B: ["visitor.referrerURL"] },
  },
  traits: {
    type: "json",
    xdm: "_tenant.chatlio.traits",
    title: "Traits",
    description: "What the site passed to Chatlio's `identify`: any JSON, as a string.",
    privacy: ["traits"],
    chatlio: { A: ["visitor.identTraits"], B: ["visitor.identTraits"], C: ["visitorTraits"] },
  },
  contactName: {
    type: "string",
    xdm: `${contact}.name`,
    title: "Name given",
    description: "Name typed in the form of an offline message.",
    privacy: ["name"],
    chatlio: { B: ["name"] },
  },
  contactEmail: {
    type: "string",
    xdm: `${contact}.email`,
    title: "E-mail given",
    description: "E-mail typed in the form of an offline message.",
    privacy: ["email"],
    chatlio: { B: ["email"] },
  },
  contactEmailPretty: {
    type: "string",
    xdm: `${contact}.emailPretty`,
    title: "Name and e-mail given",
    description: 'Both in one, as `"Bob Smith" <bob@example.com>`.',
    privacy: ["email", "name"],
    chatlio: { B: ["emailPretty"] },
  },
  contactReplyTo: {
    type: "string",
    xdm: `${contact}.replyTo`,
    title: "Reply-to e-mail",
    description: "Reply-to address of a transcript.",
    privacy: ["email"],
    chatlio: { C: ["replyToEmail"] },
  },
} as const satisfies Record<string, FieldDefinition>;
