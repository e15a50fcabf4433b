import { createHash, createHmac } from "node:crypto";

import fc from "fast-check";

import { ingest } from "../../../handlers/ingestion/ingest";
import { privacyCategories, type ChatEvent, type PrivacyCategory } from "../../../handlers/model";
import { toXdm } from "../../../handlers/model";
import { anyText } from "../support/arbitraries";
import { payloads } from "../support/fixtures";
import { receiverSettingsOf } from "../support/settings";
import { problems, TENANT } from "../support/xdm";

type Policy = Partial<Record<PrivacyCategory, "keep" | "hash" | "drop">>;

function sha256(text: string) {
  return createHash("sha256").update(text).digest("hex");
}

function process(
  event: string,
  payload: object,
  privacy: Policy,
  changes: { privacySalt?: string; transcript?: { htmlBody: boolean } } = {},
): ChatEvent {
  const outcome = ingest(
    Buffer.from(JSON.stringify(payload)),
    {
      event,
      widget: "main",
      requestId: "r",
      receivedAt: "2026-11-23T10:05:00.000Z",
      synthetic: false,
    },
    receiverSettingsOf({ privacy, ...changes }),
  );
  if (outcome.kind !== "accepted") throw new Error(outcome.kind);
  expect(problems(toXdm(outcome.envelope.body, TENANT))).toEqual([]);
  return outcome.envelope.body;
}

/** A value per category, in every place where it can stand. */
const secret = {
  email: "mara.secret@private.example",
  name: "Mara Quellwasser",
  ip: "203.0.113.77",
  location: "Hinterzarten, Baden, Germany",
  agent: "Jost Agentowitz",
  agentEmail: "jost@agency.example",
  url: "https://private.example/order/9981?for=mara.secret%40private.example",
  text: "my knee hurts since Tuesday",
  trait: "gold-customer-77",
};

/** A value is searched for in texts when a field of the event has it: an agent only in transcripts. */
function textWith(more: string) {
  return (
    `${secret.text}. Write to ${secret.email} or <mailto:${secret.email.toUpperCase()}|me>, ` +
    `I am ${secret.name} (${secret.name.toUpperCase()}), at ${secret.ip}. See ${secret.url} , ${more}`
  );
}

const personalText = textWith(`from ${secret.location}`);
const said = textWith(`said ${secret.agent} of ${secret.agentEmail}`);

const traits = {
  plan: secret.trait,
  email: "sold at example",
  "First name": "Mara",
  contact: { deep: [secret.email, { [secret.email]: 1, ip: "10.1.2.3", home: secret.location }] },
  encoded: JSON.stringify({ again: secret.email }),
  page: secret.url,
};

function chat(traitsValue: unknown = JSON.stringify(traits)) {
  return {
    visitor: {
      email: secret.email,
      UUID: "5f0c2b1e-7a44-4d3b-9c1d-2e8f6a90b7d3",
      name: secret.name,
      identUserId: secret.email,
      identTraits: traitsValue,
      userAgent: "Mozilla/5.0 Chrome/130.0.0.0",
      handle: "germany-7",
      currentPage: secret.url,
      referrerURL: `https://search.example/?q=${encodeURIComponent(encodeURIComponent(secret.email))}&n=Mara+Quellwasser`,
      createdAt: "2016-02-07T11:02:17.839766-08:00",
      IPAddress: secret.ip,
      location: secret.location,
    },
    message: personalText,
    conversationUUID: "c-1",
    note: `unknown field with ${secret.email}`,
  };
}

const offline = {
  name: secret.name,
  email: secret.email,
  emailPretty: `"${secret.name}" <${secret.email}>`,
  message: personalText,
  visitor: chat().visitor,
};

const transcript = {
  agentEmail: secret.agentEmail,
  agentName: secret.agent,
  archiveUrl: secret.url,
  extraData: ["send", secret.email],
  conversationUUID: "c-1",
  endedAt: "2026-11-20T10:56:02.000026941+01:00",
  htmlBody: `<p>${said} mara.secret&#64;private.example</p>`,
  textBody: said,
  messages: [
    {
      text: said,
      ts: "1469725409.000005",
      userId: "",
      username: secret.name,
      isVisitorMsg: true,
    },
    { text: said, userId: "U77AGENT", username: secret.agent, isVisitorMsg: false },
    { text: "ok", username: "Somebody" },
  ],
  visitorEmail: secret.email,
  replyToEmail: secret.email,
  visitorName: secret.name,
  visitorTraits: { current_page: secret.url, ...traits, contact: [secret.email, secret.ip] },
};

