import { createHash, createHmac } from "node:crypto";

import {
  privacyCategories,
  type PrivacyAction,
  type PrivacyCategory,
} from "../../../handlers/model";
import { Redactor } from "../../../handlers/privacy/redactor";

type Policy = Partial<Record<PrivacyCategory, PrivacyAction>>;
type Values = Readonly<Record<string, PrivacyCategory>>;

interface FieldValues {
  /** Values of other fields, with their categories. */
  readonly known?: Values;
  readonly emails?: readonly string[];
  readonly salt?: string;
}

function redactor(policy: Policy, { known = {}, emails = [], salt }: FieldValues = {}): Redactor {
  const privacy = {
    ...Object.fromEntries(privacyCategories.map((category) => [category, "keep"])),
    ...policy,
  } as Record<PrivacyCategory, PrivacyAction>;
  return new Redactor({ privacy, privacySalt: salt }, { known: Object.entries(known), emails });
}

function sha256(text: string) {
  return createHash("sha256").update(text).digest("hex");
}

describe("texts", () => {
  it.each<[Policy, string, string]>([
    [{ email: "drop" }, "to a@b.example, now", "to [email], now"],
    [{ ip: "drop" }, "at 10.0.0.1 a@b.example", "at [ip] a@b.example"],
    [{ urls: "drop" }, "see https://a.example/x?y=1 ok", "see [urls] ok"],
    [{ email: "drop", urls: "drop" }, "https://a.example/?e=a@b.example", "[urls]"],
    [{}, "a@b.example 10.0.0.1 https://a.example", "a@b.example 10.0.0.1 https://a.example"],
    [{ email: "drop" }, "a%40b.example  100%25 of\tit", "%5Bemail%5D  100%25 of\tit"],
    [{ email: "drop" }, "a%2540b.example", "%255Bemail%255D"],
    [{ email: "drop" }, "a%25252540b.example", "%2525255Bemail%2525255D"],
    [
      { email: "drop" },
      `a%${"25".repeat(50)}40b.example`,
      `%${"25".repeat(50)}5Bemail%${"25".repeat(50)}5D`,
    ],
    [{ email: "drop" }, "a&#64;b.example a&#x40;b.example;", "[email] [email];"],
    [{ email: "drop" }, "a&commat;b&period;example \\u0061@b", "[email] [email]"],
    [{ email: "drop" }, `a&${"amp;".repeat(4)}#64;b.example`, "[email]"],
    [{ email: "drop" }, `a&${"amp;".repeat(5)}#64;b.example`, `a&${"amp;".repeat(5)}#64;b.example`],
    [
      { email: "drop" },
      "&#0; &#9999999; &nope; R&D a\\u00zz",
      "&#0; &#9999999; &nope; R&D a\\u00zz",
    ],
    [{ email: "drop" }, "sean.o'malley@a.example", "[email]"],
    [{ email: "drop" }, '"bob smith"@x.example/%4 %41', "[email]/%4 %41"],
    [{ email: "drop" }, "%C3%BC%40b.example %zz", "%5Bemail%5D %zz"],
    [{ email: "drop" }, "a%c3%bc%2Fb", "a%c3%bc%2Fb"],
  ])("with %j: %s", (policy, text, expected) => {
    expect(redactor(policy).text(text)).toBe(expected);
  });

  it("lose known values: whole words in any case, the longest first", () => {
    const known = {
      Bern: "location",
      "Bern, Switzerland": "location",
      "O.(x)+*?^$|[]{}\\/": "name",
    };
    const clean = redactor({ location: "drop", name: "drop" }, { known: known as Values });
    expect(clean.text("BERN, switzerland; bern! Berner Xbern 1Bern")).toBe(
      "[location]; [location]! Berner Xbern 1Bern",
    );
    expect(clean.text("by o.(X)+*?^$|[]{}\\/.")).toBe("by [name].");
    expect(clean.text("by oy(x)")).toBe("by oy(x)");
  });

  it("lose a common word only when it is capitalized", () => {
    const clean = redactor({ name: "drop" }, { known: { Will: "name", Mara: "name" } });
    expect(clean.text("Will will. WILL! Willing mara")).toBe("[name] will. [name]! Willing [name]");
    const whole = redactor({ name: "drop" }, { known: { "Will May": "name" } });
    expect(whole.text("will may will")).toBe("[name] will");
  });

  it.each<[string, string, string]>([
    ["田中太郎", "田中太郎です", "[name]です"],
    ["김철수", "김철수입니다", "[name]입니다"],
    ["김철수", "김철수입니다".normalize("NFD"), `[name]${"입니다".normalize("NFD")}`],
    ["สมชาย", "ผมชื่อสมชายครับ", "ผมชื่อ[name]ครับ"],
    ["ガルシア", "Mr.ガルシア".normalize("NFD"), "Mr.[name]"],
    ["José Núñez", "jose  nunez, JOSE\nNÚÑEZ", "[name], [name]"],
    ["Maria Keller", "Maria\u00a0Keller's Maria&nbsp;Keller", "[name]'s [name]"],
    ["Jörg", "J%F6rg J%C3%B6rg", "%5Bname%5D %5Bname%5D"],
  ])("lose %s in %j", (name, text, expected) => {
    expect(redactor({ name: "drop" }, { known: { [name]: "name" } }).text(text)).toBe(expected);
  });

  it("keep e-mails and addresses valid, whatever is redacted around them", () => {
    const known: Values = { Maria: "name", "203": "location", "jost@a.example": "agent" };
    const policy = { name: "drop", location: "drop", agent: "drop" } as const;
    const clean = redactor(policy, { known, emails: [" O'Maria&co@b.example "] });
    expect(clean.text("Maria/maria@a.example, o'maria&co@b.example 203.0.113.9 203")).toBe(
      "[name]/maria@a.example, o'maria&co@b.example 203.0.113.9 [location]",
    );
    expect(clean.text("jost@a.example of jost@a.example.org")).toBe(
      "[agent] of jost@a.example.org",
    );
    expect(clean.uri("https://a.example/?e=maria%40a.example&n=maria")).toBe(
      "https://a.example/?e=maria%40a.example&n=%5Bname%5D",
    );
    expect(clean.text("maria@3m.example")).toBe("maria@3m.example");
    const addresses = redactor({ ...policy, ip: "drop" }, { known });
    expect(addresses.text("maria@a.example root@10.0.0.1")).toBe("maria@a.example root@[ip]");
  });

  it("take linear time for thousands of values, and for long ones", () => {
    const known = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, n) => [`User Name${n}`, "name" as const]),
    );
    const clean = redactor(
      { name: "drop" },
      { known: { ...known, ["a ".repeat(10_000)]: "name" } },
    );
    const text = `${"User Name7 and User NameX ".repeat(20_000)}${"a ".repeat(100_000)}b`;
    // One pass for each value, or for each word, could not end within the test's time.
    expect(clean.text(text)).toMatch(/^\[name\] and User NameX \[name\] .*b$/);
  });

  it("lose a whole value when another word is percent-encoded", () => {
    const fieldValues = { known: { Mara: "name", "Mara Q": "name" } } as const;
    expect(redactor({ name: "drop" }, fieldValues).text("Mara Q 100%25")).toBe("[name] 100%25");
  });

  it("lose a value regardless of how its accents are composed", () => {
    const known: Values = { "Zo\u00eb": "name", "Rene\u0301": "name" };
    const clean = redactor({ name: "hash" }, { known });
    expect(clean.text("Zoe\u0308 and Ren\u00e9")).toBe(
      `[name:${sha256("Zoe\u0308")}] and [name:${sha256("Ren\u00e9")}]`,
    );
  });

  it("have each value under its own category, the last one given", () => {
    const known: Values = { Paris: "location", Anna: "agent" };
    const clean = redactor({ location: "drop", name: "hash", agent: "hash" }, { known });
    expect(clean.text("Paris Anna")).toBe(`[location] [agent:${sha256("Anna")}]`);
  });

  it("lose a value in any case, and percent-encoded", () => {
    const known: Values = { Smith: "agent", "Gro\u00df": "agent", "Zo\u00eb": "agent" };
    const clean = redactor({ agent: "drop" }, { known });
    expect(clean.text("\u017fmith Zo%C3%AB")).toBe("[agent] %5Bagent%5D");
    expect(clean.text("GRO\u1e9e GROSS")).toBe("[agent] [agent]");
  });

  it("get hashes: of an e-mail as Adobe joins on it, or salted", () => {
    expect(redactor({ email: "hash" }).text("A@B.example")).toBe(
      `[email:${sha256("a@b.example")}]`,
    );
    expect(redactor({ ip: "hash" }).text("FE80::1")).toBe(`[ip:${sha256("FE80::1")}]`);
    const hmac = createHmac("sha256", "salt").update("a@b.example").digest("hex");
    expect(redactor({ email: "hash" }, { salt: "salt" }).text("a@b.example")).toBe(
      `[email:${hmac}]`,
    );
  });
});

