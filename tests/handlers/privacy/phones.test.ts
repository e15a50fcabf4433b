import type { Extracted } from "../../../handlers/ingestion/extract";
import { applyPrivacy } from "../../../handlers/privacy";
import { countryNamed } from "../../../handlers/privacy/phonePlans";
import { knownDigits, Phones } from "../../../handlers/privacy/phones";
import { policyOf } from "../support/privacy";

function message(text: string, values: Extracted = {}): string | undefined {
  return applyPrivacy({ ...values, message: text }, policyOf({ phone: "drop" })).message;
}

const swiss = { visitorLocation: "Bern, Canton of Bern, Switzerland" };

describe("phone numbers in texts", () => {
  it.each([
    ["call +41 31 555 01 23 please", "call [phone] please"],
    ["+41 (0)31 555 01 23, or +1-212-555-0123.", "[phone], or [phone]."],
    ["0041315550123", "[phone]"],
    ["tel:+41315550123", "tel:[phone]"],
    ["+41%2031%20555%2001%2023", "%5Bphone%5D"],
    ["+41 31 555 01 23 2026", "[phone] 2026"],
    ["＋４１ ３１ ５５５ ０１ ２３", "[phone]"],
    ["اتصل على +٤١ ٣١ ٥٥٥ ٠١ ٢٣", "اتصل على [phone]"],
    ["+४१ ३१ ५५५ ०१ २३ पर", "[phone] पर"],
    ["a +۴۱۳۱۵۵۵۰۱۲۳.", "a [phone]."],
  ])("are found with their calling code in %s", (text, expected) => {
    expect(message(text)).toBe(expected);
  });

  it.each([
    "031 555 01 23",
    "order 4711-0815-2026",
    "+1 2",
    "+99 123456789",
    "2026-11-23 10:05:00",
    "1.000.000,00 €",
    "1469725409.000005",
    "5f0c2b1e-7a44-4d3b-9c1d-2e8f6a90b7d3",
    "4111 1111 1111 1111",
    "203.0.113.77",
    "٢٣.١١.٢٠٢٦ ١٠:٠٥",
    "رقم الطلب ١٢٣٤٥٦٧٨٩٠",
  ])("are not found in %s where the country is unknown", (text) => {
    expect(message(text)).toBe(text);
  });

  it.each([
    "my card 4111 1111 1111 1111",
    "iban DE89 3704 0044 0532 0130 00",
    "10115 Berlin, 01.02.2026 12:30, 03.04.2026",
    "1.000.000 of 0,5 or 12.345.678",
  ])("are not found in %s, whose form many numbers have", (text) => {
    expect(message(text, { visitorLocation: "Berlin, Germany" })).toBe(text);
  });

  it("are found without the calling code in the visitor's country", () => {
    expect(message("031 555 01 23, call 0315550123", swiss)).toBe("[phone], call [phone]");
    const american = { visitorHandle: "united-states-27" };
    expect(message("(212) 555-0123, 212-555-0123", american)).toBe("[phone], [phone]");
    expect(message("order 2125550123 of 12 2026", american)).toBe("order 2125550123 of 12 2026");
  });
});

describe("a run of digits in a text", () => {
  const german = { visitorLocation: "Berlin, Germany" };
  it.each([
    ["Bestellung 0123456789", "Bestellung 0123456789"],
    ["Bestellung 030123456 kommt nicht", "Bestellung 030123456 kommt nicht"],
    ["eine gute Bestellung, Nr. 030123456", "eine gute Bestellung, Nr. 030123456"],
    ["..... meine Handynummer: 030123456", "..... meine Handynummer: [phone]"],
    ["ruft 030123456 an", "ruft 030123456 an"],
    ["Tel. 030123456", "Tel. [phone]"],
    ["Sie erreichen mich unter 030123456", "Sie erreichen mich unter [phone]"],
    ["030 123456", "[phone]"],
    ["(030)123456", "[phone]"],
  ])("is a phone number when it is grouped or a word says so: %s", (text, expected) => {
    expect(message(text, german)).toBe(expected);
  });

  const american = { visitorLocation: "Boston, Massachusetts, United States" };
  it.each([
    ["call 4155552671", "call [phone]"],
    ["my cell is 4155552671, after 5", "my cell is [phone], after 5"],
    ["order 4155552671", "order 4155552671"],
    ["4155552671", "[phone]"],
    ["call about order 20261123 or 4155", "call about order 20261123 or 4155"],
    ["call 41555526", "call 41555526"],
    ["call 0155552671", "call 0155552671"],
  ])("is one in a country without a prefix only when a word says so: %s", (text, expected) => {
    expect(message(text, american)).toBe(expected);
  });
});

describe("numbers of countries with other habits", () => {
  it.each([
    ["Brasil", "ligue (31) 98765-4321 ou (31) 3555-0123", "ligue [phone] ou [phone]"],
    ["Italia", "a casa 0522 555012, ordine 5522 555012", "a casa [phone], ordine 5522 555012"],
    ["France", "le fixe 04.42.55.01.23, le 04.11.26", "le fixe [phone], le 04.11.26"],
    ["España", "el 612 34 56 78, pedido 61234 5678", "el [phone], pedido 61234 5678"],
    ["日本", "090-5555-0123、2026-11-04", "[phone]、2026-11-04"],
  ])("are found for a visitor in %s", (country, text, expected) => {
    expect(message(text, { visitorLocation: `x, ${country}` })).toBe(expected);
  });
});

describe("phone numbers in fields and traits", () => {
  it("are found as a whole, and wherever they occur in another form", () => {
    const traits = JSON.stringify({ plan: "pro", phone: "031/555.01.23", other: "+41315550123" });
    const event = applyPrivacy(
      { traits, visitorUserId: "+41315550123", message: "my number: 031-5550123" },
      policyOf({ phone: "drop" }),
    );
    expect(event).toEqual({
      traits: '{"plan":"pro","other":"[phone]"}',
      visitorUserId: "[phone]",
      message: "my number: [phone]",
    });
  });

  it("replace nothing else", () => {
    const phones = new Phones("CH");
    expect(phones.isPhone(" 031 555 01 23 ")).toBe(true);
    for (const text of ["203.0.113.77", "Bern", "12", "+", "031 555 01 23 4"])
      expect(phones.isPhone(text)).toBe(false);
    expect(new Phones(undefined).isPhone("031 555 01 23")).toBe(false);
  });

  it("are recognized by their last digits", () => {
    expect(knownDigits("+41 31 555 01 23")).toBe(knownDigits("031/5550123"));
    expect(knownDigits("12 34")).toBeUndefined();
  });
});

describe("a country", () => {
  it.each([
    ["Switzerland", "CH"],
    [" united states", "US"],
    ["USA", "US"],
    ["Deutschland", "DE"],
    ["भारत", "IN"],
    ["日本", "JP"],
    ["Atlantis", undefined],
    ["", undefined],
  ])("named %s is %s", (name, code) => {
    expect(countryNamed(name)).toBe(code);
  });
});
