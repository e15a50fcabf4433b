import { createHash } from "node:crypto";

import type { Extracted } from "../../../handlers/ingestion/extract";
import {
  privacyCategories,
  type PrivacyAction,
  type PrivacyCategory,
} from "../../../handlers/model";
import { applyPrivacy } from "../../../handlers/privacy";

function apply(values: Extracted, policy: Partial<Record<PrivacyCategory, PrivacyAction>>) {
  const before = JSON.stringify(values);
  const privacy = {
    ...Object.fromEntries(privacyCategories.map((category) => [category, "keep"])),
    ...policy,
  } as Record<PrivacyCategory, PrivacyAction>;
  const result = applyPrivacy(values, { privacy });
  expect(JSON.stringify(values)).toBe(before);
  return result;
}

function sha256(text: string) {
  return createHash("sha256").update(text).digest("hex");
}

describe("the fields of an event", () => {
  it("do not change when everything is kept", () => {
    const values = { relayExtra: "{}", transcriptHtml: "<p>", message: "a@b.example" };
    expect(apply(values, {})).toBe(values);
  });

  it("are left out by their category, together with fields of unknown content", () => {
    const values = { relayExtra: "{}", transcriptHtml: "<p>", ipV4: "192.0.2.1", messageCount: 2 };
    expect(apply({ ...values, pageUrl: "https://a.example/" }, { ip: "drop" })).toEqual({
      pageUrl: "https://a.example/",
      messageCount: 2,
    });
    expect(apply(values, { ip: "hash" })).toEqual({ ipHash: sha256("192.0.2.1"), messageCount: 2 });
  });

  it("are hashed in the form that each type allows", () => {
    const values: Extracted = {
      ipV4: "192.0.2.1",
      pageUrl: "https://a.example/",
      traits: '{"a":1}',
      transcriptWords: ["a", " ", "b"],
      visitorEmail: " A@B.example",
      visitorName: " Mara",
    };
    const hash = "hash" as const;
    const policy = { ip: hash, urls: hash, traits: hash, text: hash, email: hash, name: hash };
    expect(apply(values, policy)).toEqual({
      ipHash: sha256("192.0.2.1"),
      pageUrl: `urn:sha256:${sha256("https://a.example/")}`,
      traits: JSON.stringify(sha256('{"a":1}')),
      transcriptWords: [sha256("a"), sha256("b")],
      visitorEmail: sha256("a@b.example"),
      visitorName: sha256(" Mara"),
    });
    expect(apply({ ipV6: "2001:db8::1" }, { ip: "hash" })).toEqual({
      ipHash: sha256("2001:db8::1"),
    });
  });

  it("lose the values of other fields, when they have no category themselves", () => {
    const time = { conversationStartedAt: "2026-11-23T10:00:00.000Z" };
    expect(apply({ ...time, visitorLocation: "Hall 3, 2026" }, { location: "drop" })).toEqual(time);
    const values = { visitorName: "Mara", channelName: "mara-chat", message: "" };
    expect(apply(values, { name: "drop" })).toEqual({ channelName: "[name]-chat" });
  });

  it("keep the versions in a user agent, which are not addresses", () => {
    const values = { userAgent: "Chrome/130.0.0.0", ipV4: "192.0.2.1" };
    expect(apply(values, { ip: "drop" })).toEqual({ userAgent: "Chrome/130.0.0.0" });
    const proxy = { userAgent: "Proxy/192.0.2.1", ipV4: "192.0.2.1" };
    expect(apply(proxy, { ip: "drop" })).toEqual({ userAgent: "Proxy/[ip]" });
  });

  it("lose the values of other fields, according to their type", () => {
    const values: Extracted = {
      visitorName: "Mara 2026",
      transcriptWords: ["Mara", "a@b.example", "x"],
      conversationStartedAt: "2026-11-23T10:00:00.000Z",
      userAgent: "Mara/1.0 x@y",
      pageUrl: "https://a.example/?q=Mara+2026",
      traits: '{"a":["Mara"]}',
      message: "Mara a@b.example",
    };
    expect(apply(values, { name: "drop", email: "drop" })).toEqual({
      transcriptWords: ["[name]", "[email]", "x"],
      conversationStartedAt: "2026-11-23T10:00:00.000Z",
      userAgent: "[name]/1.0 [email]",
      pageUrl: "https://a.example/?q=%5Bname%5D",
      traits: '{"a":["[name]"]}',
      message: "[name] [email]",
    });
    expect(apply({ traits: "{broken" }, { name: "drop" })).not.toHaveProperty("traits");
  });
});

