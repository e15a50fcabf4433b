import { PersonSearch } from "../../../cli/forget/personSearch";
import { ingest } from "../../../handlers/ingestion/ingest";
import { factsOf } from "../../handlers/support/ingested";
import { receiverSettingsOf } from "../../handlers/support/settings";
import { isNamed } from "./support";

/** Fields that nobody knows: of a new event, whose body is kept as bytes, and beyond the documented ones of an event. */
const uuid = "5f0c2b1e-7a44-4d3b-9c1d-2e8f6a90b7d3";
const person = { emails: [], visitors: [uuid], customers: ["cust-20418", "20418"] };
const events = ["new-event", "feedback-left"];

function isFound(payload: object, event: string): boolean {
  const settings = receiverSettingsOf();
  const outcome = ingest(JSON.stringify(payload), factsOf(event), settings);
  if (!("text" in outcome)) throw new Error(outcome.kind);
  return isNamed(new PersonSearch(person, settings), outcome.text);
}

test.each([
  { customerId: "cust-20418" },
  { customerId: 20418 },
  { user: { id: "cust-20418" } },
  { user: { id: 20418 } },
  { visitorId: uuid },
  { contact: { ref: uuid.toUpperCase() } },
  { visitorUUID: uuid },
  { visitor: { externalId: "cust-20418" } },
  { visitor: { id: uuid } },
  { payload: JSON.stringify({ customerId: "cust-20418" }) },
  { id: "cust-20418-9", items: [{ customer_no: "cust-20418" }] },
])("%j names the person", (payload) => {
  expect(events.map((event) => isFound(payload, event))).toEqual([true, true]);
});

test.each([
  { id: 20418 },
  { accountId: 20418 },
  { account: { id: 20418 } },
  { order: { id: 20418 } },
  { cart: [{ productId: 20418 }] },
  { agent: { id: "cust-20418", ref: uuid } },
  { message: JSON.stringify({ customerId: "cust-20418", visitorId: uuid }) },
  { messages: [{ message: uuid }] },
  { customerId: "cust-20418-9", visitorId: `${uuid}-2` },
])("%j does not: it is of something else, or somebody's words", (payload) => {
  expect(events.map((event) => isFound(payload, event))).toEqual([false, false]);
});
