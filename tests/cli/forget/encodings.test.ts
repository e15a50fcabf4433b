import { deflateSync, gzipSync } from "node:zlib";

import type { Person } from "../../../cli/forget/person";
import { PersonSearch } from "../../../cli/forget/personSearch";
import { ingest } from "../../../handlers/ingestion/ingest";
import type { RequestFacts } from "../../../handlers/shared/envelope";
import { factsOf } from "../../handlers/support/ingested";
import { receiverSettingsOf } from "../../handlers/support/settings";
import { isFound } from "./support";

const email = "maria.keller@example.com";
const uuid = "5f0c2b1e-7a44-4d3b-9c1d-2e8f6a90b7d3";
const chat = "0b8d5c5a-31d7-4c59-8a38-6c8f1a3d9f02";
const customer = "cust-20418";

const nobody: Person = { emails: [], visitors: [], customers: [] };
const hers: readonly (readonly [string, Partial<Person>, string])[] = [
  ["address", { emails: [email] }, email],
  ["visitor id", { visitors: [uuid] }, uuid],
  ["customer id", { customers: [customer] }, customer],
  ["number", { customers: ["12345678901234567890"] }, "12345678901234567890"],
  ["chat", { visitors: [`conversation:${chat}`] }, chat],
];

const settings = receiverSettingsOf();

/** The message that the receiver makes of a body. */
function messageOf(body: Buffer | string, more: Partial<RequestFacts>): string {
  const outcome = ingest(body, { ...factsOf("feedback-left"), ...more }, settings);
  if (outcome.kind !== "accepted" && outcome.kind !== "quarantined") throw new Error(outcome.kind);
  return outcome.text;
}

function isSeen(who: Partial<Person>, text: string): boolean {
  return isFound(new PersonSearch({ ...nobody, ...who }, settings), text);
}

/** JSON with a value in the places that Chatlio has for it. */
function json(value: string): string {
  return JSON.stringify({
    conversationUUID: value,
    visitor: { UUID: value, email: value, identUserId: value },
  });
}

function ofText(value: string): string {
  return `conversationId: ${value}, a visitor (${value}) left.`;
}

const bodies: readonly (readonly [string, (value: string) => string])[] = [
  ["JSON", json],
  [
    "JSON with numbers",
    (value) => (/^\d+$/.test(value) ? json(value).replaceAll(`"${value}"`, value) : json(value)),
  ],
  ["JSON that is cut off", (value) => json(value).slice(0, -2)],
  ["JSON in JSON that is cut off", (value) => JSON.stringify({ inner: json(value) }).slice(0, -1)],
  ["a form", (value) => `conversationId=${value}&a=1&q=write+to+${value}`],
  ["a text", ofText],
  ["a text that is percent-encoded", (value) => encodeURIComponent(ofText(value))],
  [
    "a text that is percent-encoded twice",
    (value) => encodeURIComponent(encodeURIComponent(ofText(value))),
  ],
  ["a text in HTML", (value) => ofText(value).replaceAll("@", "&commat;").replaceAll("-", "&#45;")],
  ["a text in HTML's numbers", (value) => ofText(value).replaceAll("@", "&#x40;")],
  ["a text in capitals", (value) => ofText(value.includes("@") ? value.toUpperCase() : value)],
  ["a list", (value) => `[${json(value)}]`],
];

const packings: readonly (readonly [string, (text: string) => Buffer, Partial<RequestFacts>])[] = [
  ["UTF-8", (text) => Buffer.from(text), {}],
  ["Latin-1", (text) => Buffer.from(`${text} ä`, "latin1"), { charset: "iso-8859-1" }],
  ["UTF-16", (text) => Buffer.from(text, "utf16le"), { charset: "utf-16le" }],
  ["UTF-16 that is not declared", (text) => Buffer.from(text, "utf16le"), {}],
  [
    "UTF-16 in the other order",
    (text) => Buffer.from(text, "utf16le").swap16(),
    { charset: "utf-16" },
  ],
  ["gzip", (text) => gzipSync(text), {}],
  ["gzip of UTF-16", (text) => gzipSync(Buffer.from(text, "utf16le")), { charset: "utf-16le" }],
  ["gzip that is cut off", (text) => gzipSync(text).subarray(0, -6), {}],
  ["deflate", (text) => deflateSync(text), {}],
  ["a charset that nobody knows", (text) => Buffer.from(text), { charset: "x-unknown" }],
];