describe("the values of fields that are not kept", () => {
  const message = (values: Extracted, policy: Parameters<typeof apply>[1], text: string) =>
    apply({ ...values, message: text }, policy).message;

  it("are searched for in other fields: trimmed, and names by their parts of at least three letters", () => {
    const values = { visitorName: ' Jo "Bob" <Quell> ' };
    expect(message(values, { name: "drop" }, "Jo Bob Quell")).toBe("[name] [name]");
    const whole = { visitorName: " Jo Li " };
    expect(message(whole, { name: "drop" }, "is jo li or Jo")).toBe("is [name] or Jo");
    const odd = { visitorName: "Anna van der Berg (Keller), 2026" };
    expect(message(odd, { name: "drop" }, "ANNA der van KELLER bergs berg 2026")).toBe(
      "[name] der van [name] bergs [name] 2026",
    );
    const spaced = { visitorName: "田中 太郎" };
    expect(message(spaced, { name: "drop" }, "田中太郎です 太郎")).toBe("[name]です [name]");
    const agent = { agentName: "Jost Berg" };
    expect(message(agent, { agent: "drop" }, "Berg, Jost")).toBe("[agent], [agent]");
  });

  it("are searched for by the parts between commas when they are places", () => {
    const values = { visitorLocation: "Bern , Canton of Bern, CH" };
    expect(message(values, { location: "drop" }, "CH Canton of Bern, of Bern")).toBe(
      "CH [location], of [location]",
    );
  });

  it("are found as places with or without spaces around the commas", () => {
    const policy = { location: "drop" } as const;
    expect(message({ visitorLocation: "Zug,Uri" }, policy, "to Uri")).toBe("to [location]");
    expect(message({ visitorLocation: " Bern, CH" }, policy, "in Bern")).toBe("in [location]");
  });

  it("are searched for as pages with and without scheme and query", () => {
    const values = { pageUrl: "https://shop.example.com/a%20b/?x=1#y" };
    expect(
      message(
        values,
        { urls: "drop" },
        "shop.example.com/a%20b or Shop.example.com/a%20b/?x=1#y; shop.example.com/c",
      ),
    ).toBe("[urls] or [urls]; shop.example.com/c");
    const host = { referrerUrl: "https://www.example.org/" };
    expect(message(host, { urls: "drop" }, "at example.org")).toBe("at example.org");
  });

  it("are not split when they are e-mails, and not searched for when they are texts", () => {
    expect(message({ visitorEmail: "bob smith" }, { email: "drop" }, "bob; Bob Smith")).toBe(
      "bob; [email]",
    );
    expect(apply({ message: "hello", channelName: "hello" }, { text: "drop" })).toEqual({
      channelName: "hello",
    });
    expect(message({ visitorName: " " }, { name: "drop" }, "a b")).toBe("a b");
  });

  it("have the first of their categories that is not kept", () => {
    const values = { visitorHandle: "bern-7" };
    expect(message(values, { location: "drop" }, "bern-7")).toBe("[location]");
    expect(message(values, { location: "drop", name: "hash" }, "bern-7")).toBe(
      `[name:${sha256("bern-7")}]`,
    );
    expect(message(values, { email: "drop" }, "bern-7")).toBe("bern-7");
  });
});

describe("what has become empty", () => {
  it("is left out", () => {
    const hash = { agent: "hash" } as const;
    for (const policy of [{ ip: "drop" }, hash, { text: "hash" }] as const)
      expect(apply({ transcriptWords: [" "], message: "a" }, policy)).not.toHaveProperty(
        "transcriptWords",
      );
    for (const traits of ['{"email":"x"}', "[]"])
      expect(apply({ traits, channelName: "c" }, { email: "drop" })).toEqual({ channelName: "c" });
    expect(apply({ traits: '{"email":{}}' }, { email: "hash" }).traits).toContain("email");
  });
});

