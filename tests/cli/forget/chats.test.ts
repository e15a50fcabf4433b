import { PersonSearch } from "../../../cli/forget/personSearch";
import { receiverSettingsOf } from "../../handlers/support/settings";
import { conversation, email, isFound, isNamed, unreadable } from "./support";

const other = "3c1a77e0-2f8b-4a55-b1d2-90c7e6f4a813";

function search(): PersonSearch {
  return new PersonSearch({ emails: [email], visitors: [], customers: [] }, receiverSettingsOf());
}

test.each([
  `{"conversationUUID":"${conversation}","visitor":{"email":"${email}"`,
  `conversationId=${conversation}&email=maria.keller%40example.com`,
  encodeURIComponent(`conversationId: ${conversation}. From ${email}`),
  `{"inner":"{\\"conversationId\\":\\"${conversation}\\",\\"email\\":\\"${email}\\"`,
])("the body %s, which is not JSON, shows whose chat it is", (body) => {
  const person = search();
  const byChat = [
    unreadable(JSON.stringify({ conversationUUID: conversation, textBody: "…" })),
    unreadable(`{"conversationUUID":"${conversation}","textBody":"…`),
    unreadable(`the chat ${conversation.toUpperCase()} has ended`),
  ];
  const isTheirs = () => byChat.map((text) => isFound(person, text));
  expect(isTheirs()).toEqual([false, false, false]);
  expect(isNamed(person, unreadable(body))).toBe(true);
  expect([...person.conversations.keys()]).toEqual([conversation]);
  expect(isTheirs()).toEqual([true, true, true]);
  for (const text of [`chat ${conversation}-2`, `{"conversationUUID":"${other}`])
    expect(isFound(person, unreadable(text))).toBe(false);
});

test.each([
  JSON.stringify([
    { conversationUUID: conversation, visitor: { email } },
    { conversationUUID: other, visitor: { email: "bob@example.org" } },
  ]),
  `{"conversationUUID":"${conversation}","visitor":{"email":"${email}"}} {"conversationUUID":"${other}"}`,
])("a body with several chats does not make all of them the person's: %s", (body) => {
  const person = search();
  expect(isFound(person, unreadable(body))).toBe(true);
  expect([...person.conversations.keys()]).toEqual([]);
});

test("a chat that a field of the event names in addition to its own is not the person's", () => {
  const person = search();
  const json = {
    conversationUUID: conversation,
    visitor: { email },
    more: { conversationId: other },
  };
  person.look(unreadable(JSON.stringify(json)));
  expect([...person.conversations.keys()]).toEqual([conversation]);
});
