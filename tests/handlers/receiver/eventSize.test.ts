import { isTooLargeForLambda, MAX_EVENT_BYTES } from "../../../handlers/receiver/eventSize";
import { webhook, type WebhookOptions } from "../support/events";

/** Bytes of the event around an empty body. */
function around(options: WebhookOptions): number {
  return Buffer.byteLength(JSON.stringify(webhook({ ...options, body: "" })));
}

function isTooLarge(body: string, options: WebhookOptions = {}): boolean {
  return isTooLargeForLambda(webhook({ ...options, body }));
}

const room = MAX_EVENT_BYTES - around({});

test.each([
  ["plain characters", "a", 1],
  ["quotes, which are escaped", '"', 2],
  ["control characters", "\u0001", 6],
  ["characters of two bytes", "é", 2],
])("a text body of %s may fill what Lambda accepts, to the byte", (_what, character, bytes) => {
  const count = Math.floor(room / bytes);
  expect(isTooLarge(character.repeat(count))).toBe(false);
  expect(isTooLarge(character.repeat(count + 1))).toBe(true);
});

test("a binary body may have three quarters of it, because it arrives in base64", () => {
  const largest = Math.floor((MAX_EVENT_BYTES - around({ base64: true })) / 4) * 3;
  expect(isTooLarge(" ".repeat(largest), { base64: true })).toBe(false);
  expect(isTooLarge(" ".repeat(largest + 1), { base64: true })).toBe(true);
  // As docs/delivery.md says.
  expect(largest).toBeGreaterThan(4_700_000);
});

test("headers count too", () => {
  const body = "a".repeat(room);
  expect(isTooLarge(body)).toBe(false);
  expect(isTooLarge(body, { headers: { "x-more": "1" } })).toBe(true);
});
