import { createHash } from "node:crypto";

import { fields, type EventSlug, type FieldName } from "../../../../handlers/model";
import { differences, type DifferenceName } from "../../../../handlers/model/direct";
import { differing, directRow, keepAll, relayRow, type Config } from "../../support/direct";
import { payloads, variants } from "../../support/fixtures";
import { problems, TENANT } from "../../support/xdm";

type Expected = Readonly<Record<string, DifferenceName>>;

/** What differs in every row. */
const always: Expected = {
  id: "event-id",
  relayReceivedAt: "relay",
  relayRequestId: "relay",
  relaySynthetic: "relay",
};

function messages(...names: readonly string[]): Expected {
  return Object.fromEntries(names.map((name) => [`messages.${name}`, "messages"]));
}

/** What else differs in the row of a fixture. */
const expected: Readonly<Record<string, Expected>> = {
  "transcript-exported": { traits: "transcript-traits", ...messages("sentAt", "userId") },
  "conversation-started--unicode": { message: "characters" },
  "conversation-started--wrong-types": {
    visitorName: "types",
    channelId: "types",
    relayExtra: "unknown-fields",
  },
  "feedback-left--all-empty": { visitorKey: "visitor-key" },
  "feedback-left--unknown-fields": { relayExtra: "unknown-fields" },
  "offline-message--missing-fields": { visitorKey: "visitor-key" },
  "transcript-exported--empty-lists": {
    traits: "transcript-traits",
    relayExtra: "unknown-fields",
  },
  // The last message has neither an author nor a time stamp.
  "transcript-exported--odd-values": {
    traits: "transcript-traits",
    ...messages("text", "slackTs", "sentAt", "userId", "username", "isVisitor"),
  },
};

/** Compares both rows of a payload: the fields that differ are exactly those that the differences explain. */
function compare(slug: EventSlug, payload: unknown, more: Expected, config: Config = {}): void {
  const direct = directRow(slug, payload, config);
  expect(problems(direct)).toEqual([]);
  const found = differing(relayRow(slug, payload, config), direct);
  const all = { ...always, ...more };
  expect(Object.keys(found).sort()).toEqual(Object.keys(all).sort());
  // A field that the model leaves out names the difference itself; the test's table must not say another.
  for (const [name, difference] of Object.entries(found))
    if (difference !== "?") expect([name, all[name]]).toEqual([name, difference]);
}

const message = { text: "Hi", ts: "1763632409.000005", username: "Maria", isVisitorMsg: true };

