import type { Person } from "../../../cli/forget/person";
import { PersonSearch } from "../../../cli/forget/personSearch";
import { ingest } from "../../../handlers/ingestion/ingest";
import { factsOf } from "../../handlers/support/ingested";
import { receiverSettingsOf } from "../../handlers/support/settings";
import { isNamed } from "./support";

const email = "maria.keller@example.com";
const uuid = "5f0c2b1e-7a44-4d3b-9c1d-2e8f6a90b7d3";
const nobody: Person = { emails: [], visitors: [], customers: [] };

type Settings = Parameters<typeof receiverSettingsOf>[0];

/** Whether an accepted event is found. */
function isFound(
  who: Partial<Person>,
  payload: object | string,
  more: Settings = {},
  event = "feedback-left",
): boolean {
  const settings = receiverSettingsOf(more);
  const json = typeof payload === "string" ? payload : JSON.stringify(payload);
  const outcome = ingest(json, factsOf(event), settings);
  if (outcome.kind !== "accepted") throw new Error(outcome.kind);
  return isNamed(new PersonSearch({ ...nobody, ...who }, settings), outcome.text);
}

function page(url: string): object {
  return { visitor: { UUID: uuid, currentPage: url } };
}

function traits(identTraits: unknown): object {
  return { visitor: { UUID: uuid, identTraits } };
}

describe("an address", () => {
  it.each<[object]>([
    [{ visitor: { email: ` ${email.toUpperCase()} ` } }],
    [{ visitor: { name: `Maria ${email}` } }],
    [{ visitor: { identUserId: email } }],
    [page(`https://shop.example.com/?email=${email}`)],
    [page("https://shop.example.com/?back=%2Fa%3Fmail%3Dmaria.keller%2540example.com")],
    [{ visitor: { referrerURL: "https://a.example/?m=maria.keller%40example.com" } }],
    [page("https://shop.example.com/?q=Maria+maria.keller%40example.com")],
    [page("https://shop.example.com/?a=1&amp;q=Maria+maria%2Ekeller%40example.com+now#x")],
    [
      page(
        "https://a.example/?u=https%3A%2F%2Fb.example%2F%3Fq%3DMaria%2Bmaria.keller%2540example.com",
      ),
    ],
    [{ visitor: { name: email.replace("@", "＠") } }],
    [{ visitor: { identUserId: email.replace("@", "\uFE6B").replaceAll(".", "．") } }],
    [page(`https://shop.example.com/?m=${encodeURIComponent(email.replace("@", "＠"))}`)],
    [traits({ contact: `Maria, ${email}` })],
    [traits({ link: `mailto:${email}` })],
    [traits({ emails: ["x@example.org", email] })],
    [traits({ [email]: true })],
    [traits({ deep: { [email]: { since: 1 } } })],
    ...["message", "username", "text", "transcriptEmail", "agentEmail"].map((key): [object] => [
      traits({ [key]: email }),
    ]),
    [traits(`not JSON, ${email}`)],
    [traits({ note: `'${email}' (login)` })],
    [page(`https://shop.example.com/users/${email}`)],
    [{ visitor: { UUID: uuid }, contactMail: email }],
  ])("is found in %j", (payload) => {
    expect(isFound({ emails: [email] }, payload)).toBe(true);
  });

  it.each([
    [{ visitor: { UUID: uuid, email: "eve@example.com" }, message: `Ask ${email}` }],
    [{ ...traits({ email: "eve@example.com" }), message: `Ask ${email}` }],
    [{ visitor: { UUID: uuid }, message: `anna-${email}` }],
    [{ visitor: { UUID: uuid, email: `${email}.org` } }],
    [{ visitor: { UUID: uuid }, agentMail: email }],
    [page(`https://shop.example.com/?m=anna+${email}`)],
    [page("https://shop.example.com/?m=anna%2Bmaria.keller%40example.com")],
    [page("https://a.example/?u=%2F%3Fm%3Danna%252Bmaria.keller%2540example.com")],
    [{ visitor: { UUID: uuid, name: `anna+${email}` } }],
    [{ visitor: { UUID: uuid, email: `o'${email}` } }],
    [{ visitor: { UUID: uuid, email: `d\u2019${email}` } }],
    [{ visitor: { UUID: uuid, email: `\u00F6${email}` } }],
    [{ visitor: { UUID: uuid, email: `o\u0308${email}` } }],
    [{ visitor: { UUID: uuid, email: `\u0430${email}` } }],
    [{ visitor: { UUID: uuid, email: `${email}\u00FC` } }],
  ])("of somebody else, or about whom somebody else writes, is not found in %j", (payload) => {
    expect(isFound({ emails: [email] }, payload)).toBe(false);
  });

  it.each([`Please write to ${email}.`, `メールは${email}です`])(
    "that somebody writes in %j is found with mentions alone",
    (message) => {
      const payload = { visitor: { UUID: uuid }, message };
      const found = [false, true].map((mentions) =>
        isFound({ emails: [email], mentions }, payload),
      );
      expect(found).toEqual([false, true]);
    },
  );

  const hashes = [
    ["a hash", { privacy: { email: "hash" } }],
    ["a hash with a salt", { privacy: { email: "hash" }, privacySalt: "a-salt-of-this-test" }],
  ] as const;

  it.each(
    hashes.flatMap(([what, more]) =>
      [
        { visitor: { email } },
        { visitor: { name: `Maria ${email}` } },
        { visitor: { identUserId: email } },
        page(`https://shop.example.com/?email=${email}`),
        page("https://shop.example.com/?email=maria.keller%40example.com"),
        traits({ contact: email }),
        traits({ contact: `Maria, ${email}` }),
      ].map((payload) => [what, payload, more] as const),
    ),
  )("is found as %s in %j", (_, payload, more) => {
    expect(isFound({ emails: [email] }, payload, more)).toBe(true);
    expect(isFound({ emails: ["anna@example.com"] }, payload, more)).toBe(false);
  });

  it.each(hashes)("that somebody writes is found as %s with mentions alone", (_, more) => {
    const payload = { visitor: { UUID: uuid }, message: `Write to ${email}` };
    const found = [false, true].map((mentions) =>
      isFound({ emails: [email], mentions }, payload, more),
    );
    expect(found).toEqual([false, true]);
  });

  it("with a plus sign is found in a query, however it is written", () => {
    const emails = ["maria+keller@example.com"];
    for (const written of ["maria+keller@", "maria+keller%40", "maria%2Bkeller%40"])
      expect(isFound({ emails }, page(`https://a.example/?m=${written}example.com`))).toBe(true);
  });

  it.each([{}, ...hashes.map(([, more]) => more)])(
    "with an apostrophe is found, straight or curved (%j)",
    (more) => {
      const [straight, curved] = ["d'anna@example.com", "d\u2019anna@example.com"];
      for (const given of [straight, curved])
        for (const written of [straight, curved])
          for (const payload of [
            { visitor: { UUID: uuid, name: `Maria ${written}` } },
            traits({ contact: written }),
            traits({ contact: `Ask ${written}` }),
          ])
            expect(isFound({ emails: [given] }, payload, more)).toBe(true);
    },
  );

  it("is found whatever the form of its characters", () => {
    for (const given of ["zo\u00EB@example.com", "zoe\u0308@example.com"])
      for (const written of ["Zo\u00CB@example.com", "zoe\u0308@example.com"])
        expect(isFound({ emails: [given] }, { visitor: { email: written } })).toBe(true);
  });

  it("is found with its domain in letters and in Punycode", () => {
    const [letters, punycode] = ["ä@bücher.de", "ä@xn--bcher-kva.de"];
    expect(isFound({ emails: [letters] }, { visitor: { email: punycode } })).toBe(true);
    expect(isFound({ emails: [punycode] }, { visitor: { email: letters } })).toBe(true);
  });
});

