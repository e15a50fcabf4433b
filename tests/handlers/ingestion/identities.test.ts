import { getCountries, getExampleNumber } from "libphonenumber-js";
import examples from "libphonenumber-js/examples.mobile.json";

import { engine } from "../../../emulator/services/dataPrep/language/lazyEngine";
import type { Value } from "../../../emulator/services/dataPrep/language/values";
import { ingest } from "../../../handlers/ingestion/ingest";
import { mappings, siteMappings, toXdm, type EventSlug } from "../../../handlers/model";
import type { ReceiverSettingsInput } from "../../../handlers/receiver/settings";
import { compileMappings, directRow, keepAll, relayRow } from "../support/direct";
import { eventOf, factsOf } from "../support/ingested";
import { receiverSettingsOf } from "../support/settings";
import { problems, siteIdentities, TENANT } from "../support/xdm";

const ecid = "12345678901234567890123456789012345678";

function ingested(
  payload: object | string,
  slug: EventSlug = "feedback-left",
  more: Partial<ReceiverSettingsInput> = {},
) {
  const body = typeof payload === "string" ? payload : JSON.stringify(payload);
  const settings = receiverSettingsOf({ identities: [...siteIdentities], ...more });
  return eventOf(ingest(Buffer.from(body), factsOf(slug), settings));
}

function visitor(identUserId: unknown, traits: object = {}) {
  return { visitor: { identUserId, identTraits: JSON.stringify(traits) } };
}

describe("identities that the site gives", () => {
  it("are taken from user id and traits, and normalized for their namespaces", () => {
    const traits = { ecid, "mobile phone": "+1 (555) 010-1234", other: "x" };
    const event = ingested(visitor(" C-42 ", traits));
    expect(event.identities).toEqual({ crmid: "C-42", ecid, phone: "+15550101234" });
  });

  it.each([
    ["+41 (0)31 555 01 23", "+41315550123"],
    ["+41 (031) 555 01 23", "+41315550123"],
    ["+41 031 555 01 23", "+41315550123"],
    ["(+41) (0)31 555 01 23", "+41315550123"],
    ["+41 (0)0315550123", "+41315550123"],
    ["+49 0151 23456789", "+4915123456789"],
    ["+44 0 20 7946 0958", "+442079460958"],
    ["+39 06 6982 1234", "+390669821234"],
    ["+1 (555) 010-1234", "+15550101234"],
    ["+49(0) 30/555-0123", "+49305550123"],
    ["+44 ( 0 ) 20 7946 0123", "+442079460123"],
    ["+358 (0)9 555 0123", "+35895550123"],
    // Only a zero that follows the calling code, of a country that has such a zero.
    ["+1 (055) 010-1234", "+10550101234"],
    ["+41 31 555 (0) 23", "+4131555023"],
    // Numbers that keep their zero abroad.
    ["+39 (0)6 5550123", "+39065550123"],
    ["+378 (0)549 555012", "+3780549555012"],
  ])("have the phone number %s in Adobe's form: %s", (phone, expected) => {
    expect(ingested(visitor("", { "mobile phone": phone })).identities).toEqual({
      phone: expected,
    });
  });

  it("have the phone number of every country in Adobe's form, as it is written for people", () => {
    const countries = getCountries();
    const missed = countries.flatMap((country) => {
      const number = getExampleNumber(country, examples);
      if (number === undefined) return [];
      const written = [number.formatInternational(), number.format("RFC3966")];
      return written.filter((text) => {
        const given = visitor("", { "mobile phone": text.replace(/^tel:/, "") });
        return ingested(given).identities?.["phone"] !== number.number;
      });
    });
    expect(missed).toEqual([]);
    expect(countries.length).toBeGreaterThan(200);
  });

  it("are taken from the traits of a transcript too, which has no user id", () => {
    const event = ingested({ visitorTraits: { ecid } }, "transcript-exported");
    expect(event.identities).toEqual({ ecid });
  });

  it("keep all digits of a number", () => {
    const event = ingested(`{"visitorTraits":{"ecid":${ecid}}}`, "transcript-exported");
    expect(event.identities).toEqual({ ecid });
  });

  it.each([
    "", " ", "null", "NULL", "undefined", "NaN", "Anonymous", "guest", "invalid", "0", "0000-0000",
    "00000000-0000-0000-0000-000000000000", "[object Object]", "{{user.id}}", "${id}", "<%= id %>",
    "-", "x".repeat(1025), "NA", "0.0", "not set", "(not set)", "(null)", "'null'", "%id%", "[]", '["C-1"]',
    '{"id":"C-1"}', "ffffffff-ffff-ffff-ffff-ffffffffffff",
  ])("leave out %j, which stands for nobody", (value) => {
    expect(ingested(visitor(value)).identities).toBeUndefined();
    // The field of the event model keeps what the site has sent.
    expect(ingested(visitor(value)).visitorUserId).toBe(value === "" ? undefined : value);
  }); // prettier-ignore

  it.each([
    ["username", "name"],
    ["fullName", "name"],
    ["postal_code", "location"],
    ["homecity", "location"],
    ["phone", "phone"],
    ["e-mail", "email"],
    ["profile url", "urls"],
    ["ip", "ip"],
  ] as const)("are not taken from the trait %s unless privacy keeps %s", (key, category) => {
    const identities = [{ namespace: "CRMID", from: `traits.${key}` }];
    const withPrivacy = (action: "keep" | "drop" | "hash") => {
      const privacy = { ...keepAll, [category]: action };
      return ingested(visitor("", { [key]: "Q-77 x" }), "feedback-left", { identities, privacy });
    };
    expect(withPrivacy("keep").identities).toEqual({ crmid: "Q-77 x" });
    for (const action of ["drop", "hash"] as const) {
      expect(withPrivacy(action).identities).toBeUndefined();
      expect(JSON.stringify(withPrivacy(action))).not.toContain("Q-77");
    }
  });

  it("are hashed addresses from any trait where addresses are hashed", () => {
    const identities = [{ namespace: "Email_LC_SHA256", from: "traits.emailHash" }];
    const hash = "ab".repeat(32);
    const withPrivacy = (email: "hash" | "drop") =>
      ingested(visitor("", { emailHash: hash }), "feedback-left", {
        identities,
        privacy: { ...keepAll, email },
      });
    expect(withPrivacy("hash").identities).toEqual({ email_LC_SHA256: hash });
    expect(withPrivacy("drop").identities).toBeUndefined();
  });

  it.each(["92233720368547758079223372036854775807", "09223372036854775807".padEnd(38, "1")])(
    "have the ECID %s, whose halves are as large as they may be",
    (value) => {
      expect(ingested(visitor("", { ecid: value })).identities).toEqual({ ecid: value });
    },
  );

  it.each([
    ["1234"],
    [ecid.slice(1)],
    [`${ecid}0`],
    ["x".repeat(38)],
    ["9".repeat(38)],
    // One more than a half may be.
    ["92233720368547758080000000000000000001"],
    ["00000000000000000019223372036854775808"],
    [true],
    [null],
    [[ecid]],
    [{ ecid }],
  ])("leave out the ECID %j", (value) => {
    expect(ingested(visitor("", { ecid: value })).identities).toBeUndefined();
  });

  it.each(["5550101234", "call me", "+0123456789", "+123"])(
    "leave out the phone number %s, whose country nobody can tell",
    (value) => {
      expect(ingested(visitor("", { "mobile phone": value })).identities).toBeUndefined();
    },
  );

  it("do not take members that every object has for traits", () => {
    const identities = [{ namespace: "CRMID", from: "traits.constructor" }];
    expect(ingested(visitor("", {}), "feedback-left", { identities }).identities).toBeUndefined();
  });

  it("are left out when privacy would change them", () => {
    const given = { ...visitor("pat@example.com"), message: "Hello" };
    const privacy = { email: "drop" } as const;
    expect(ingested(given, "feedback-left", { privacy }).identities).toBeUndefined();
    const other = ingested(visitor("C-42"), "feedback-left", { privacy });
    expect(other.identities).toEqual({ crmid: "C-42" });
  });

  it("are left out as a whole when a row would be too long with them", () => {
    const identities = Array.from({ length: 18 }, (_, index) => ({
      namespace: `N${index}`,
      from: `traits.n${index}`,
    }));
    const traits = Object.fromEntries(identities.map((_, index) => [`n${index}`, "x".repeat(900)]));
    const event = ingested(visitor("", traits), "feedback-left", {
      identities,
      maxRowBytes: 9_000,
    });
    expect(event.identities).toBeUndefined();
    expect(event.relayCutFields).toContain("identities");
  });

  it("change nothing for a stack without them", () => {
    const event = ingested(visitor("C-42", { ecid }), "feedback-left", { identities: undefined });
    expect(event).not.toHaveProperty("identities");
  });
});