const cases = hers.flatMap((who) =>
  bodies.flatMap((body) => packings.map((packing) => [who, body, packing] as const)),
);

test("a body that the relay cannot read is found by what it says, however it is written and packed", () => {
  const missed = cases.flatMap(([[what, who, value], [form, write], [packing, pack, facts]]) =>
    ["nope", "feedback-left"].flatMap((event) => {
      const text = messageOf(pack(write(value)), { ...facts, event });
      return isSeen(who, text) ? [] : [`${what} in ${form}, ${packing}, ${event}`];
    }),
  );
  expect(missed).toEqual([]);
  expect(cases).toHaveLength(600);
});

const others: readonly (readonly [string, Partial<Person>, string])[] = [
  ["address", { emails: [email] }, `anna-${email}`],
  ["address", { emails: [email] }, `${email}.org`],
  ["visitor id", { visitors: [uuid] }, `${uuid}-2`],
  ["customer id", { customers: [customer] }, `${customer}9`],
  ["customer id", { customers: [customer] }, `${customer}-9`],
  ["customer id", { customers: ["14"] }, "at 14:00, 14"],
];

test("a body is not found by what only contains it", () => {
  const found = others.flatMap(([what, who, value]) =>
    bodies.flatMap(([form, write]) =>
      isSeen(who, messageOf(Buffer.from(write(value)), { event: "nope" }))
        ? [`${what} ${value} in ${form}`]
        : [],
    ),
  );
  expect(found).toEqual([]);
});

test.each([
  ["identUserId=204&x=1", true],
  ['{"visitor":{"identUserId":204', true],
  ['"traits": "{\\"customerNo\\": \\"204\\"', true],
  ["userid=204&x=1", true],
  ["USERID: 204", true],
  ["the uuid 204", true],
  ["user: 204", true],
  ['{"customer_nr": "204"', true],
  ['{"kundenNr": "204"', true],
  ['{"crmCustomer": "204"', true],
  ["\\nid: 204", true],
  ["paid 204", false],
  ["valid: 204", false],
  ["said: 204", false],
  ["PAID 204", false],
  ["Madrid, 204", false],
  ["casino 204", false],
  ["Kundennummer: 204", true],
  ["Kunden-Nr.: 204", true],
  ["Kunde 204", true],
  ["customer number 204", true],
  ["IDs: 204", true],
  ["login=204", true],
  ["CRM 204", true],
  ["externalId: 204", true],
  ["there are no 204 seats", false],
  ["Main Street No. 204", false],
  ["number 204", false],
  ["orderNo: 204", false],
  ["piano: 204", false],
  ["an abuser, 204", false],
  ["seats=204", false],
  ["visitor 204 left", false],
  ["productId=204&x=1", false],
  ["product_id=204", false],
  ["order[id]=204", false],
  ["user[id]=204", true],
  ["accountManagerId: 204", false],
  ["order id 204", false],
  ["Order No.: 204", false],
  ["orderCustomerId=204", true],
  ['{"order":{"id":204', false],
  ['{"user":{"id":204', true],
  ['{"cart":"{\\"product\\":{\\"id\\":204', false],
])("a short customer id in %s needs a name that says what it is: %j", (body, expected) => {
  expect(isSeen({ customers: ["204"] }, messageOf(body, { event: "nope" }))).toBe(expected);
});

test.each([
  ["user 20418 left", true],
  ["identUserId=20418", true],
  ["x=20418", true],
  ["order 20418", true],
  ["deleted by 20418", true],
  ["productId=20418", false],
  ["products[0][id]=20418", false],
  ["order number 20418", false],
  ["Hausnummer: 20418", false],
  ["accountManagerId=20418", false],
  ['{"cart":[{"productId":20418', false],
  ['{"order":{"id":"20418"', false],
  ["productId=20418&userId=20418", true],
])("a longer customer id in %s counts unless its name says another thing: %j", (body, expected) => {
  expect(isSeen({ customers: ["20418"] }, messageOf(body, { event: "nope" }))).toBe(expected);
});

test("the id of a chat that is empty or all zeros is nobody's", () => {
  const search = new PersonSearch({ ...nobody, emails: [email] }, settings);
  for (const conversationUUID of ["", "0", "00000000-0000-0000-0000-000000000000"])
    search.look(
      messageOf(JSON.stringify({ conversationUUID, visitor: { email } }), { event: "nope" }),
    );
  expect([...search.conversations.keys()]).toEqual([]);
});
