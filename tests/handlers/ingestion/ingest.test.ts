import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";

import fc from "fast-check";

import { ingest, ingestAgain } from "../../../handlers/ingestion/ingest";
import type { IngestionOutcome } from "../../../handlers/ingestion/pipeline";
import { toXdm } from "../../../handlers/model";
import { readEnvelope, unwrapRaw, type RawEnvelope } from "../../../handlers/shared/envelope";
import { toJson } from "../../../handlers/shared/json";
import { anyText, runs } from "../support/arbitraries";
import { fixture, payloads, variants } from "../support/fixtures";
import { eventOf, factsOf } from "../support/ingested";
import { receiverSettingsOf } from "../support/settings";
import { problems, TENANT } from "../support/xdm";

const settings = receiverSettingsOf();
function receiveFixture(name: string, changes = {}) {
  const { event, bytes } = fixture(name);
  return eventOf(ingest(bytes, factsOf(event), { ...settings, ...changes }));
}

/** What SQS takes (Amazon SQS, SendMessage). */
const sqsText = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]+$/u;

/** The row that an accepted body becomes, through the queue's text. */
function rowOf(outcome: IngestionOutcome): Record<string, unknown> {
  const text = toJson(outcome.kind === "accepted" ? outcome.envelope : undefined);
  expect(text).toMatch(sqsText);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1_048_576);
  const envelope = readEnvelope(text);
  if (envelope?.kind !== "event") throw new Error("no event envelope");
  return toXdm(envelope.body, TENANT);
}