/** A payload for a difference that no fixture shows. */
interface Case {
  readonly shows: DifferenceName;
  readonly slug: EventSlug;
  readonly payload: object;
  readonly differ: Expected;
  readonly config?: Config;
}
function shows(
  difference: DifferenceName,
  slug: EventSlug,
  payload: object,
  differ: Expected,
  config: Config = {},
): Case {
  // With a conversation, so that the visitor's key is the same.
  return {
    shows: difference,
    slug,
    payload: { conversationUUID: "c-1", ...payload },
    differ,
    config,
  };
}
const more: readonly Case[] = [
  shows(
    "visitor-key",
    "feedback-left",
    { conversationUUID: "c".repeat(201) },
    { visitorKey: "visitor-key" },
  ),
  shows(
    "messages",
    "transcript-exported",
    { messages: [message, { ...message, text: "" }] },
    messages("text", "slackTs", "username", "isVisitor"),
  ),
  shows(
    "messages",
    "transcript-exported",
    { messages: [message, {}] },
    { messageCount: "messages", ...messages("text", "slackTs", "username", "isVisitor") },
  ),
  shows(
    "empty-words",
    "transcript-exported",
    { extraData: ["a", ""] },
    { transcriptWords: "empty-words" },
  ),
  shows(
    "empty-words",
    "transcript-exported",
    { extraData: "a" },
    { transcriptWords: "empty-words" },
  ),
  shows(
    "urls",
    "feedback-left",
    { visitor: { currentPage: "https://a.example/ü b" } },
    { pageUrl: "urls" },
  ),
  shows(
    "urls",
    "feedback-left",
    { visitor: { referrerURL: "about:blank" } },
    { referrerUrl: "urls" },
  ),
  shows(
    "addresses",
    "feedback-left",
    { visitor: { IPAddress: "203.0.113.1:443" } },
    { ipV4: "addresses" },
  ),
  shows(
    "addresses",
    "feedback-left",
    { visitor: { IPAddress: "::ffff:203.0.113.1" } },
    { ipV6: "addresses" },
  ),
  shows(
    "times",
    "feedback-left",
    { visitor: { createdAt: "2016-12-31T23:59:60Z" } },
    { visitorFirstSeenAt: "times" },
  ),
  shows("types", "feedback-left", { visitor: '{"name": "Maria"}' }, { visitorName: "types" }),
  shows(
    "privacy",
    "feedback-left",
    { visitor: { email: "maria@example.com" }, message: "Write to maria@example.com" },
    { message: "privacy" },
    { privacy: { ...keepAll, email: "drop" } },
  ),
  // The relay replaces the address in these, and direct mode leaves them out.
  shows(
    "privacy",
    "feedback-left",
    { visitor: { identUserId: "maria@example.com", userAgent: "Bot (+bot@example.com)" } },
    { visitorUserId: "privacy", userAgent: "privacy" },
    { privacy: { ...keepAll, email: "drop" } },
  ),
  shows(
    "privacy",
    "feedback-left",
    { visitor: { identUserId: "203.0.113.58", IPAddress: "203.0.113.58" } },
    { visitorUserId: "privacy" },
    { privacy: { ...keepAll, ip: "drop" } },
  ),
  shows(
    "profile",
    "transcript-exported",
    { messages: Array.from({ length: 100 }, () => ({ ...message, text: "x".repeat(200) })) },
    {
      relayTruncated: "size",
      relayCutFields: "size",
      relayCutMessages: "size",
      ...Object.fromEntries(
        ["text", "slackTs", "username", "isVisitor"].map((name) => [`messages.${name}`, "profile"]),
      ),
    },
    { maxRowBytes: 9_000 },
  ),
];

/** Every field with one value that privacy keeps, as a webhook of its shape has it. */
const single: readonly (readonly [EventSlug, string, FieldName])[] = [
  ["feedback-left", "visitor.UUID", "visitorUuid"],
  ["feedback-left", "visitor.identUserId", "visitorUserId"],
  ["offline-message", "visitor.identUserId", "visitorUserId"],
  ["feedback-left", "visitor.name", "visitorName"],
  ["offline-message", "name", "contactName"],
  ["transcript-exported", "visitorName", "visitorName"],
  ["feedback-left", "visitor.handle", "visitorHandle"],
  ["feedback-left", "visitor.location", "visitorLocation"],
  ["feedback-left", "visitor.userAgent", "userAgent"],
  ["feedback-left", "conversationUUID", "conversationId"],
  ["feedback-left", "channelId", "channelId"],
  ["transcript-exported", "channelName", "channelName"],
  ["feedback-left", "slackChannelId", "slackChannelId"],
  ["feedback-left", "slackChannelName", "slackChannelName"],
  ["transcript-exported", "agentName", "agentName"],
];