const cases: readonly (readonly [string, object])[] = [
  ["conversation-started", chat()],
  ["visitor-unanswered", chat('{"broken": "mara.secret\\u0040private.example')],
  ["feedback-left", chat(traits)],
  ["offline-message", offline],
  ["transcript-exported", transcript],
];

/** Values that must not be in the row in plain text when the category is not kept. */
const marks: Record<PrivacyCategory, readonly RegExp[]> = {
  email: [
    /mara\.secret/i,
    /private\.example"/,
    /sold at example/,
    /@private/i,
    /%40private/i,
    /%2540/,
  ],
  name: [/quellwasser/i, /Mara(?!\.secret)/, /germany-7/],
  phone: [],
  ip: [/203\.0\.113\.77/, /10\.1\.2\.3/],
  location: [/Hinterzarten/i, /germany-7/],
  traits: [/gold-customer/],
  urls: [/order\/9981/, /search\.example/],
  text: [/my knee/],
  agent: [/Agentowitz/i, /jost@/, /U77AGENT/],
};

describe("privacy", () => {
  for (const action of ["drop", "hash"] as const)
    describe.each(privacyCategories.map((category) => [category] as const))(
      `${action} of %s`,
      (category) => {
        it.each(cases)("leaves none of it in the row of %s", (event, payload) => {
          const changes = { transcript: { htmlBody: true } };
          const row = JSON.stringify(process(event, payload, { [category]: action }, changes));
          expect(marks[category].filter((mark) => mark.test(row))).toEqual([]);
        });

        it.each(cases)("leaves none of it in %s when all else is dropped too", (event, payload) => {
          const all = Object.fromEntries(privacyCategories.map((each) => [each, action]));
          const row = JSON.stringify(process(event, payload, all));
          const found = Object.values(marks)
            .flat()
            .filter((mark) => mark.test(row));
          expect(found).toEqual([]);
        });
      },
    );

  it("keeps every value of the other categories", () => {
    const event = process("transcript-exported", transcript, { ip: "drop" });
    expect(event).toMatchObject({
      visitorEmail: secret.email,
      visitorName: secret.name,
      agentName: secret.agent,
      archiveUrl: secret.url,
      transcriptText: said.replaceAll(secret.ip, "[ip]"),
    });
    expect(event.messages).toHaveLength(3);
    expect(event.messages?.[0]?.slackTs).toBe("1469725409.000005");
  });

  it("does not change the event of any fixture when every category is kept", () => {
    for (const { event, bytes } of payloads) {
      const payload = JSON.parse(bytes.toString()) as object;
      const kept = process(event, payload, {});
      expect(process(event, payload, { email: "keep", agent: "keep" })).toEqual(kept);
    }
  });

  it("does not change the _id, which is computed from the payload as received", () => {
    const ids = [{}, { email: "drop" }, { text: "hash" }].map(
      (policy) => process("offline-message", offline, policy as Policy).id,
    );
    expect(new Set(ids).size).toBe(1);
  });

  it("hashes an e-mail as Adobe joins on it: trimmed, lower-cased, SHA-256", () => {
    const payload = { visitor: { email: " Mara.Secret@Private.example " } };
    const event = process("feedback-left", payload, { email: "hash" });
    expect(event.visitorEmail).toBe(sha256("mara.secret@private.example"));
    const salted = process("feedback-left", payload, { email: "hash" }, { privacySalt: "salt" });
    expect(salted.visitorEmail).toBe(
      createHmac("sha256", "salt").update("mara.secret@private.example").digest("hex"),
    );
  });

  it("hashes into forms that the fields allow", () => {
    const all = { urls: "hash", ip: "hash", traits: "hash", name: "hash", text: "hash" } as const;
    const event = process("conversation-started", chat(), all);
    expect(event).toMatchObject({
      pageUrl: `urn:sha256:${sha256(secret.url)}`,
      ipHash: sha256(secret.ip),
      traits: JSON.stringify(sha256(JSON.stringify(traits))),
      visitorName: sha256(secret.name),
      message: sha256(personalText),
    });
    expect(event).not.toHaveProperty("ipV4");
    const words = process("transcript-exported", transcript, { agent: "hash" });
    expect(words.transcriptWords).toEqual([sha256("send"), sha256(secret.email)]);
  });

  it("hashes within texts, so that the same person can be found in them", () => {
    const { message } = process("feedback-left", chat(), { email: "hash", name: "hash" });
    expect(message).toContain(`[email:${sha256(secret.email)}]`);
    expect(message).toContain(`[name:${sha256(secret.name)}]`);
  });

  it("takes the strictest action of several categories", () => {
    const event = process("offline-message", offline, { email: "hash", name: "drop" });
    expect(event).not.toHaveProperty("contactEmailPretty");
    expect(event).not.toHaveProperty("visitorHandle");
    expect(event.contactEmail).toBe(sha256(secret.email));
  });

  it("tells the author of a message apart: the visitor or an agent", () => {
    const authors = (policy: Policy) =>
      process("transcript-exported", transcript, policy).messages?.map(({ username }) => username);
    expect(authors({ agent: "drop" })).toEqual([secret.name, undefined, undefined]);
    expect(authors({ name: "drop" })).toEqual([undefined, secret.agent, undefined]);
  });

  it("leaves out extra fields and HTML as soon as one category is not kept", () => {
    const html = { transcript: { htmlBody: true } };
    expect(process("transcript-exported", transcript, {}, html).transcriptHtml).toBeDefined();
    const event = process("transcript-exported", transcript, { location: "drop" }, html);
    expect(event).not.toHaveProperty("transcriptHtml");
    expect(process("feedback-left", chat(), {}).relayExtra).toContain("unknown field");
    expect(process("feedback-left", chat(), { agent: "hash" })).not.toHaveProperty("relayExtra");
  });

  it("leaves out traits that are not JSON, because their content is unknown", () => {
    const broken = chat('{"a": "x\\u0040y"');
    expect(process("feedback-left", broken, {}).traits).toBe('{"a": "x\\u0040y"');
    expect(process("feedback-left", broken, { email: "drop" })).not.toHaveProperty("traits");
  });

  it("drops a list of messages that has nothing left", () => {
    const payload = { messages: [{ text: "a" }, { text: "b" }] };
    const event = process("transcript-exported", payload, { text: "drop" });
    expect(event).not.toHaveProperty("messages");
    expect(event.messageCount).toBe(2);
  });

  it("does not treat a user agent's version numbers as addresses", () => {
    const event = process("conversation-started", chat(), { ip: "drop" });
    expect(event.userAgent).toBe("Mozilla/5.0 Chrome/130.0.0.0");
  });

  it("makes the visitor key without dropped values", () => {
    const payload = { visitor: { UUID: secret.email, email: secret.email } };
    const event = process("feedback-left", payload, { email: "drop" });
    expect(event.visitorKey).toBe(`id:${event.id}`);
  });

  it("redacts a name only as a whole word, and a common word only when it is capitalized", () => {
    const payload = {
      visitor: { name: "Will Ng" },
      message: "I will ask Will. Willing? WILL NG will ng Ng",
    };
    const { message } = process("feedback-left", payload, { name: "drop" });
    expect(message).toBe("I will ask [name]. Willing? [name] [name] Ng");
  });

  it("finds an e-mail anywhere in a page's URL, and keeps the rest of the URL", () => {
    const page = (url: string) =>
      process(
        "feedback-left",
        { visitor: { currentPage: url, email: secret.email } },
        { email: "drop" },
      ).pageUrl;
    expect(page("https://a.example/x?e=mara.secret%40private.example&b=1#y")).toBe(
      "https://a.example/x?e=%5Bemail%5D&b=1#y",
    );
    expect(
      page("https://a.example/x?go=https%3A%2F%2Fb.example%2F%3Fe%3Dany%2540one.example"),
    ).toBe("https://a.example/x?go=https%3A%2F%2Fb.example%2F%3Fe%3D%255Bemail%255D");
    expect(page("https://a.example/plain?x=1")).toBe("https://a.example/plain?x=1");
    expect(page("https://any@one.example/")).toBe("urn:redacted:https");
  });

  it("survives any payload under any policy, with a valid row", () => {
    const action = fc.constantFrom("keep", "hash", "drop");
    const policy = fc.record(
      Object.fromEntries(privacyCategories.map((category) => [category, action])),
    ) as fc.Arbitrary<Policy>;
    const value = fc.oneof(
      anyText({ maxLength: 12 }),
      fc.webUrl(),
      fc.emailAddress(),
      fc.ipV4(),
      fc.json(),
    );
    const payload = fc.record(
      {
        visitor: fc.dictionary(
          fc.constantFrom(
            ..."email name UUID identTraits currentPage IPAddress location".split(" "),
          ),
          value,
        ),
        message: value,
        name: value,
        emailPretty: value,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(payload, policy, (body, privacy) => {
        process("offline-message", body, privacy);
      }),
    );
  });
});