describe("a customer id", () => {
  const keys = [
    ...["uid", "uuid", "ID", "id", "uId", "guid", "login", "ecid", "Kunde", "user_key", "loyaltyCard"],
    ...["customerId", "customer_id", "CustomerID", "customerid", "CUSTOMERID", "customerNo", "customerIds", "customerIDs"],
    ...["kundennummer", "Kundennr", "Kunden-Nr.", "kundenid", "userid", "USERID", "memberid", "accountid", "clientid"],
    ...["client_id", "crmid", "CRMID", "CRMId", "crm_id", "loyaltyid", "contactid", "externalid", "external_id", "cust_no"],
  ]; // prettier-ignore

  it.each(keys)("is found in the trait %s", (key) => {
    for (const value of ["cust-20418", " cust-20418", ["cust-20418"]])
      expect(isFound({ customers: ["cust-20418"] }, traits({ [key]: value }))).toBe(true);
    expect(isFound({ customers: ["204"] }, traits({ [key]: 204 }))).toBe(true);
  });

  it.each([
    { customer: { number: 204 } },
    { customer: { id: "204" } },
    { user: { uid: 204 } },
    { crm: [{ contact: { id: 204 } }] },
  ])("is found in the traits %j, where the name above says whose id it is", (all) => {
    expect(isFound({ customers: ["204"] }, traits(all))).toBe(true);
  });

  it.each([
    ...["loyalty_points", "userCount", "lastLoginDays", "accountAge", "memberSince", "clients seen", "isMember"],
    ...["productId", "lastOrderId", "lastOrderNumber", "Artikelnummer", "storeId", "houseNumber", "Hausnummer", "roomNo"],
    ...["users", "members", "accounts", "customers", "numberOfUsers", "noOfUsers", "loyalty", "code", "ref", "card", "key"],
    ...["supportUserId", "familyMemberId", "lastContactId", "reviewedUserId", "viewedProfileId"],
    ...["planId", "accountManagerId", "account_manager_id", "referredByCustomer", "createdByUser", "companyId", "phone"],
  ])("is not found in the trait %s, which may be of something else", (key) => {
    for (const value of [20418, "20418"]) {
      expect(isFound({ customers: ["20418"] }, traits({ [key]: value }))).toBe(false);
      expect(isFound({ customers: ["20418"] }, traits({ [key]: [{ a: value }] }))).toBe(false);
    }
  }); // prettier-ignore

  it.each([
    { cart: [{ productId: 20418, qty: 1 }] },
    { order: { id: 20418 } },
    { orders: [{ number: "20418" }] },
    { accountManager: { id: 20418 } },
    { referredBy: { customerId: 20418 } },
    { followers: [{ user: { id: 20418 } }] },
    { debtorSystem: { seats: 20418 } },
  ])("is not found in the traits %j", (all) => {
    expect(isFound({ customers: ["20418"] }, traits(all))).toBe(false);
  });

  it("that is not a common number is found under a name that says an id, but not of what", () => {
    for (const key of ["hubspotId", "Vertragsnummer", "shopify_id"]) {
      expect(isFound({ customers: ["cust-20418"] }, traits({ [key]: "cust-20418" }))).toBe(true);
      expect(isFound({ customers: ["20418"] }, traits({ [key]: "20418" }))).toBe(false);
    }
  });

  it("is found in the traits that the caller names, and then in no others", () => {
    const who = { customers: ["20418"], traits: ["seats", "erp.no"] };
    expect(isFound(who, traits({ seats: 20418 }))).toBe(true);
    expect(isFound(who, traits({ erp: { no: 20418 } }))).toBe(true);
    expect(isFound(who, traits({ customerId: 20418, no: 20418 }))).toBe(false);
    expect(isFound(who, { visitor: { UUID: uuid, identUserId: "20418" } })).toBe(true);
  });

  it("is found in a trait that identities name, and in no other without a name of ids", () => {
    const identities = [{ namespace: "Debtor", from: "traits.debtor" }];
    const payload = traits({ debtor: "204", seats: 204 });
    expect(isFound({ customers: ["204"] }, payload)).toBe(false);
    expect(isFound({ customers: ["204"] }, payload, { identities })).toBe(true);
  });

  it.each<[string, Settings]>([
    [email, { privacy: { email: "hash" } }],
    [email.toUpperCase(), { privacy: { email: "hash" } }],
    [email, { privacy: { email: "hash" }, privacySalt: "a-salt-of-this-test" }],
    ["+14155552671", { privacy: { phone: "hash" } }],
    ["203.0.113.9", { privacy: { ip: "hash" } }],
    ["Maria Keller", { privacy: { name: "hash" } }],
  ])("%s that privacy has hashed is found by its hash (%j)", (id, more) => {
    const named = { UUID: uuid, name: "Maria Keller" };
    for (const visitor of [
      { ...named, identUserId: id },
      { ...named, identTraits: { customerId: id } },
    ]) {
      expect(isFound({ customers: [id] }, { visitor }, more)).toBe(true);
      expect(isFound({ customers: [`${id}x`] }, { visitor }, more)).toBe(false);
    }
    const elsewhere = { visitor: { ...named, identTraits: { contact: id } }, message: id };
    expect(isFound({ customers: [id] }, elsewhere, more)).toBe(false);
  });

  it.each(["(20418)", "Maria (20418)", "[20418]", "{20418}", '"20418"', "<20418> Maria"])(
    "is found as %s where an id is",
    (value) => {
      for (const payload of [
        { visitor: { UUID: uuid, identUserId: value } },
        traits({ customer: value }),
        { visitor: { UUID: uuid }, more: { customerNo: value } },
      ])
        expect(isFound({ customers: ["20418"] }, payload)).toBe(true);
      expect(isFound({ customers: ["20418"] }, traits({ city: value, productId: value }))).toBe(
        false,
      );
      expect(isFound({ customers: ["204"] }, traits({ customer: value }))).toBe(false);
    },
  );

  it("keeps its digits, and its letters are as they are written", () => {
    const long = '{"visitor":{"identTraits":{"customerId":12345678901234567890}}}';
    expect(isFound({ customers: ["12345678901234567890"] }, long)).toBe(true);
    expect(isFound({ customers: ["12345678901234567000"] }, long)).toBe(false);
    const lower = { visitor: { identUserId: "ab-20418" } };
    expect(isFound({ customers: ["AB-20418"] }, lower)).toBe(false);
  });
});

test("a visitor's id is found in braces", () => {
  const payload = {
    visitor: { email: "x@example.com" },
    session: { ref: `{${uuid.toUpperCase()}}` },
  };
  expect(isFound({ visitors: [uuid] }, payload)).toBe(true);
  expect(isFound({ visitors: [uuid.replace("5", "6")] }, payload)).toBe(false);
});