describe("user agents", () => {
  it("lose known values, e-mails and addresses, but no version", () => {
    const clean = redactor(
      { ip: "drop", name: "drop", email: "drop" },
      { known: { "Mara Q": "name", Mara: "name" } },
    );
    expect(clean.userAgent("Chrome/130.0.0.0 (mara q) Mara x@y; 10.0.0.1")).toBe(
      "Chrome/130.0.0.0 ([name]) [name] [email]; [ip]",
    );
  });
});

describe("URIs", () => {
  it.each<[string, string]>([
    ["https://a.example/p?e=a%40b.example&n=1#f", "https://a.example/p?e=%5Bemail%5D&n=1#f"],
    ["https://a.example/a@b.example/x", "https://a.example/%5Bemail%5D/x"],
    ["https://a.example/?q=Mara+Q", "https://a.example/?q=%5Bname%5D"],
    ["https://a.example/?q=a+b%20c", "https://a.example/?q=a+b%20c"],
    ["https://a@b.example/", "urn:redacted:https"],
  ])("of %s: %s", (uri, expected) => {
    const known: Values = { "Mara Q": "name" };
    expect(redactor({ email: "drop", name: "drop" }, { known }).uri(uri)).toBe(expected);
  });

  it("stay URIs although their host contains a value", () => {
    const clean = redactor({ name: "drop" }, { known: { Mara: "name" } });
    expect(clean.uri("https://mara.example/x")).toBe("urn:redacted:https");
  });

  it("lose a value that is spread over their parts", () => {
    const clean = redactor({ name: "drop" }, { known: { "x/y": "name" } });
    expect(clean.uri("Git+SSH://h/x/y?z")).toBe("Git+SSH://h/%5Bname%5D?z");
  });

  it("have the same hash of a value as other fields, although its space is a plus sign", () => {
    const clean = redactor({ name: "hash" }, { known: { "Mara Q": "name" } });
    const hash = sha256("Mara Q");
    expect(clean.uri("https://a.example/?q=Mara+Q")).toBe(
      `https://a.example/?q=%5Bname%3A${hash}%5D`,
    );
  });

  it("do not show a value that is their scheme", () => {
    const clean = redactor({ name: "drop" }, { known: { Mara: "name" } });
    expect(clean.uri("mara://x")).toBe("urn:redacted:uri");
    expect(clean.uri("x+mara://x")).toBe("urn:redacted:uri");
  });

  it("are replaced by their category when they have no scheme", () => {
    expect(redactor({ email: "drop" }).uri("//a@b.example")).toBe("urn:redacted:uri");
  });

  it("keep a URL in a query whole when URLs are kept", () => {
    const inner = "https://a.example/?u=https%3A%2F%2Fb.example";
    expect(redactor({ email: "drop" }).uri(inner)).toBe(inner);
  });
});

