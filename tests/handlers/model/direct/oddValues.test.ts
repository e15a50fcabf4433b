import {
  fields,
  type EventSlug,
  type FieldDefinition,
  type FieldType,
} from "../../../../handlers/model";
import type { DifferenceName } from "../../../../handlers/model/direct";
import { findEvent } from "../../../../handlers/model/events";
import { differing, directRow, relayRow } from "../../support/direct";
import { problems } from "../../support/xdm";

/** Values of which both modes make the same, and values of which they do not, with the difference that says so. */
interface Odd {
  readonly same: readonly unknown[];
  readonly differ: readonly unknown[];
  readonly shows: DifferenceName;
}

const general = [null, "", " ", " a ", "null", 42, 1.5, 0, true, "a\nb", '"', "\\", "💬", [], {}];

const odd: Readonly<Record<FieldType, Odd>> = {
  string: {
    same: [...general, '{"a":1}'],
    differ: [["a"], { a: 1 }],
    shows: "types",
  },
  json: {
    same: [...general, "text", '{"a":'],
    differ: [["a"], { a: { b: "" } }],
    shows: "transcript-traits",
  },
  email: {
    same: [
      ...general,
      "maria@example.com",
      " Maria.Keller+chat@Mail.Example.com ",
      "o'neil@example.com",
      "ö@münchen.example",
      "Maria <maria@example.com>",
      "a@b.example,c@d.example",
      "{{user.email}}@example.com",
      "maria@localhost",
      "@example.com",
      "anonymous",
    ],
    differ: [],
    shows: "unknown-fields",
  },
  uri: {
    same: [
      ...general,
      "HTTPS://A.Example/",
      " https://a.example/ ",
      "https://a.example:8080/%41?b=1#c",
      "https://1.2.3.4/",
      "chrome-extension://abc/x",
      "//a.example/",
      "/path",
      "https://a.example:x/",
    ],
    differ: [
      "https://me@a.example/",
      "https://me:secret@a.example/x?y=1#z",
      "https://[::1]/",
      "https://%61.example/",
      "https://münchen.example/",
      "https://a.example/?a[]=1",
      "https://a.example/a|b",
      "https://a.example/%zz",
      "https://a.example/#a#b",
      "https://a.example:/",
      "https:///a.example",
      "https:a.example",
      "file:///tmp/x",
      "mailto:a@b.example",
      "about:blank",
      "https://999.1.1.1/",
      "https://a.example:99999/",
    ],
    shows: "urls",
  },
  ipv4: {
    same: [...general, "1.2.3.4", " 1.2.3.4 ", "01.2.3.4", "1.2.3", "1.2.3.256"],
    differ: ["1.2.3.4:1", "[1.2.3.4]", "1.2.3.4%eth0"],
    shows: "addresses",
  },
  ipv6: {
    same: [...general, "::", "::1", " 1:2:3:4:5:6:7:8 ", "1:2:3:4:5:6:7::", "1::2::3"],
    differ: ["[::1]", "[::1]:80", "fe80::1%eth0", "::FFFF:1.2.3.4"],
    shows: "addresses",
  },
  "date-time": {
    same: [
      ...general,
      "2018-05-19 18:14:32.1+02:00",
      "2018-05-19t18:14:32z",
      "2018-05-19",
      "2018-05-19T18:14:32",
      "2018-05-19T24:00:00Z",
      "0001-01-01T00:00:00Z",
      "1526753672",
      1526753672,
    ],
    differ: ["2016-12-31T23:59:60Z", "2018-05-19T18:14:32+18:00", "2018-05-19T18:14:32-23:00"],
    shows: "times",
  },
  strings: {
    same: [null, "", [], [null], [""], ["a", 1], [" "], [true], [[]], [{}]],
    differ: ["a", "a,b", '["a","b"]', 42, { a: 1 }, ["a", ""], ["a", null], ["a", ["b"]]],
    shows: "empty-words",
  },
  // No field that the payload holds has one of these types; those of messages are below.
  boolean: { same: [], differ: [], shows: "types" },
  integer: { same: [], differ: [], shows: "types" },
};

/** What differs in every row, or goes to the extra fields of the relay's row. */
const always = new Set(["id", "relayReceivedAt", "relayRequestId", "relaySynthetic", "relayExtra"]);

function differingIn(slug: EventSlug, payload: object): string[] {
  const complete = { conversationUUID: "c-1", ...payload };
  // An offline message has no conversation. Without one the visitor's key is made from the id.
  const hasKey = slug !== "offline-message" && complete.conversationUUID === "c-1";
  const direct = directRow(slug, complete);
  expect(problems(direct)).toEqual([]);
  return Object.keys(differing(relayRow(slug, complete), direct)).filter(
    (name) => !always.has(name) && (hasKey || name !== "visitorKey"),
  );
}

