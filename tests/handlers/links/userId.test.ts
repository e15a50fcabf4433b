import { ingest } from "../../../handlers/ingestion/ingest";
import { linked, linkIn, merged, type Link } from "../../../handlers/links/link";
import type { ChatEvent, PrivacyAction, PrivacyCategory } from "../../../handlers/model";
import type { EventEnvelope } from "../../../handlers/shared/envelope";
import { factsOf } from "../support/ingested";
import { receiverSettingsOf } from "../support/settings";

type Privacy = Partial<Record<PrivacyCategory, PrivacyAction>>;
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
  privacy: Privacy,
  [first, second]: readonly [object, object],
  said: object = {},
): ChatEvent {
  const more = { privacy };
  const [one, other] = [first, second].map((visitor, index) => {
    const payload = { ...chat, visitor: { UUID, ...visitor } };
    const event = envelopeOf(
      "visitor-unanswered",
      payload,
      `2026-11-23T10:0${index}:00.000Z`,
      more,
    );
    return linkIn(event, privacy.email ?? "keep");
  }) as [Link, Link];
  expect(merged(other, one)).toEqual(merged(one, other));
  const { body } = envelopeOf(
    "transcript-exported",
    { ...chat, ...said },
    "2026-11-23T10:09:00.000Z",
    more,
  );
  return linked(body, merged(one, other)) ?? body;
}

describe("two customers on one computer", () => {
  const anna = { identTraits: { card: "L-ANNA" } };
  it.each<[string, string, Privacy]>([
    ["anna@example.com", "bert@example.com", {}],
    ["anna@example.com", "bert@example.com", { email: "hash" }],
    ["anna@example.com", "bert@example.com", { email: "drop" }],
    ["Mrs anna@example.com", "Mrs bert@example.com", { email: "drop" }],
    ["+1 415 555 2671", "+1 415 555 2672", { phone: "drop" }],
    ["+1 415 555 2671", "+1 415 555 2672", { phone: "hash" }],
    ["anna@example.com", "cust-9", { email: "drop" }],
    ["cust-1", "bert@example.com", { email: "drop" }],
    ["{3f2504e0-4f89-11d3-9a0c-0305e82c3301}", "{9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d}", {}],
    [" cust-1", "cust-2 ", {}],
    ["anna%40example.com", "bert%40example.com", { email: "drop" }],
    ["anna%2540example.com", "bert%2540example.com", { email: "drop" }],
  ])("stay two, when they are %j and %j to the site (privacy: %j)", (one, other, privacy) => {
    const { identities: found = {} } = transcriptOf(privacy, [
      { ...anna, identUserId: one },
      { identUserId: other },
    ]);
    expect(found).toEqual({});
  });
});

describe("an address that comes while nobody is signed in", () => {
  it.each(["guest", "anonymous", ecid])(
    "is not the customer's who was signed in before or is later (%j)",
    (userId) => {
      const customer = { identUserId: "cust-1", identTraits: { card: "L-ANNA" } };
      const nobody = { identUserId: userId, email: "bert@example.com" };
      const after = transcriptOf({}, [customer, nobody]);
      expect(after).toMatchObject({ visitorEmail: "bert@example.com", visitorUuid: UUID });
      expect([after.visitorUserId, after.identities]).toEqual([undefined, undefined]);
      const before = transcriptOf({}, [nobody, customer]);
      expect(before).toMatchObject({
        visitorUserId: "cust-1",
        identities: { loyaltyId: "L-ANNA" },
      });
      expect(before.visitorEmail).toBeUndefined();
    },
  );

  it("is the visitor's when nobody signs in at all", () => {
    const guest = { identUserId: "guest" };
    const found = transcriptOf({}, [{ ...guest, email: "bert@example.com" }, guest]);
    expect(found).toMatchObject({ visitorEmail: "bert@example.com", visitorUuid: UUID });
    expect(found.visitorUserId).toBeUndefined();
  });
});

describe("a transcript that names somebody itself", () => {
  const bert = { email: "bert@example.com" };
  const said = { visitorTraits: { card: "L-ANNA" } };

  it.each(["guest", ecid])("takes the browser alone from an event of nobody (%j)", (userId) => {
    const nobody = { identUserId: userId, ...bert };
    const found = transcriptOf({}, [nobody, nobody], said);
    expect(found).toMatchObject({ visitorUuid: UUID, identities: { loyaltyId: "L-ANNA" } });
    expect([found.visitorEmail, found.visitorUserId]).toEqual([undefined, undefined]);
  });

  it.each([
    ["guest", { ...bert, identUserId: "guest" }],
    ["another customer", { ...bert, identUserId: "cust-2" }],
  ])("takes nothing of a chat in which the newest was %s", (_, newest) => {
    const anna = { identUserId: "cust-1", identTraits: { card: "L-ANNA" } };
    const found = transcriptOf({}, [anna, newest], said);
    expect(found.identities).toEqual({ loyaltyId: "L-ANNA" });
    expect([found.visitorEmail, found.visitorUserId, found.visitorUuid]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("takes the address and the user id of a customer whose card it has", () => {
    const anna = { identUserId: "cust-1", email: "anna@example.com" };
    const found = transcriptOf({}, [anna, { ...anna, identTraits: { card: "L-ANNA" } }], said);
    expect(found).toMatchObject({
      visitorEmail: "anna@example.com",
      visitorUserId: "cust-1",
      visitorUuid: UUID,
    });
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