describe("JSON", () => {
  const json = (value: unknown, policy: Policy, fieldValues?: FieldValues): unknown => {
    const text = redactor(policy, fieldValues).json(JSON.stringify(value));
    return text === undefined ? undefined : JSON.parse(text);
  };

  it("loses values and keys at any depth, and keeps the rest with its type", () => {
    const value = { a: [{ "x@y.example": ["x@y.example", 1, null, true] }], n: 5 };
    expect(json(value, { email: "drop" })).toEqual({
      a: [{ "[email]": ["[email]", 1, null, true] }],
      n: 5,
    });
  });

  it("loses numbers that are known values", () => {
    const known: Values = { "10115": "location" };
    expect(json({ a: 10115, b: 10116 }, { location: "drop" }, { known })).toEqual({
      a: "[location]",
      b: 10116,
    });
  });

  it.each<[PrivacyCategory, readonly string[], readonly string[]]>([
    ["email", ["email", "e-mail", "E_Mail", "workEmailAddress"], ["mai", "e"]],
    ["name", ["name", "First name", "surname"], ["nam"]],
    [
      "ip",
      ["ip", "IP", "ipAddr", "ip_addr", "ip-address", "remote_addr", "remoteAddr"],
      ["zip", "ipx"],
    ],
    [
      "location",
      ["city", "Town", "country", "region", "state", "zip", "postcode", "address", "location"],
      ["capacity", "estate"],
    ],
    ["location", ["geo", "lat", "lng", "lon"], ["flat"]],
    [
      "urls",
      ["url", "referrer", "current_page", "currentPage", "current-page", "href", "link"],
      ["page"],
    ],
  ])("drops or hashes under keys that say %s: %j, and not %j", (category, keys, others) => {
    const value = Object.fromEntries([...keys, ...others].map((key) => [key, "V"]));
    const kept = Object.fromEntries(others.map((key) => [key, "V"]));
    expect(json(value, { [category]: "drop" })).toEqual(kept);
    const hash = sha256(category === "email" ? "v" : "V");
    const hashes = Object.fromEntries(keys.map((key) => [key, hash]));
    expect(json(value, { [category]: "hash" })).toEqual({ ...hashes, ...kept });
    expect(json(value, {})).toEqual(value);
  });

  it("hashes values that are not text as JSON, and redacts keys too", () => {
    expect(json({ "name of a@b.example": { x: [1] } }, { name: "hash", email: "drop" })).toEqual({
      "name of [email]": sha256('{"x":[1]}'),
    });
  });

  it("keeps every digit of its numbers", () => {
    const text = '{"id":12345678901234567890,"a":"x@y.example","n":1.50}';
    expect(redactor({ email: "drop" }).json(text)).toBe(
      '{"id":12345678901234567890,"a":"[email]","n":1.50}',
    );
  });

  it("numbers keys that become equal, and loses none of their values", () => {
    const known: Values = { Anna: "agent", Bert: "agent", Carl: "agent" };
    const value = { Anna: 1, Bert: 2, "[agent] 2": 3, Carl: 4 };
    expect(json(value, { agent: "drop" }, { known })).toEqual({
      "[agent]": 1,
      "[agent] 3": 2,
      "[agent] 2": 3,
      "[agent] 4": 4,
    });
    expect(json({ "[agent] 2": 0, Anna: 1, Bert: 2 }, { agent: "drop" }, { known })).toEqual({
      "[agent] 2": 0,
      "[agent]": 1,
      "[agent] 3": 2,
    });
  });

  it("is redacted in both values of a repeated key", () => {
    expect(redactor({ email: "drop" }).json('{"a":"x@y.example","a":"z"}')).toBe(
      '{"a":"[email]","a":"z"}',
    );
  });

  it("keeps digits in a text as text", () => {
    const known: Values = { "10115": "location" };
    expect(json(["10115"], { location: "drop" }, { known })).toEqual(["[location]"]);
  });

  it("is redacted when it is in a string of another document", () => {
    const value = {
      object: JSON.stringify({ name: "M", b: 1 }),
      spaced: ` [${JSON.stringify("a@b.example")}]`,
      quoted: JSON.stringify(JSON.stringify({ name: "M" })),
      broken: "{name a@b.example",
      text: 'see {"name":"M"}',
      number: "1.50",
    };
    expect(json(value, { name: "drop", email: "drop" })).toEqual({
      object: '{"b":1}',
      spaced: ' ["[email]"]',
      quoted: JSON.stringify("{}"),
      broken: "{name [email]",
      text: 'see {"name":"M"}',
      number: "1.50",
    });
  });

  it("is undefined when it cannot be read", () => {
    expect(redactor({ email: "drop" }).json("{broken")).toBeUndefined();
  });
});
