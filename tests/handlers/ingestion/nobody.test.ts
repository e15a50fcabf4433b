import { ingest } from "../../../handlers/ingestion/ingest";
import { privacyCategories, type EventSlug } from "../../../handlers/model";
import { directRow, keepAll, relayRow, type Config } from "../support/direct";
import { eventOf, factsOf } from "../support/ingested";
import { receiverSettingsOf } from "../support/settings";
import { TENANT } from "../support/xdm";

/** What programs write in place of a missing value, and what Adobe blocks. */
const nobody = [
  "null", "NULL", "undefined", "anonymous", "n/a", "none", "0", "false", "[object Object]", "{{visitor.id}}",
]; // prettier-ignore

const zeros = "00000000-0000-0000-0000-000000000000";
const uuid = "5f0c2b1e-7a44-4d3b-9c1d-2e8f6a90b7d3";

interface Visitor {
  readonly key: string;
  readonly email?: string;
}

/** Key and e-mail address of the visitor, in the rows of both modes. */
function visitorsOf(slug: EventSlug, payload: object, config: Config = {}): readonly Visitor[] {
  return [relayRow(slug, payload, config), directRow(slug, payload, config)].map((row) => {
    const { chatlio } = row[TENANT] as { chatlio: { visitor: Visitor } };
    return chatlio.visitor;
  });
}

const addressesIn: readonly (readonly [EventSlug, (text: unknown) => object])[] = [
  ["conversation-started", (email) => ({ conversationUUID: "c-1", visitor: { email } })],
  ["offline-message", (email) => ({ visitor: { email } })],
  ["offline-message", (email) => ({ email })],
  ["transcript-exported", (visitorEmail) => ({ conversationUUID: "c-1", visitorEmail })],
  ["transcript-exported", (replyToEmail) => ({ conversationUUID: "c-1", replyToEmail })],
];

describe.each(addressesIn)("the e-mail address of %s (%#), in both modes", (slug, payloadWith) => {
  it.each([...nobody, "not an address", "maria@", "Maria <maria@example.com>", zeros])(
    "is not %j",
    (text) => {
      for (const email of ["keep", "hash"] as const) {
        const config = { privacy: { ...keepAll, email } };
        for (const row of visitorsOf(slug, payloadWith(text), config))
          expect(row).not.toHaveProperty("email");
      }
    },
  );

  it("is an address without spaces around it", () => {
    for (const { email } of visitorsOf(slug, payloadWith(" maria@example.com ")))
      expect(email).toBe("maria@example.com");
  });
});

test("a visitor's e-mail address is the next one when the first is none", () => {
  const payload = { visitor: { email: "null" }, email: "maria@example.com" };
  for (const { email } of visitorsOf("offline-message", payload))
    expect(email).toBe("maria@example.com");
});

describe.each(["conversation-started", "transcript-exported"] as const)(
  "the visitor key of %s, in both modes",
  (slug) => {
    const keys = (payload: object) => visitorsOf(slug, payload).map(({ key }) => key);

    it.each([...nobody, zeros, zeros.replaceAll("0", "f"), zeros.replaceAll("0", "F")])(
      "is not made from the conversation %j",
      (conversationUUID) => {
        for (const key of keys({ conversationUUID })) expect(key).toMatch(/^id:[0-9a-f]{64}$/);
      },
    );

    it.each([...nobody, zeros, zeros.replaceAll("0", "f")])(
      "is not made from the UUID %j",
      (UUID) => {
        const conversationUUID = uuid;
        for (const key of keys({ conversationUUID, visitor: { UUID } }))
          expect(key).toBe(`conversation:${uuid}`);
      },
    );
  },
);

test("the visitor key is made from a UUID with few digits", () => {
  const few = "00000000-0000-0000-0000-000000000001";
  const payload = { conversationUUID: "c-1", visitor: { UUID: few } };
  for (const { key } of visitorsOf("feedback-left", payload)) expect(key).toBe(`uuid:${few}`);
});

describe("what was no address", () => {
  const event = (payload: object, privacy: object = {}) => {
    const bytes = Buffer.from(JSON.stringify(payload));
    return eventOf(ingest(bytes, factsOf("feedback-left"), receiverSettingsOf({ privacy })));
  };
  const payload = {
    conversationUUID: "c-1",
    visitor: { email: "Mara Secret" },
    message: "It is Mara Secret",
  };

  it("is in the row, among the extra fields", () => {
    expect(JSON.parse(event(payload).relayExtra ?? "")).toEqual({
      visitor: { email: "Mara Secret" },
    });
  });

  it("is nowhere in the row when privacy does not keep addresses", () => {
    for (const email of ["drop", "hash"]) {
      const text = JSON.stringify(event(payload, { email }));
      expect(text).not.toMatch(/mara|secret/i);
    }
  });

  it.each(privacyCategories.filter((category) => category !== "email"))(
    "is not an address either when privacy drops %s",
    (category) => {
      const given = { ...payload, visitor: { ...payload.visitor, name: "Mara Secret" } };
      expect(event(given, { [category]: "drop" })).not.toHaveProperty("visitorEmail");
    },
  );
});