function payloadWith(path: string, value: unknown): object {
  const [first = "", second] = path.split(".");
  return second === undefined ? { [first]: value } : { [first]: { [second]: value } };
}

interface Place {
  readonly slug: EventSlug;
  readonly path: string;
  readonly type: FieldType;
  /** The fields that are read from it. */
  readonly names: readonly string[];
}

/** Every place of a payload from which a field is read. The HTML body is left out unless a setting keeps it. */
function placesOf(slug: EventSlug): Place[] {
  const shape = findEvent(slug)?.shape ?? "A";
  const read = Object.entries<FieldDefinition>(fields).flatMap(([name, { chatlio, type }]) =>
    name === "transcriptHtml" ? [] : (chatlio?.[shape] ?? []).map((path) => ({ name, path, type })),
  );
  const paths = [...new Set(read.map(({ path, type }) => JSON.stringify({ path, type })))];
  return paths.map((text) => {
    const { path, type } = JSON.parse(text) as { path: string; type: FieldType };
    const names = read.filter((each) => each.path === path && each.type === type);
    // The end of the chat is also the time of the transcript.
    const more = path === "endedAt" ? ["occurredAt"] : [];
    return { slug, path, type, names: [...names.map(({ name }) => name), ...more].sort() };
  });
}

const places = (["feedback-left", "offline-message", "transcript-exported"] as const).flatMap(
  placesOf,
);

describe("odd values in the fields of a payload", () => {
  it.each(places)("$slug, $path, $type: differ only as the named difference says", (place) => {
    const { names, path, slug, type } = place;
    // A transcript's traits are never there.
    const isInTraits = path.startsWith("visitorTraits");
    const found = (value: unknown) =>
      differingIn(slug, payloadWith(path, value))
        .filter((name) => !isInTraits || name !== "traits")
        .sort();
    const { differ, same } = odd[type];
    for (const value of same) expect([value, found(value)]).toEqual([value, []]);
    const shown = names.filter((name) => !isInTraits || name !== "traits");
    for (const value of differ) expect([value, found(value)]).toEqual([value, shown]);
  });

  it("name a difference for each type of field", () => {
    const types = new Set(places.map(({ type }) => type));
    // Of an e-mail address both modes judge alike.
    for (const type of types)
      expect([type, odd[type].differ.length > 0]).toEqual([type, type !== "email"]);
  });
});

const message = { text: "Hi", ts: "1763632409.000005", username: "Maria", isVisitorMsg: true };
const columns = ["messages.isVisitor", "messages.slackTs", "messages.text", "messages.username"];

describe("odd messages of a transcript", () => {
  it.each<[string, unknown, readonly string[]]>([
    ["one message, not in a list", message, ["messageCount"]],
    ["a text", "Hi", ["messageCount"]],
    ["the list as a text of JSON", JSON.stringify([message]), ["messageCount", ...columns]],
    ["an object", { 0: message }, ["messageCount"]],
    ["an empty message", [{}], ["messageCount"]],
    ["a message that is a text", ["Hi", message], columns],
    ["a message that is a text of JSON", [JSON.stringify(message)], columns],
    ["a message that is nothing", [message, null], ["messageCount", ...columns]],
    ["a message that is a number", [message, 1], ["messageCount", ...columns]],
    ["a message that is a list", [message, [message]], ["messageCount", ...columns]],
    ["a message without a name", [message, { ...message, username: undefined }], columns],
    ["an empty text", [message, { ...message, text: "" }], columns],
    ["a text that is an object", [{ ...message, text: { a: 1 } }], ["messages.text"]],
    ["a side that is a number", [{ ...message, isVisitorMsg: 1 }], ["messages.isVisitor"]],
    ["a side that is another text", [{ ...message, isVisitorMsg: "yes" }], ["messages.isVisitor"]],
    ["the separator of the check, twice", [{ ...message, text: "\u241e\u241e" }], columns],
    ["a user", [{ ...message, userId: "U1" }], ["messages.userId"]],
    ["a time", [{ ...message, sentAt: "2018-05-19T18:14:32Z" }], ["messages.sentAt"]],
  ])("%s: differ only as `messages` says", (_, messages, differ) => {
    expect(differingIn("transcript-exported", { messages }).sort()).toEqual([...differ].sort());
  });

  it.each<[string, unknown]>([
    ["no list", null],
    ["an empty list", []],
    ["a list of one", [message]],
    ["a number as text", [{ ...message, text: 42 }]],
    ["a space as text", [{ ...message, text: " " }]],
    ["a number as time stamp", [{ ...message, ts: 1763632409.5 }]],
    ["no side", [message, { ...message, isVisitorMsg: undefined }]],
    ["a side as text", [{ ...message, isVisitorMsg: "false" }]],
    ["an unknown field", [{ ...message, extra: "x" }]],
  ])("%s: the same messages", (_, messages) => {
    expect(differingIn("transcript-exported", { messages })).toEqual([]);
  });
});
