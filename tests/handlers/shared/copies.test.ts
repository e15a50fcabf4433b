import { copyKey } from "../../../handlers/shared/copies";
import { wrapRaw } from "../../../handlers/shared/envelope";
import { toJson } from "../../../handlers/shared/json";
import { factsOf } from "../support/ingested";
import { messageText } from "../support/messages";

const name = /^dead-letters\/(.+)\/([^/]+)\/([^/]+)\/([0-9a-f]{32})\.json$/;

function partsOf(text: string): readonly string[] {
  return name.exec(copyKey(text))?.slice(1, 4) ?? [];
}

test("the name of a copy has the day, the event and the reason", () => {
  const raw = toJson(wrapRaw(factsOf("offline-message"), Buffer.from("{"), "not-json"));
  expect(partsOf(raw)).toEqual(["2026-11-23", "offline-message", "not-json"]);
  expect(partsOf(messageText({ message: "hello" }))).toEqual([
    "2026-11-23",
    "feedback-left",
    "moved-by-sqs",
  ]);
});

test("the same message has one name, and two messages have two", () => {
  const [one, other] = [messageText({ message: "one" }), messageText({ message: "one" })];
  expect(copyKey(one)).toBe(copyKey(one));
  expect(copyKey(one)).not.toBe(copyKey(other));
});

test.each([
  ["", ["unknown", "unknown", "moved-by-sqs"]],
  ["not JSON", ["unknown", "unknown", "moved-by-sqs"]],
  ["[1]", ["unknown", "unknown", "moved-by-sqs"]],
  [
    JSON.stringify({ event: "../../x", reason: "..", receivedAt: "2026-11-23/../.." }),
    ["2026-11-23", "__.._x", "_"],
  ],
  [
    JSON.stringify({ event: "a?b#c%2f d", reason: "é".repeat(100), receivedAt: 5 }),
    ["unknown", "a_b_c_2f_d", "_".repeat(60)],
  ],
])("of %j nothing in the name has a meaning in a URL", (text, parts) => {
  expect(partsOf(text)).toEqual(parts);
});