describe("the row of an event with identities", () => {
  const event = ingested(visitor("C-42", { ecid }));

  it("has a field for each, by the mapping set and as XDM alike", () => {
    const row = toXdm(event, TENANT);
    expect(problems(row)).toEqual([]);
    expect(row[TENANT]).toMatchObject({ chatlio: { identities: { crmid: "C-42", ecid } } });

    const compiled = compileMappings([
      ...mappings,
      ...siteMappings({ identities: siteIdentities }),
    ]);
    expect(compiled.faults).toEqual([]);
    const record = JSON.parse(JSON.stringify(event)) as Value;
    expect(engine().applyMapping(compiled, { now: () => 0, record }).row).toEqual(row);
  });

  it.each([
    "C-42", " C-42 ", "", "Anonymous", "0", "00-0", "{{user.id}}", "[object Object]", "n/a", ecid, [], {}, ["C-42"],
    { id: "C-42" }, "(null)", "%id%", "0.0", "9".repeat(38), "92233720368547758079223372036854775807", 42, true,
  ])("in direct mode has the relay's identity of the user id %j", (identUserId) => {
    const identities = [
      { namespace: "CRMID", from: "userId" },
      { namespace: "ECID", from: "userId" },
    ];
    const of = (row: Readonly<Record<string, unknown>>) =>
      (row[TENANT] as { chatlio: { identities?: object } }).chatlio.identities;
    const payload = { visitor: { identUserId } };
    const relay = of(relayRow("feedback-left", payload, { identities }));
    expect(of(directRow("feedback-left", payload, { identities }))).toEqual(relay);
  }); // prettier-ignore
});