describe("ingest", () => {
  it.each([...payloads, ...variants].map((each) => [each.name, each] as const))(
    "makes a valid row of %s",
    (_, { event, bytes }) => {
      expect(problems(rowOf(ingest(bytes, factsOf(event), settings)))).toEqual([]);
    },
  );

  it("fills every field of a chat event", () => {
    expect(receiveFixture("conversation-started")).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      occurredAt: "2026-11-23T10:05:00.000Z",
      eventType: "chatlio.conversationStarted",
      widget: "main",
      visitorKey: "uuid:5f0c2b1e-7a44-4d3b-9c1d-2e8f6a90b7d3",
      visitorUuid: "5f0c2b1e-7a44-4d3b-9c1d-2e8f6a90b7d3",
      visitorUserId: "cust-20418",
      visitorName: "Maria Keller",
      visitorEmail: "maria.keller@example.com",
      visitorHandle: "switzerland-112",
      visitorLocation: "Bern, Canton of Bern, Switzerland",
      visitorFirstSeenAt: "2026-02-07T19:02:17.839Z",
      userAgent: expect.stringContaining("Chrome/130.0.0.0") as string,
      ipV4: "203.0.113.58",
      pageUrl: "https://shop.example.com/frames/titan?color=blue",
      referrerUrl: "https://www.example.org/search?q=titan+frames",
      traits: expect.stringContaining('"Seats in use": 14') as string,
      conversationId: "0b8d5c5a-31d7-4c59-8a38-6c8f1a3d9f02",
      channelId: "a7c1e7f2-1f5f-4a0b-a3a1-0a1d2f3c4b5d",
      slackChannelId: "C02ABCDEF12",
      slackChannelName: "chat-shop",
      message: "Hi, is the Titan frame available in blue?",
      relayReceivedAt: "2026-11-23T10:05:00.000Z",
      relayRequestId: "request-1",
      relaySynthetic: false,
    });
  });

  it("fills the fields of an offline message, and uses its e-mail as the visitor's when there is none", () => {
    expect(receiveFixture("offline-message")).toMatchObject({
      eventType: "chatlio.offlineMessage",
      visitorKey: "uuid:e41f7a90-2c3d-4b5e-8f60-718293a4b5c6",
      visitorName: "Bob Smith",
      visitorEmail: "bob@example.com",
      contactName: "Bob Smith",
      contactEmail: "bob@example.com",
      contactEmailPretty: '"Bob Smith" <bob@example.com>',
      message: "Do you ship to Canada? Please write me back.",
    });
  });

  it("fills a transcript with its own time, messages and traits, without the HTML", () => {
    const event = receiveFixture("transcript-exported");
    expect(event).toMatchObject({
      occurredAt: "2026-11-20T09:56:02.000Z",
      conversationStartedAt: "2026-11-20T09:53:29.000Z",
      conversationEndedAt: "2026-11-20T09:56:02.000Z",
      visitorKey: "conversation:0b8d5c5a-31d7-4c59-8a38-6c8f1a3d9f02",
      visitorEmail: "maria.keller@example.com",
      contactReplyTo: "maria.keller@example.com",
      agentName: "Jonas Berg",
      agentEmail: "jonas@shop.example.com",
      transcriptWords: ["crm", "titan"],
      messageCount: 4,
      pageUrl: "https://shop.example.com/frames/titan?color=blue",
      channelName: "chat-shop",
    });
    expect(event.messages?.[2]).toEqual({
      text: "52, I think 🙂",
      slackTs: "1763632490.000300",
      sentAt: "2026-11-20T09:54:50.000Z",
      username: "Maria Keller",
      isVisitor: true,
    });
    expect(JSON.parse(event.traits ?? "")).toMatchObject({ company: { name: "Keller Optik" } });
    expect(event.transcriptHtml).toBeUndefined();
    expect(event.relayExtra).toBeUndefined();
    const withHtml = receiveFixture("transcript-exported", { transcript: { htmlBody: true } });
    expect(withHtml.transcriptHtml).toContain("<b>Jonas</b>");
    expect(withHtml.id).toBe(event.id);
  });

  it("leaves out what is empty", () => {
    const event = receiveFixture("conversation-started--empty-strings");
    expect(Object.keys(event).sort()).toEqual(
      [
        "id occurredAt eventType widget visitorKey visitorUuid conversationId",
        "relayReceivedAt relayRequestId relaySynthetic",
      ]
        .flatMap((names) => names.split(" "))
        .sort(),
    );
    const transcript = receiveFixture("transcript-exported--empty-lists");
    expect(transcript).not.toHaveProperty("messages");
    expect(transcript).not.toHaveProperty("transcriptWords");
    expect(transcript).not.toHaveProperty("conversationEndedAt");
    expect(transcript.occurredAt).toBe("2026-11-23T10:05:00.000Z");
  });

  it("keeps traits that are not JSON as they are", () => {
    expect(receiveFixture("conversation-started--broken-traits").traits).toBe(
      '{"plan": "Pro", "seats": ',
    );
  });

  it("keeps unknown fields, and values that do not fit their field, in the extra fields", () => {
    expect(JSON.parse(receiveFixture("feedback-left--unknown-fields").relayExtra ?? "")).toEqual({
      browserLanguage: "de-CH",
      visitor: { phone: "+41 31 555 01 23" },
      score: { stars: 5, tags: ["fast", "kind"] },
    });
    const wrong = receiveFixture("conversation-started--wrong-types");
    expect(wrong).toMatchObject({
      message: "42",
      visitorName: '{"first":"Maria","last":"Keller"}',
      visitorUserId: "12345",
      channelId: '["a","b"]',
    });
    expect(JSON.parse(wrong.relayExtra ?? "")).toEqual({
      visitor: { IPAddress: "unknown", currentPage: "not a url", createdAt: 1454871737 },
    });
  });

  it("makes no visitor key of missing values", () => {
    expect(receiveFixture("transcript-exported--missing-fields").visitorKey).toMatch(
      /^conversation:/,
    );
    const { visitorKey, id } = receiveFixture("offline-message--missing-fields");
    expect(visitorKey).toBe(`id:${id}`);
  });

  it("keeps numbers that a double cannot represent, unusual characters and mixed messages", () => {
    const odd = receiveFixture("transcript-exported--odd-values");
    expect(odd.traits).toContain('"12345678901234567890"');
    expect(odd.messages?.[0]?.text).toBe("\u0001tab\tnew\nline");
    expect(odd.messages?.at(-1)).toEqual({ text: "no more", isVisitor: true });
    expect(odd.occurredAt).toBe("2018-05-19T16:14:32.000Z");
    expect(receiveFixture("conversation-started--unicode").message).toBe(
      "a \u{1F600} b \u0000 c \u0007 d \uFFFD e \uFFFD f \uFFFE g \u2028 h é 漢 \u202e",
    );
  });

  it("makes the _id from event, widget, payload and time window, and a transcript's from its own time", () => {
    const id = (name: string, changes = {}) => {
      const { event, bytes } = fixture(name);
      return eventOf(ingest(bytes, { ...factsOf(event), ...changes }, settings)).id;
    };
    const feedback = id("feedback-left");
    expect(id("feedback-left", { receivedAt: "2026-11-23T10:09:59.999Z" })).toBe(feedback);
    const later = { receivedAt: "2026-11-23T10:10:00.000Z" };
    const others = [later, { widget: "support" }, { event: "visitor-unanswered" }];
    const ids = others.map((changes) => id("feedback-left", changes));
    expect(new Set([feedback, id("feedback-left--missing-fields"), ...ids]).size).toBe(5);
    expect(id("transcript-exported", later)).toBe(id("transcript-exported"));
  });

  it("never gives an event a time in the future", () => {
    const { bytes } = fixture("transcript-exported");
    const text = bytes.toString().replace(/"endedAt": "2026/, '"endedAt": "2099');
    const event = eventOf(ingest(Buffer.from(text), factsOf("transcript-exported"), settings));
    expect(event.occurredAt).toBe("2026-11-23T10:05:00.000Z");
    expect(event.conversationEndedAt).toMatch(/^2099/);
  });

  it("is a valid row with every other value intact for any text a visitor types", () => {
    fc.assert(
      fc.property(anyText({ minLength: 1 }), (typed) => {
        const body = Buffer.from(JSON.stringify({ message: typed, channelId: "c" }));
        const row = rowOf(ingest(body, factsOf("feedback-left"), settings));
        expect(problems(row)).toEqual([]);
        expect(row).toMatchObject({
          [TENANT]: {
            chatlio: {
              message: typed.replace(/\p{Surrogate}/gu, "\uFFFD"),
              conversation: { channelId: "c" },
            },
          },
        });
      }),
    );
  });

  it("makes a valid row of any JSON object for any event", () => {
    const names = [
      ..."visitor message messages email name visitorTraits endedAt extraData __proto__".split(" "),
      ..."conversationUUID constructor htmlBody toString".split(" "),
    ];
    const key = fc.oneof(fc.constantFrom(...names), fc.string());
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.constantFrom(null, true, 0, "", "2018-05-19T18:14:32Z", "https://a.example/ö", "::1"),
        anyText(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.array(tie("value")),
        fc.array(fc.tuple(key, tie("value"))).map((entries) => Object.fromEntries(entries)),
      ),
    }));
    const object = fc.array(fc.tuple(key, value)).map((entries) => Object.fromEntries(entries));
    fc.assert(
      fc.property(fc.constantFrom(...settings.events), object, (event, payload) => {
        const row = rowOf(ingest(Buffer.from(JSON.stringify(payload)), factsOf(event), settings));
        expect(problems(row)).toEqual([]);
      }),
      { numRuns: runs(500) },
    );
  });

  it("reads gzip, a byte order mark, broken UTF-8 and raw control characters in strings", () => {
    const read = (body: Buffer) =>
      eventOf(ingest(body, factsOf("feedback-left"), settings)).message;
    expect(read(gzipSync('{"message":"packed"}'))).toBe("packed");
    expect(read(Buffer.from('\uFEFF{"message":"marked"}'))).toBe("marked");
    expect(
      read(Buffer.from([...Buffer.from('{"message":"a'), 0xc3, 0x28, ...Buffer.from('"}')])),
    ).toBe("a\uFFFD(");
    expect(read(Buffer.from('{"message":"line\n\\"two\\"\u0001"}'))).toBe('line\n"two"\u0001');
  });

  it.each<[string, Buffer, string, string]>([
    ["no JSON", Buffer.from("hello"), "feedback-left", "not-json"],
    ["an empty body", Buffer.alloc(0), "feedback-left", "not-json"],
    ["a list", Buffer.from("[]"), "feedback-left", "not-an-object"],
    ["a text", Buffer.from('"a"'), "feedback-left", "not-an-object"],
    ["an unknown event", Buffer.from("{}"), "feedback-right", "unknown-event"],
    ["an inherited name as event", Buffer.from("{}"), "constructor", "unknown-event"],
    ["half the sign of gzip", Buffer.from([0x1f, 0x41]), "feedback-left", "not-json"],
    ["the other half of it", Buffer.from([0x41, 0x8b]), "feedback-left", "not-json"],
    ["broken gzip", Buffer.from([0x1f, 0x8b, 1, 2, 3]), "feedback-left", "not-unpackable"],
    ["a gzip bomb", gzipSync(Buffer.alloc(30_000_000)), "feedback-left", "not-unpackable"],
    [
      "nesting beyond the stack",
      Buffer.from(`{"a":${"[".repeat(1e5)}${"]".repeat(1e5)}}`),
      "feedback-left",
      "unreadable",
    ],
  ])("quarantines %s completely, with its reason", (_, body, event, reason) => {
    const outcome = ingest(body, factsOf(event), settings);
    expect(outcome).toMatchObject({ kind: "quarantined", reason });
    const { envelope } = outcome as { envelope: RawEnvelope };
    expect(readEnvelope(toJson(envelope))).toEqual(envelope);
    expect(unwrapRaw(envelope)?.equals(body)).toBe(true);
    expect(envelope).toMatchObject({ kind: "raw", reason, ...factsOf(event) });
  });

  it("quarantines an unknown widget, and ignores an event that is switched off", () => {
    const body = Buffer.from("{}");
    expect(ingest(body, { ...factsOf("feedback-left"), widget: "other" }, settings)).toMatchObject({
      kind: "quarantined",
      reason: "unknown-widget",
    });
    const off = { ...settings, events: ["offline-message" as const] };
    expect(ingest(body, factsOf("feedback-left"), off)).toEqual({ kind: "ignored" });
  });

  it("compresses a large body that it cannot read, and rejects one too large for a queue", () => {
    const large = Buffer.from("no json ".repeat(150_000));
    const outcome = ingest(large, factsOf("feedback-left"), settings);
    expect(outcome).toMatchObject({ kind: "quarantined", envelope: { encoding: "gzip+base64" } });
    expect(unwrapRaw((outcome as { envelope: RawEnvelope }).envelope)?.equals(large)).toBe(true);
    const random = randomBytes(1_500_000);
    expect(ingest(random, factsOf("feedback-left"), settings)).toEqual({ kind: "tooLarge" });
  });

  it("truncates a transcript over the limit, and never rejects it", () => {
    const messages = Array.from({ length: 3_000 }, (_, index) => ({
      text: `${index} ${"é".repeat(300)}`,
    }));
    const payload = { messages, textBody: "t".repeat(900_000), htmlBody: "h".repeat(900_000) };
    const outcome = ingest(
      Buffer.from(JSON.stringify(payload)),
      factsOf("transcript-exported"),
      settings,
    );
    const row = rowOf(outcome);
    expect(problems(row)).toEqual([]);
    expect(Buffer.byteLength(JSON.stringify(row))).toBeLessThanOrEqual(1_000_000);
    const event = eventOf(outcome);
    expect(event).toMatchObject({ relayTruncated: true, messageCount: 3_000 });
    expect((event.messages?.length ?? 0) + (event.relayCutMessages ?? 0)).toBe(3_000);
    expect(event.messages?.at(-1)?.text).toContain("2999");
  });

  it("limits the extra fields, and keeps the small ones", () => {
    const payload = { huge: "x".repeat(9_000), small: 1, message: "m" };
    const event = eventOf(
      ingest(Buffer.from(JSON.stringify(payload)), factsOf("feedback-left"), settings),
    );
    expect(event).toMatchObject({
      relayExtra: '{"small":1}',
      relayTruncated: true,
      relayCutFields: ["relayExtra"],
      relayCutCharacters: 9_009,
    });
  });
});

describe("ingestAgain", () => {
  it("gives a raw body the _id of its first ingestion", () => {
    const { bytes } = fixture("feedback-left");
    const wrong = { ...factsOf("feedback-left"), widget: "later" };
    const first = ingest(bytes, wrong, settings);
    const { envelope } = first as { envelope: RawEnvelope };
    const widened = { ...settings, widgets: [...settings.widgets, "later"] };
    const again = ingestAgain(envelope, widened);
    expect(eventOf(again)).toEqual(eventOf(ingest(bytes, wrong, widened)));
    expect(eventOf(again).relayReceivedAt).toBe("2026-11-23T10:05:00.000Z");
  });

  it("keeps a body unchanged that still cannot be read", () => {
    const first = ingest(Buffer.from("no json"), factsOf("feedback-left"), settings);
    const { envelope } = first as { envelope: RawEnvelope };
    expect(ingestAgain(envelope, settings)).toEqual(first);
  });
});