describe("an e-mail address that privacy does not keep, in a single value", () => {
  const addresses = [
    "Pat@Example.com",
    " pat@example.com ",
    "Pat <pat@example.com>",
    "pat%40example.com",
    "pat\uff20example.com",
    "a\n100% pat@example.com",
    "pat@localhost",
  ];
  const rowOf = (
    slug: EventSlug,
    path: string,
    value: unknown,
    email: "drop" | "hash" | "keep",
  ) => {
    const [first = "", second] = path.split(".");
    const payload = { [first]: second === undefined ? value : { [second]: value } };
    return directRow(slug, payload, { privacy: { ...keepAll, email } });
  };
  const valueOf = (row: object, name: FieldName) =>
    fields[name].xdm
      .replace("_tenant.", `${TENANT}.`)
      .split(".")
      .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], row);

  it.each(single)("is not in the row of %s from %s (%s)", (slug, path, name) => {
    for (const value of addresses) {
      expect(valueOf(rowOf(slug, path, value, "keep"), name)).toBe(value);
      const dropped = rowOf(slug, path, value, "drop");
      expect(problems(dropped)).toEqual([]);
      expect(JSON.stringify(dropped)).not.toMatch(/pat|localhost/i);
      expect(JSON.stringify(rowOf(slug, path, value, "hash"))).not.toMatch(/pat|localhost/i);
    }
    for (const value of ["C-42", "50 %", "100%25 sure", " a "])
      for (const email of ["drop", "hash"] as const)
        expect([value, valueOf(rowOf(slug, path, value, email), name)]).toEqual([value, value]);
  });

  it.each(single)("is hashed as Adobe joins on it: %s from %s (%s)", (slug, path, name) => {
    const hash = createHash("sha256").update("pat@example.com").digest("hex");
    expect(valueOf(rowOf(slug, path, "Pat@Example.com", "hash"), name)).toBe(hash);
  });

  it("is not the author of a message, and the messages stay", () => {
    const payload = { messages: [message, { ...message, username: "pat@example.com" }] };
    for (const email of ["drop", "hash"] as const) {
      const row = directRow("transcript-exported", payload, { privacy: { ...keepAll, email } });
      expect(problems(row)).toEqual([]);
      expect(JSON.stringify(row)).toContain('"text":"Hi"');
      expect(JSON.stringify(row)).not.toMatch(/pat|Maria/);
    }
  });

  it.each(addresses)("is not an identity in either mode: %j", (identUserId) => {
    const identities = [{ namespace: "CRMID", from: "userId" }];
    for (const email of ["drop", "hash"] as const) {
      const config = { identities, privacy: { ...keepAll, email } };
      const payload = { visitor: { identUserId } };
      for (const row of [relayRow, directRow].map((make) => make("feedback-left", payload, config)))
        expect(JSON.stringify(row)).not.toMatch(/crmid|pat.*example/i);
      const others = { visitor: { identUserId: "C-42" } };
      for (const make of [relayRow, directRow])
        expect(JSON.stringify(make("feedback-left", others, config))).toContain('"crmid":"C-42"');
    }
  });
});

describe("the rows of relay mode and direct mode", () => {
  it.each([...payloads, ...variants].map((each) => [each.name, each] as const))(
    "differ for %s in nothing but the named differences",
    (name, { event, bytes }) => {
      const text = bytes.toString();
      compare(event, JSON.parse(text), expected[name] ?? {});
    },
  );

  it.each(more)("differ as $shows says ($differ)", ({ slug, payload, differ, config = {} }) => {
    compare(slug, payload, differ, config);
  });

  it("have the HTML body when the configuration keeps it", () => {
    const payload = { conversationUUID: "c-1", htmlBody: "<p>Hi</p>", textBody: "Hi" };
    compare("transcript-exported", payload, {}, { htmlBody: true });
    compare("transcript-exported", payload, {});
  });

  it("have the same hash of an email address", () => {
    const payload = { name: "Bob", email: " Bob@Example.com ", emailPretty: "Bob <b@example.com>" };
    compare(
      "offline-message",
      payload,
      { visitorKey: "visitor-key" },
      { privacy: { ...keepAll, email: "hash" } },
    );
  });

  it("have the same fields when every category is dropped", () => {
    const privacy = Object.fromEntries(
      Object.keys(keepAll).map((category) => [category, "drop"]),
    ) as typeof keepAll;
    for (const { event, bytes } of payloads) {
      const differ = event === "transcript-exported" ? messages("sentAt") : {};
      compare(event, JSON.parse(bytes.toString()), differ, { privacy });
    }
  });

  it("show every difference that a payload can show", () => {
    const shown = new Set<string>([
      ...Object.values(always),
      ...Object.values(expected).flatMap((each) => Object.values(each)),
      ...more.map((each) => each.shows),
    ]);
    // These are about bodies that one of the modes does not make a row of, and about the clock.
    // The forwarder links, and the fields of identities and consents are not part of every row.
    const others = ["bodies", "size", "event-time", "links", "site-traits"];
    expect([...shown, ...others].sort()).toEqual(Object.keys(differences).sort());
  });
});
