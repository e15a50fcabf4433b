import { ingest } from "../../../handlers/ingestion/ingest";
import {
  consentNames,
  consentValues,
  toXdm,
  type ConsentName,
  type Consents,
  type EventSlug,
} from "../../../handlers/model";
import type { ReceiverSettingsInput } from "../../../handlers/receiver/settings";
import { startClient, type Client } from "../../emulator/support/client";
import { tenant } from "../../emulator/support/objects";
import { eventOf, factsOf } from "../support/ingested";
import { RelayToEmulator } from "../support/relayToEmulator";
import { receiverSettingsOf } from "../support/settings";

function consent(name: ConsentName, from: string) {
  return { consent: name, from };
}

function ingested(
  traits: unknown,
  from: string,
  more: Partial<ReceiverSettingsInput> = {},
  slug: EventSlug = "feedback-left",
) {
  const payload =
    slug === "transcript-exported"
      ? { visitorTraits: traits }
      : { visitor: { identTraits: JSON.stringify(traits) }, message: "Thanks" };
  const consents = [consent("marketing.email", from)];
  const settings = receiverSettingsOf({ consents, ...more });
  return eventOf(ingest(Buffer.from(JSON.stringify(payload)), factsOf(slug), settings));
}

function choiceOf(value: unknown, from = "traits.choice") {
  const { consents } = ingested({ choice: value }, from);
  return (consents?.["marketing"] as { email?: { val?: string } } | undefined)?.email?.val;
}

describe("choices that the site gives", () => {
  it.each(consentValues)("keep XDM's own value %s, in any letter case", (value) => {
    expect(choiceOf(value)).toBe(value);
    expect(choiceOf(` ${value.toLowerCase()} `)).toBe(value);
  });

  it.each([
    ["y", [true, "true", "Yes", 1, "1", "on", "in", "opt-in", "Opted In", "granted", "subscribed"]],
    ["n", [false, "FALSE", "no", 0, "0", "off", "out", "opt_out", "opted-out", "denied", "unsubscribed"]],
    ["p", ["pending"]],
    ["u", ["unknown"]],
  ])("are %s for %j", (expected, given) => {
    expect(given.map((value) => choiceOf(value))).toEqual(given.map(() => expected));
  }); // prettier-ignore

  it.each([
    "", " ", "maybe", "nein", "constructor", 2, -1, null, [], ["n"], {}, { email: "n" }, { val: {} },
    { val: "maybe" },
  ])("are left out for %j, of which nobody can say what it means", (value) => {
    expect(ingested({ choice: value }, "traits.choice")).not.toHaveProperty("consents");
  }); // prettier-ignore

  it.each([
    ["n", [true, "Yes", "y", 1, "on", "opted-out", "opt_out", "Opt Out", "out", "unsubscribed"]],
    ["y", [false, "no", "n", 0, "off", "opt-in", "opted in", "in", "subscribed"]],
    ["dn", ["dy"]],
    ["dy", ["dn"]],
    ["p", ["p", "pending"]],
    ["u", ["u", "unknown"]],
    ["LI", ["LI"]],
    // Of an opt-out these may be meant either way.
    [undefined, ["granted", "denied", "accepted", "rejected", "allowed", "allow", "deny", "declined"]],
  ])("of a trait for an opt-out are %s for %j", (expected, given) => {
    const found = given.map((value) => choiceOf(value, "not traits.choice"));
    expect(found).toEqual(given.map(() => expected));
  }); // prettier-ignore

  it("are found under a key with dots, and in objects in the form of Adobe's data type", () => {
    const from = "traits.consents.marketing.email";
    const expected = { marketing: { email: { val: "n" } } };
    const nested = { consents: { marketing: { email: { val: "n" } } } };
    expect(ingested(nested, from).consents).toEqual(expected);
    expect(ingested({ "consents.marketing.email": "n" }, from).consents).toEqual(expected);
    expect(ingested({ consents: { marketing: null } }, from).consents).toBeUndefined();
  });

  it("are taken from a transcript too", () => {
    const { consents } = ingested({ mail: "no" }, "traits.mail", {}, "transcript-exported");
    expect(consents).toEqual({ marketing: { email: { val: "n" } } });
  });

  it.each([{ traits: "drop" }, { traits: "hash" }, { email: "drop", text: "drop" }] as const)(
    "stay when privacy is %j, which must not lose an opt-out",
    (privacy) => {
      const event = ingested({ email: "n" }, "traits.email", { privacy });
      expect(event.consents).toEqual({ marketing: { email: { val: "n" } } });
      expect(event.traits ?? "").not.toContain('"n"');
    },
  );

  it("stay when a row is truncated", () => {
    const traits = { ...Object.fromEntries([["mail", "n"]]), long: "x".repeat(9_000) };
    const event = ingested(traits, "traits.mail", { maxRowBytes: 4_000 });
    expect(event.relayTruncated).toBe(true);
    expect(event.consents).toEqual({ marketing: { email: { val: "n" } } });
  });

  it("change nothing for a stack without them", () => {
    const event = ingested({ choice: "n" }, "traits.choice", { consents: undefined });
    expect(event).not.toHaveProperty("consents");
  });

  it("of a newer release are left out of the settings", () => {
    const consents = [
      { consent: "marketing.telepathy", from: "traits.a" },
      consent("share", "traits.b"),
    ];
    expect(receiverSettingsOf({ consents }).consents).toEqual([consent("share", "traits.b")]);
  });
});

describe("the row of an event with choices", () => {
  let aep: Client;
  beforeAll(async () => {
    aep = await startClient();
  });
  afterAll(() => aep.close());

  it("has each of them where Adobe's data type has it, by the mapping set and as XDM alike", async () => {
    const consents = consentNames.map((name) => consent(name, `traits.${name}`));
    const traits = Object.fromEntries(
      consentNames.map((name, index) => [name, consentValues[index % consentValues.length]]),
    );
    const relay = await RelayToEmulator.make(aep, [], { consents });
    const body = JSON.stringify({ visitor: { identTraits: JSON.stringify(traits) } });
    await relay.receive("feedback-left", body);
    await relay.deliver();
    const [row = {}] = await relay.rows();
    const { privacy } = (row[tenant] as { chatlio: { privacy: { consents: Consents } } }).chatlio;
    expect(privacy.consents).toEqual({
      collect: { val: "y" },
      share: { val: "n" },
      personalize: { content: { val: "p" } },
      marketing: {
        any: { val: "u" },
        email: { val: "dy" },
        push: { val: "dn" },
        sms: { val: "LI" },
        whatsApp: { val: "CT" },
        call: { val: "CP" },
        fax: { val: "VI" },
        commercialEmail: { val: "PI" },
        postalMail: { val: "y" },
      },
    });
    const event = eventOf(
      ingest(Buffer.from(body), factsOf("feedback-left"), receiverSettingsOf({ consents })),
    );
    expect(toXdm(event, tenant)[tenant]).toMatchObject({ chatlio: { privacy } });
  });
});
