import { PersonSearch } from "../../../cli/forget/personSearch";
import { receiverSettingsOf } from "../../handlers/support/settings";
import { startDlq } from "../dlqSupport";
import { runInProcess } from "../inProcess";
import { archive, countQueues, email, keptBy, textOf, unreadable } from "./support";

const chat = "chat-without-a-name";

/** A transcript whose only address is the author of a message. */
function bodyBy(author: object): object {
  return {
    conversationUUID: chat,
    replyToEmail: "",
    visitorName: "",
    visitorTraits: {},
    textBody: "…",
    messages: [
      { text: "Hello", ts: "1763632409.000005", username: "Jonas", isVisitorMsg: false },
      { text: "…", ts: "1763632447.000200", ...author },
    ],
  };
}

function by(author: object): string {
  return textOf("transcript-exported", bodyBy(author));
}

function rawBy(author: object): string {
  return unreadable(JSON.stringify(bodyBy(author)));
}

/** Whether the message is the person's, and whether it is one that may be. */
function waysOf(text: string): readonly [boolean, boolean] {
  const person = { emails: [email], visitors: [], customers: [] };
  const search = new PersonSearch(person, receiverSettingsOf());
  const { isMention, way } = search.look(text);
  return [way !== undefined, isMention];
}

test.each([
  by({ username: email, isVisitorMsg: true }),
  by({ username: ` ${email.toUpperCase()} `, isVisitorMsg: true }),
  by({ username: `Maria (${email})`, isVisitorMsg: "true" }),
  rawBy({ username: email, isVisitorMsg: true }),
  rawBy({ username: email, isVisitorMsg: "true" }),
])("the visitor's address as the author of a message is found: %s", (text) => {
  expect(waysOf(text)).toEqual([true, expect.any(Boolean)]);
});

test.each([
  by({ username: email, isVisitorMsg: false }),
  rawBy({ username: email, isVisitorMsg: false }),
  rawBy({ username: email, isVisitorMsg: "false" }),
])("an agent's address as the author of a message is neither found nor counted: %s", (text) => {
  expect(waysOf(text)).toEqual([false, false]);
});

test.each([
  by({ username: email }),
  rawBy({ username: email }),
  rawBy({ username: { email }, isVisitorMsg: true }),
])("an author of whom nobody knows which side it is counts as a mention: %s", (text) => {
  expect(waysOf(text)).toEqual([false, true]);
});

test("the side of a message says nothing of what the site passes on", () => {
  const traits = { username: email, isVisitor: false };
  const text = textOf("feedback-left", { visitor: { identTraits: traits } });
  expect(waysOf(text)).toEqual([true, expect.any(Boolean)]);
});

test("forget removes the chat of a visitor whose address is only the author of a message", async () => {
  const { aws, bin, close } = await startDlq({ archiveBucket: "archive" });
  try {
    countQueues(aws);
    const hers = by({ username: email, isVisitorMsg: true });
    const sameChat = textOf("feedback-left", { conversationUUID: chat, visitor: {} });
    const other = textOf("transcript-exported", {
      ...bodyBy({ username: email, isVisitorMsg: false }),
      conversationUUID: "chat-of-bob",
    });
    await archive(aws, [hers, sameChat, other]);
    const { status, stdout } = await runInProcess({ aws, bin }, [
      ...["forget", "--email", email, "--yes", "--rate", "1000"],
    ]);
    expect(status).toBe(0);
    expect(stdout).toContain("1 found by messages.username\n");
    expect(keptBy(aws)).toBe(`${other}\n`);
  } finally {
    await close();
  }
});