describe("the field of a kept category", () => {
  /** A value per category that holds one of its own, which has something in common with the others. */
  const own: Record<string, Extracted> = {
    email: { visitorEmail: "maria.bern@agent.example", contactReplyTo: "o'maria&co@agent.example" },
    name: { visitorName: "Maria Bern" },
    ip: { ipV4: "203.0.113.9", ipV6: "2001:db8::203" },
    location: { visitorLocation: "Bern, Maria, 203" },
    agent: { agentName: "Agent Maria Bern" },
  };
  const others: Record<string, Extracted> = {
    ...own,
    urls: { pageUrl: "https://maria.bern.example/203" },
    traits: { traits: '{"plan":"bern"}' },
    text: { message: "Nothing of it" },
  };
  const pairs = Object.keys(own).flatMap((kept) =>
    Object.keys(others)
      .filter((other) => other !== kept)
      .flatMap((other) =>
        (["drop", "hash"] as const).map((action) => [kept, action, other] as const),
      ),
  );

  it.each(pairs)("%s stays as it is with %s of %s", (kept, action, other) => {
    const values = { ...own[kept], ...others[other] };
    const result = apply(values, { [other]: action });
    expect(result).toMatchObject(own[kept] as object);
    for (const value of Object.values(others[other] as object))
      expect(Object.values(result)).not.toContain(value);
  });

  it("keeps its e-mail in every field, and no other text", () => {
    const values = { visitorName: "Maria", contactReplyTo: "O'Maria&co@a.example" };
    const text = (message: string) => apply({ ...values, message }, { name: "drop" }).message;
    expect(text("o'maria&co@a.example maria&co@a.example")).toBe(
      "o'maria&co@a.example [name]&co@a.example",
    );
    expect(text("maria/maria@a.example")).toBe("[name]/maria@a.example");
  });

  it("loses everything but the e-mail", () => {
    const field = (contactReplyTo: string) =>
      apply({ visitorName: "Maria", contactReplyTo }, { name: "drop" }).contactReplyTo;
    expect(field(" maria&co@a.example ")).toBe(" maria&co@a.example ");
    expect(field("Maria maria&co@a.example")).toBe("[name] [name]&co@a.example");
    expect(field("maria&co@a.example Maria")).toBe("[name]&co@a.example [name]");
    expect(field("Maria")).toBe("[name]");
    const same = { visitorEmail: " jost@a.example", agentEmail: "jost@a.example" };
    expect(apply(same, { agent: "drop" })).toEqual({ visitorEmail: " jost@a.example" });
    const agent = { visitorName: "Maria", agentEmail: '"Maria" <jost@a.example>' };
    expect(apply(agent, { name: "drop" })).toEqual({ agentEmail: '"[name]" <jost@a.example>' });
  });

  it("loses values of other categories, by their form", () => {
    const values = {
      visitorName: "Bob bob@a.example",
      visitorLocation: "at 10.0.0.1, b%40a.example",
    };
    expect(apply(values, { email: "drop", ip: "drop" })).toEqual({
      visitorName: "Bob [email]",
      visitorLocation: "at [ip], %5Bemail%5D",
    });
    const both = { visitorName: "Bob", visitorEmail: '"Bob" <bob@a.example>' };
    expect(apply(both, { name: "drop" })).toEqual({ visitorEmail: '"[name]" <bob@a.example>' });
  });
});

describe("messages", () => {
  const messages = [
    { text: "hi", username: "Mara", isVisitor: true },
    { text: "yes", username: "Jost", isVisitor: false },
    { text: "so", username: "Rolf" },
    { text: "only text" },
  ];

  it("have an author who is the visitor or an agent, or either when the message does not say", () => {
    const authors = (policy: Parameters<typeof apply>[1]) =>
      apply({ messages }, policy).messages?.map(({ username }) => username);
    expect(authors({ name: "drop" })).toEqual([undefined, "Jost", undefined, undefined]);
    expect(authors({ agent: "drop" })).toEqual(["Mara", undefined, undefined, undefined]);
    expect(authors({ ip: "drop" })).toEqual(["Mara", "Jost", "Rolf", undefined]);
  });

  it("are left out when nothing is left of them, and the list when no message is left", () => {
    expect(apply({ messages }, { text: "drop" }).messages).toHaveLength(3);
    expect(apply({ messages: [{ text: "a" }] }, { text: "drop" })).toEqual({});
    expect(apply({ message: "a" }, { ip: "drop" })).toEqual({ message: "a" });
  });
});
