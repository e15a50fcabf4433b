import { readFileSync } from "node:fs";
import path from "node:path";

import {
  events,
  fieldGroupProperties,
  fields,
  identities,
  lists,
  mappings,
  privacyCategories,
  type FieldDefinition,
  type ListDefinition,
  type Shape,
  type XdmField,
} from "../../../handlers/model";
import { dictionary } from "../../../scripts/docs/eventsPage";
import { fieldOfContributing } from "../../support/fieldOfContributing";

/** Every field that Chatlio documents, shape by shape (chatlio.com/docs/webhooks, chat-transcripts-v1). */
const visitor = [
  "email UUID name identUserId identTraits userAgent handle currentPage referrerURL createdAt IPAddress",
].flatMap((names) => names.split(" ").map((name) => `visitor.${name}`));

const documented: Record<Shape, string[]> = {
  A: [
    ...visitor,
    "visitor.location",
    "message",
    "conversationUUID",
    "channelId",
    "slackChannelId",
    "slackChannelName",
  ],
  B: ["name", "email", "emailPretty", "message", ...visitor],
  C: (
    "agentEmail agentName archiveUrl extraData channelId channelName conversationUUID startedAt " +
    "endedAt htmlBody textBody messages visitorEmail replyToEmail visitorName visitorTraits"
  ).split(" "),
};
const documentedInMessages = ["text", "ts", "sentAt", "userId", "username", "isVisitorMsg"];

const all = Object.values<FieldDefinition>(fields);
const items = Object.values<FieldDefinition>(lists.messages.items);

function pathsOf(definitions: readonly FieldDefinition[], shape: Shape) {
  return definitions.flatMap((definition) => definition.chatlio?.[shape] ?? []);
}

/** Paths below the tenant, with `[*]` for lists, of a field group's tree. */
function leaves(tree: Readonly<Record<string, XdmField>>, prefix: string): string[] {
  return Object.entries(tree).flatMap(([name, field]) => {
    const here = `${prefix}.${name}`;
    if (field.properties) return leaves(field.properties, here);
    if (field.items?.properties) return leaves(field.items.properties, `${here}[*]`);
    return [here];
  });
}

describe("the event model", () => {
  it.each(["A", "B", "C"] as const)("has every documented field of shape %s", (shape) => {
    const list: ListDefinition = lists.messages;
    const known = new Set([...pathsOf(all, shape), ...(list.chatlio[shape] ?? [])]);
    expect(documented[shape].filter((name) => !known.has(name))).toEqual([]);
  });

  it("has every documented field of a message", () => {
    expect([...pathsOf(items, "C")].sort()).toEqual([...documentedInMessages].sort());
  });

  it("knows the five webhooks by distinct slugs and event types", () => {
    expect(events.map(({ slug }) => slug)).toEqual([
      "conversation-started",
      "visitor-unanswered",
      "feedback-left",
      "offline-message",
      "transcript-exported",
    ]);
    expect(new Set(events.map(({ eventType }) => eventType)).size).toBe(5);
  });

  it("names the privacy categories of every field, and only known ones", () => {
    for (const { privacy } of [...all, ...items])
      expect(privacy.filter((category) => !privacyCategories.includes(category))).toEqual([]);
    const personal = [fields.visitorEmail, fields.visitorName, fields.ipV4, fields.ipV6];
    expect(personal.map(({ privacy }) => privacy)).toEqual([["email"], ["name"], ["ip"], ["ip"]]);
  });

  it("uses names that XDM takes", () => {
    const names = [...all, ...items]
      .map(({ xdm }) => xdm.replace(/^_tenant\./, ""))
      .filter((xdm) => xdm !== "_id")
      .flatMap((xdm) => xdm.split("."));
    expect(names.filter((name) => !/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(name))).toEqual([]);
  });
});

describe("what is made from the event model", () => {
  const destinations = mappings.map(({ destination }) => destination);

  it("maps each field once, from a wrapped source", () => {
    expect(new Set(destinations).size).toBe(mappings.length);
    expect(new Set(mappings.map(({ source }) => source)).size).toBe(mappings.length);
    expect(mappings).toHaveLength(all.length + items.length);
    for (const { source } of mappings)
      expect(source).toMatch(/^\$\{[A-Za-z0-9]+\}(\[\*\]\.[A-Za-z]+)?$/);
  });

  it("maps exactly onto the field group, in addition to Adobe's own fields", () => {
    const own = destinations.filter((destination) => destination.startsWith("_tenant."));
    expect(leaves(fieldGroupProperties, "_tenant").sort()).toEqual([...own].sort());
    expect(destinations.filter((destination) => !destination.startsWith("_tenant."))).toEqual([
      "_id",
      "timestamp",
      "eventType",
      "environment.browserDetails.userAgent",
      "environment.ipV4",
      "environment.ipV6",
      "web.webPageDetails.URL",
      "web.webReferrer.URL",
    ]);
  });

  it("keeps the data dictionary up to date (`npm run docs:handlers` writes it)", () => {
    const file = path.join(__dirname, "../../../docs/events.md");
    expect(readFileSync(file, "utf8")).toBe(dictionary());
  });

  it("puts identities only on fields that exist", () => {
    const own = leaves(fieldGroupProperties, "_tenant");
    for (const { property } of identities({ visitorNamespace: "chatlioVisitor" }))
      expect(own).toContain(property);
  });

  it("makes the visitor key primary only when a namespace is given, and never the e-mail", () => {
    expect(identities()).toEqual([
      { property: "_tenant.chatlio.visitor.email", namespace: "Email", primary: false },
    ]);
    expect(identities({ email: "hash", visitorNamespace: "chatlioVisitor" })).toEqual([
      { property: "_tenant.chatlio.visitor.key", namespace: "chatlioVisitor", primary: true },
      { property: "_tenant.chatlio.visitor.email", namespace: "Email_LC_SHA256", primary: false },
    ]);
    expect(identities({ email: "hash", salted: true })).toEqual([]);
    expect(identities({ email: "drop" })).toEqual([]);
  });
});

test("the field that CONTRIBUTING.md adds has all that a field needs", async () => {
  const all = Object.values<FieldDefinition>(fields).map((field) => Object.keys(field));
  const needed = (all[0] ?? []).filter((key) => all.every((keys) => keys.includes(key)));
  const text = await fieldOfContributing();
  expect(needed.filter((key) => !text.includes(` ${key}: `))).toEqual([]);
  expect(needed).toContain("labels");
});
