import type { Person } from "../../../cli/forget/person";
import { PersonSearch } from "../../../cli/forget/personSearch";
import { receiverSettingsOf } from "../../handlers/support/settings";
import { startDlq } from "../dlqSupport";
import { runInProcess } from "../inProcess";
import {
  archive,
  conversation,
  countQueues,
  email,
  isFound,
  isNamed,
  keptBy,
  started,
  textOf,
  unreadable,
  visitor,
} from "./support";

const customer = "cust-20418";
const hers: Person = { emails: [email], visitors: [visitor], customers: [customer] };

/** An event of somebody else, in a chat of his own. */
function bobs(changes: object, ofVisitor: object = {}): string {
  return textOf("visitor-unanswered", {
    conversationUUID: "chat-of-bob",
    visitor: { UUID: "c0ffee00-7a44-4d3b-9c1d-2e8f6a90b7d3", ...ofVisitor },
    ...changes,
  });
}

/** A transcript of somebody else's chat. */
function bobsTranscript(changes: object): string {
  return textOf("transcript-exported", {
    conversationUUID: "chat-of-bob",
    replyToEmail: "bob@example.org",
    visitorTraits: {},
    messages: [],
    ...changes,
  });
}

function chatAlone(of: string): string {
  return unreadable(JSON.stringify({ conversationUUID: of, event: "left" }));
}

/** JSON with her ids, as somebody pastes it into a chat, or as a site passes it on. */
const ids = [
  { conversationId: conversation },
  { conversationUUID: conversation },
  { UUID: visitor },
  { visitorKey: `uuid:${visitor}` },
  { identUserId: customer },
  { traits: { customerId: customer } },
  { identities: { CRMID: customer } },
  { visitor: { UUID: visitor, identUserId: customer }, conversationUUID: conversation },
].map((json) => JSON.stringify(json));

/** Messages of others in whose words her ids are. */
const written = ids.flatMap((json) => [
  bobs({ message: json }),
  bobs({ message: `[${json}]` }),
  bobs({ message: JSON.stringify({ log: json }) }),
  bobsTranscript({ textBody: json }),
  bobsTranscript({ messages: [{ text: json, username: "Bob", isVisitorMsg: true }] }),
  bobsTranscript({ extraData: [json] }),
  unreadable(JSON.stringify({ conversationUUID: "chat-of-bob", message: json })),
]);

/** Messages of others that name her chat in addition to their own. */
const naming = [
  bobs({}, { identTraits: JSON.stringify({ conversationId: conversation }) }),
  bobs({}, { identTraits: { last: { conversationUUID: conversation } } }),
  bobs({ conversationUUID: undefined }, { identTraits: { conversationId: conversation } }),
  bobs({ previous: { conversationUUID: conversation } }),
  bobs({ previous: JSON.stringify({ conversationId: conversation }) }),
  bobs({ conversationUUID: undefined, previous: { conversationUUID: conversation } }),
  unreadable(
    JSON.stringify({
      conversationUUID: "chat-of-bob",
      previous: { conversationUUID: conversation },
    }),
  ),
  unreadable(JSON.stringify({ visitor: { identTraits: { conversationId: conversation } } })),
];

function search(more: Partial<Person> = {}): PersonSearch {
  const one = new PersonSearch({ ...hers, ...more }, receiverSettingsOf());
  expect(isNamed(one, started)).toBe(true);
  return one;
}

test("a message in whose words her ids are as JSON is of whoever wrote it", () => {
  const one = search();
  expect(written.filter((text) => isFound(one, text))).toEqual([]);
  expect([...one.conversations.keys()]).toEqual([conversation]);
  // The ids of the visitor and of the customer are counted, so that somebody can look.
  const mentioning = written.filter((text) => one.look(text).isMention);
  expect(mentioning).toHaveLength((ids.length - 2) * 7);
  const withMentions = search({ mentions: true });
  expect(written.filter((text) => isNamed(withMentions, text))).toEqual(mentioning);
});

test("a message that names her chat in addition to its own is not of her chat", () => {
  const one = search();
  expect(naming.filter((text) => isFound(one, text))).toEqual([]);
  expect(naming.filter((text) => one.look(text).isMention)).toEqual([]);
});

test.each([
  textOf("feedback-left", { conversationUUID: conversation.toUpperCase(), visitor: {} }),
  textOf("transcript-exported", { replyToEmail: "", visitorTraits: {}, messages: [] }),
  JSON.stringify({ conversationId: conversation, at: "2026-11-24T10:00:00Z" }),
  chatAlone(conversation),
  unreadable(JSON.stringify([{ conversationUUID: "chat-of-bob" }, { conversationId: conversation }])),
  unreadable(JSON.stringify({ payload: { chat: JSON.stringify({ conversationId: conversation }) } })),
  unreadable(JSON.stringify({ message: { conversationUUID: conversation } })),
])("a message of her chat is hers: %s", (text) => {
  expect(isFound(search(), text)).toBe(true);
}); // prettier-ignore

test.each([
  bobs({}, { identTraits: JSON.stringify({ visitorUuid: visitor }) }),
  bobs({}, { identTraits: { message: JSON.stringify({ customerId: customer }) } }),
  unreadable(JSON.stringify({ message: { visitor: { UUID: visitor } } })),
  unreadable(JSON.stringify({ payload: JSON.stringify({ message: { identUserId: customer } }) })),
])("her ids in what the site or the sender passes on are still found: %s", (text) => {
  expect(isNamed(search(), text)).toBe(true);
});

test("forget keeps the messages of others that contain her ids, and says how many do", async () => {
  const { aws, bin, close } = await startDlq({ archiveBucket: "archive" });
  try {
    countQueues(aws);
    const others = [...naming, ...written].filter((text) => text.includes('"kind":"event"'));
    await archive(aws, [started, ...others]);
    const args = ["--email", email, "--customer", customer, "--visitor", visitor];
    const { status, stderr, stdout } = await runInProcess({ aws, bin }, [
      ...["forget", ...args, "--yes", "--rate", "1000"],
    ]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^\d+ messages of others have the address, or an id, in what/m);
    expect(keptBy(aws)).toBe(others.map((text) => `${text}\n`).join(""));
  } finally {
    await close();
  }
});
