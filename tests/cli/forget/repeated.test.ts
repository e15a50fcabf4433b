import { gzipSync } from "node:zlib";

import { PersonSearch } from "../../../cli/forget/personSearch";
import { ingest } from "../../../handlers/ingestion/ingest";
import { factsOf } from "../../handlers/support/ingested";
import { receiverSettingsOf } from "../../handlers/support/settings";
import { conversation, email, isNamed } from "./support";

const other = "bob@example.org";
const settings = receiverSettingsOf();

/** The message of a body that has no known event. */
function quarantined(body: Buffer | string): string {
  const outcome = ingest(body, factsOf("new-event"), settings);
  if (outcome.kind !== "quarantined") throw new Error(outcome.kind);
  return outcome.text;
}

function search(): PersonSearch {
  const person = { emails: [email], visitors: [], customers: ["12345678901234567890"] };
  return new PersonSearch(person, settings);
}

const twice = [
  `{"visitor":{"email":"${email}"},"visitor":{"email":"${other}"}}`,
  `{"visitor":{"email":"${other}"},"visitor":{"email":"${email}"}}`,
  `{"visitor":{"email":"${email}","email":"${other}"}}`,
  `{"visitor":{"email":"${email}","email":"${other}","email":null}}`,
  `{"visitor":{"email":["${email}"],"email":[]}}`,
  '{"visitor":{"identUserId":12345678901234567890,"identUserId":7}}',
  `{"visitor":{"identTraits":"{\\"contact\\":\\"${email}\\",\\"contact\\":\\"\\"}"}}`,
];

test.each(twice)("each value of a name that JSON has twice is searched: %s", (json) => {
  for (const body of [json, gzipSync(json), JSON.stringify(json), `[${json}]`])
    expect(isNamed(search(), quarantined(body))).toBe(true);
});

test("an event whose traits have a name twice is found by each value", () => {
  const traits = JSON.stringify(`{"contact":"${email}","contact":""}`);
  const outcome = ingest(
    `{"visitor":{"identTraits":${traits}}}`,
    factsOf("feedback-left"),
    settings,
  );
  if (outcome.kind !== "accepted") throw new Error(outcome.kind);
  expect(outcome.text).toContain(email);
  expect(isNamed(search(), outcome.text)).toBe(true);
});

test("what somebody writes stays what somebody writes in a name that is there twice", () => {
  const text = quarantined(`{"message":"Ask ${email}","message":"x","visitor":{}}`);
  const one = search();
  expect([isNamed(one, text), one.look(text).isMention]).toEqual([false, true]);
});

test("a body with two ids of its chat shows nobody's chat", () => {
  const [hers, his] = [conversation, "chat-of-bob"].map((id) => `"conversationUUID":"${id}"`);
  const one = search();
  expect(isNamed(one, quarantined(`{${hers},${his},"visitor":{"email":"${email}"}}`))).toBe(true);
  expect([...one.conversations.keys()]).toEqual([]);
});

test("a body that is nested deeper than the stack is searched as far as it can be read", () => {
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  const json = `{"visitor":{"email":"${email}"},"more":${deep}}`;
  expect(isNamed(search(), quarantined(json))).toBe(true);
});
