import type { EventSlug } from "../../../../handlers/model";
import { differences, type DifferenceName } from "../../../../handlers/model/direct";
import { differing, directRow, keepAll, relayRow, type Config } from "../../support/direct";
import { payloads, variants } from "../../support/fixtures";
import { problems } from "../../support/xdm";

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
];

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
    const others = ["bodies", "size", "event-time"];
    expect([...shown, ...others].sort()).toEqual(Object.keys(differences).sort());
  });
});
