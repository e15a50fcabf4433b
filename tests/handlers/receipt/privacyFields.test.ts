import { createHash } from "node:crypto";
import {
  privacyCategories,
  type PrivacyAction,
  type PrivacyCategory,
} from "../../../handlers/model";
import type { Extracted } from "../../../handlers/receipt/extract";
import { applyPrivacy } from "../../../handlers/receipt/privacy";

const apply = (values: Extracted, policy: Partial<Record<PrivacyCategory, PrivacyAction>>) => {
  const before = JSON.stringify(values);
  const privacy = {
    ...Object.fromEntries(privacyCategories.map((category) => [category, "keep"])),
    ...policy,
  } as Record<PrivacyCategory, PrivacyAction>;
  const result = applyPrivacy(values, { privacy });
  expect(JSON.stringify(values)).toBe(before);
  return result;
};

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

describe("the fields of an event", () => {
  it("are left alone when everything is kept", () => {
    const values = { relayExtra: "{}", transcriptHtml: "<p>", message: "a@b.example" };
    expect(apply(values, {})).toBe(values);
  });

  it("are left out, by their own category, with those of unknown content", () => {
    const values = { relayExtra: "{}", transcriptHtml: "<p>", ipV4: "192.0.2.1", messageCount: 2 };
    expect(apply({ ...values, pageUrl: "https://a.example/" }, { ip: "drop" })).toEqual({
      pageUrl: "https://a.example/",
      messageCount: 2,
    });
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

  it("are scrubbed of the others by their type", () => {
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
      userAgent: "[name]/1.0 x@y",
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

  it("are looked for elsewhere, trimmed, and names by their parts of three letters or more", () => {
    const values = { visitorName: ' Jo "Bob" <Quell> ' };
    expect(message(values, { name: "drop" }, "Jo Bob Quell")).toBe("Jo [name] [name]");
    const whole = { visitorName: " Jo Li " };
    expect(message(whole, { name: "drop" }, "is jo li or Jo")).toBe("is [name] or Jo");
    const agent = { agentName: "Jost Berg" };
    expect(message(agent, { agent: "drop" }, "Berg, Jost")).toBe("[agent], [agent]");
  });

  it("are places by what stands between commas", () => {
    const values = { visitorLocation: "Bern , Canton of Bern, CH" };
    expect(message(values, { location: "drop" }, "CH Canton of Bern, of Bern")).toBe(
      "CH [location], of [location]",
    );
  });

  it("are places though there are no blanks between them, or some around", () => {
    const policy = { location: "drop" } as const;
    expect(message({ visitorLocation: "Zug,Uri" }, policy, "to Uri")).toBe("to [location]");
    expect(message({ visitorLocation: " Bern, CH" }, policy, "in Bern")).toBe("in [location]");
  });

  it("are not taken apart when they are e-mails, and not looked for when they are texts", () => {
    expect(message({ visitorEmail: "bob smith" }, { email: "drop" }, "bob; Bob Smith")).toBe(
      "bob; [email]",
    );
    expect(apply({ message: "hello", channelName: "hello" }, { text: "drop" })).toEqual({
      channelName: "hello",
    });
    expect(message({ visitorName: " " }, { name: "drop" }, "a b")).toBe("a b");
  });

  it("are of the first of their categories that is not kept", () => {
    const values = { visitorHandle: "bern-7" };
    expect(message(values, { location: "drop" }, "bern-7")).toBe("[location]");
    expect(message(values, { location: "drop", name: "hash" }, "bern-7")).toBe(
      `[name:${sha256("bern-7")}]`,
    );
    expect(message(values, { email: "drop" }, "bern-7")).toBe("bern-7");
  });
});

describe("messages", () => {
  const messages = [
    { text: "hi", username: "Mara", isVisitor: true },
    { text: "yes", username: "Jost", isVisitor: false },
    { text: "so", username: "Rolf" },
    { text: "only text" },
  ];

  it("have an author who is the visitor or an agent, and either when it is not said", () => {
    const authors = (policy: Parameters<typeof apply>[1]) =>
      apply({ messages }, policy).messages?.map(({ username }) => username);
    expect(authors({ name: "drop" })).toEqual([undefined, "Jost", undefined, undefined]);
    expect(authors({ agent: "drop" })).toEqual(["Mara", undefined, undefined, undefined]);
    expect(authors({ ip: "drop" })).toEqual(["Mara", "Jost", "Rolf", undefined]);
  });

  it("are left out when nothing is left of them, and the list with the last", () => {
    expect(apply({ messages }, { text: "drop" }).messages).toHaveLength(3);
    expect(apply({ messages: [{ text: "a" }] }, { text: "drop" })).toEqual({});
    expect(apply({ message: "a" }, { ip: "drop" })).toEqual({ message: "a" });
  });
});
