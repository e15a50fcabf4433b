import { ingest } from "../../../handlers/ingestion/ingest";
import { linked, linkIn, merged, type Link } from "../../../handlers/links/link";
import type { ChatEvent } from "../../../handlers/model";
import type { EventEnvelope } from "../../../handlers/shared/envelope";
import { factsOf } from "../support/ingested";
import { receiverSettingsOf } from "../support/settings";

type Settings = Parameters<typeof receiverSettingsOf>[0];

const identities = [
  { namespace: "LoyaltyId", from: "traits.card" },
  { namespace: "ECID", from: "traits.ecid" },
];
const ecid = "1".repeat(38);
const chat = { conversationUUID: "0b8d5c5a-31d7-4c59-8a38-6c8f1a3d9f02" };
const UUID = "5f0c2b1e-7a44-4d3b-9c1d-2e8f6a90b7d3";

function envelopeOf(name: string, payload: object, at: string, more: Settings): EventEnvelope {
  const facts = { ...factsOf(name), receivedAt: at };
  const settings = receiverSettingsOf({ identities, ...more });
  const outcome = ingest(JSON.stringify(payload), facts, settings);
  if (outcome.kind !== "accepted") throw new Error(outcome.kind);
  return outcome.envelope;
}

/** The transcript of a chat of one browser, with what two events say of its visitor. */
function transcriptOf(
  privacy: Record<string, string>,
  [first, second]: readonly [object, object],
): ChatEvent {
  const more = { privacy } as Settings;
  const [one, other] = [first, second].map((visitor, index) => {
    const payload = { ...chat, visitor: { UUID, ...visitor } };
    const event = envelopeOf(
      "visitor-unanswered",
      payload,
      `2026-11-23T10:0${index}:00.000Z`,
      more,
    );
    return linkIn(event, "drop");
  }) as [Link, Link];
  expect(merged(other, one)).toEqual(merged(one, other));
  const { body } = envelopeOf("transcript-exported", chat, "2026-11-23T10:09:00.000Z", more);
  return linked(body, merged(one, other)) ?? body;
}

describe("two customers on one computer", () => {
  const anna = { identTraits: { card: "L-ANNA" } };
  it.each([
    ["anna@example.com", "bert@example.com", {}],
    ["anna@example.com", "bert@example.com", { email: "hash" }],
    ["anna@example.com", "bert@example.com", { email: "drop" }],
    ["Mrs anna@example.com", "Mrs bert@example.com", { email: "drop" }],
    ["+1 415 555 2671", "+1 415 555 2672", { phone: "drop" }],
    ["+1 415 555 2671", "+1 415 555 2672", { phone: "hash" }],
    ["anna@example.com", "cust-9", { email: "drop" }],
    ["cust-1", "bert@example.com", { email: "drop" }],
  ])("stay two, when they are %j and %j to the site (privacy: %j)", (one, other, privacy) => {
    const { identities: found = {} } = transcriptOf(privacy, [
      { ...anna, identUserId: one },
      { identUserId: other },
    ]);
    expect(found).toEqual({});
  });
});

it("a customer who signs in after an ECID or spaces stood for the user id is one", () => {
  for (const userId of [ecid, ` ${ecid} `, "guest", "cust-1 "]) {
    const found = transcriptOf({}, [
      { identUserId: userId, identTraits: { ecid } },
      { identUserId: "cust-1", identTraits: { ecid, card: "L-ANNA" } },
    ]);
    expect(found).toMatchObject({
      visitorUserId: "cust-1",
      identities: { ecid, loyaltyId: "L-ANNA" },
    });
  }
});

it("a customer whose user id privacy hashes is one, in all events", () => {
  const anna = { identUserId: "anna@example.com" };
  const found = transcriptOf({ email: "hash" }, [
    { ...anna, identTraits: { card: "L-ANNA" } },
    anna,
  ]);
  expect(found.identities).toEqual({ loyaltyId: "L-ANNA" });
});
