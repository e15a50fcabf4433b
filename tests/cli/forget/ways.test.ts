import { readFileSync } from "node:fs";
import path from "node:path";

import { PersonSearch } from "../../../cli/forget/personSearch";
import { fieldOf } from "../../../cli/forget/ways";
import { receiverSettingsOf } from "../../handlers/support/settings";
import {
  addDead,
  archive,
  bob,
  email,
  feedback,
  mention,
  payloadOf,
  stackOfEachTest,
  started,
  textOf,
  transcript,
  unreadable,
  visitor,
} from "./support";

const boss = "boss@shop.example.com";

const stack = stackOfEachTest();

function run(...args: readonly string[]): Promise<string> {
  return stack.runQuietly(args);
}

async function foundBy(...args: readonly string[]): Promise<unknown> {
  const report = JSON.parse(await run("forget", ...args, "--json")) as { foundBy: unknown };
  return report.foundBy;
}

/** An event of a customer whose account manager the site passes on. */
function managed(chat: string): string {
  const visitorOf = (payloadOf("visitor-unanswered") as { visitor: object }).visitor;
  return textOf("visitor-unanswered", {
    conversationUUID: chat,
    visitor: { ...visitorOf, identTraits: JSON.stringify({ accountManager: boss }) },
  });
}

const chatOnly = textOf("transcript-exported", {
  conversationUUID: "managed-chat",
  replyToEmail: "",
  visitorTraits: {},
  visitorName: "",
  messages: [],
});

describe("the report of forget", () => {
  it("says by which field each message was found, also before anything is removed", async () => {
    await archive(stack.aws, [managed("managed-chat"), managed("another-chat"), chatOnly, bob]);
    addDead(stack.aws, "m-1", unreadable(`write to ${boss}`));
    const expected = [
      { fields: ["traits.accountManager"], through: "message", messages: 2 },
      { fields: ["traits.accountManager"], through: "chat", messages: 1 },
      { fields: ["text that is not JSON"], through: "message", messages: 1 },
    ];
    const sorted = (all: unknown) => (all as object[]).map((one) => JSON.stringify(one)).sort();
    expect(sorted(await foundBy("--email", boss))).toEqual(sorted(expected));
    expect(await run("forget", "--email", boss)).toMatch(
      /^2 found by traits\.accountManager\n(?=(.*\n)?1 found by their chat, which was found by traits\.accountManager\n)(?=(.*\n)?1 found by text that is not JSON\n)/m,
    );
    expect(sorted(await foundBy("--email", boss, "--yes"))).toEqual(sorted(expected));
  });

  it("names all fields that have what was searched for", async () => {
    await archive(stack.aws, [started, feedback, transcript, mention]);
    const report = JSON.stringify(await foundBy("--email", email, "--visitor", visitor));
    expect(report).toContain('"visitorEmail"');
    expect(report).toContain('"visitorKey","visitorUuid"');
    expect(report).toContain('"through":"chat"');
    expect(report).not.toContain('"fields":["message"]');
    const mentions = JSON.stringify(await foundBy("--email", email, "--mentions"));
    expect(mentions).toContain('{"fields":["message"],"through":"message","messages":1}');
  });

  it("says that a message was found by a chat of the command line", async () => {
    await archive(stack.aws, [managed("managed-chat")]);
    expect(await foundBy("--visitor", "conversation:managed-chat")).toEqual([
      { fields: ["command line"], through: "chat", messages: 1 },
    ]);
  });

  it("has it for each message of an export", async () => {
    await archive(stack.aws, [managed("managed-chat"), chatOnly]);
    const file = path.join(stack.bin, "export.json");
    await run("export", "--email", boss, "--save", file);
    const { messages } = JSON.parse(readFileSync(file, "utf8")) as { messages: object[] };
    expect(messages.map((one) => (one as { foundBy: unknown }).foundBy)).toEqual(
      expect.arrayContaining([
        { fields: ["traits.accountManager"], through: "message" },
        { fields: ["traits.accountManager"], through: "chat" },
      ]),
    );
    expect(messages).toHaveLength(2);
  });
});

test("the name of a field has nothing that may be somebody's", () => {
  const names = [
    fieldOf({ isName: false, path: ["body", "traits", "account manager"] }),
    fieldOf({ isName: false, path: ["body", "traits", "cust-20418", "mail_1"] }),
    fieldOf({ isName: false, path: ["body", "traits", email] }),
    fieldOf({ isName: true, path: ["body", "traits", "Maria Keller"] }),
    fieldOf({ isName: true, path: ["Maria Keller"] }),
    fieldOf({ isName: false, path: ["visitor", "\u001b[2J"] }),
    fieldOf({ isName: false, path: ["body"] }),
  ];
  expect(names).toEqual([
    "traits.account manager",
    "traits.….mail_1",
    "traits.…",
    "name in traits",
    "name in the body",
    "visitor.…",
    "body",
  ]);
});

test("a chat that several messages have brought was found by all of their fields", () => {
  const search = new PersonSearch(
    { emails: [boss, email], visitors: [], customers: [] },
    receiverSettingsOf(),
  );
  search.look(managed("managed-chat"));
  search.look(textOf("feedback-left", { conversationUUID: "managed-chat" }));
  expect(search.look(chatOnly).way).toEqual({
    fields: expect.arrayContaining(["traits.accountManager", "visitorEmail"]) as unknown,
    through: "chat",
  });
});
