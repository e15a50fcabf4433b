import fc from "fast-check";

import { jsonIfFits, truncateToFit } from "../../../handlers/ingestion/truncate";
import { chatEvent, type ChatEvent, type ChatMessage } from "../../../handlers/model";
import { jsonBytes } from "../../../handlers/shared/json";
import { runs, wellFormedText } from "../support/arbitraries";

const base: ChatEvent = {
  id: "a".repeat(64),
  occurredAt: "2026-11-23T10:00:00.000Z",
  eventType: "chatlio.transcriptExported",
  widget: "main",
  visitorKey: "conversation:1",
  relayReceivedAt: "2026-11-23T10:00:00.000Z",
  relayRequestId: "r",
  relaySynthetic: false,
};

/** Bytes kept free for what is said about the truncation. */
const NOTE = 400;

function messages(count: number, size: number): ChatMessage[] {
  return Array.from({ length: count }, (_, index) => ({
    text: `${index} ${"x".repeat(size)}`,
    isVisitor: true,
  }));
}

describe("jsonIfFits", () => {
  // Of a number, and of a character that takes more bytes than one.
  const event = { ...base, message: "höchstens", createdAtMs: 1_000 } as ChatEvent;
  const json = JSON.stringify(event);
  const bytes = Buffer.byteLength(json);

  it("is the event's JSON, up to the last byte that there is room for", () => {
    expect(jsonIfFits(event, bytes)).toBe(json);
    expect(jsonIfFits(event, bytes + 1)).toBe(json);
    expect(jsonIfFits(event, bytes - 1)).toBeUndefined();
  });

  it("serializes nothing when one text alone has more characters than there is room for", () => {
    const toJSON = jest.fn();
    const long = { ...base, message: "x".repeat(11), traits: { toJSON } } as unknown as ChatEvent;
    expect(jsonIfFits(long, 10)).toBeUndefined();
    expect(toJSON).not.toHaveBeenCalled();
  });
});

describe("truncateToFit", () => {
  it("leaves an event that fits as it is", () => {
    const event = { ...base, transcriptHtml: "<p>", message: "hi" };
    expect(truncateToFit(event, jsonBytes(event))).toBe(event);
  });

  it("truncates the HTML body first, and nothing else when that is enough", () => {
    const event = {
      ...base,
      transcriptHtml: "h".repeat(3_000),
      transcriptText: "t".repeat(1_000),
      messages: messages(3, 100),
    };
    const { transcriptHtml, ...rest } = event;
    expect(truncateToFit(event, jsonBytes(rest) + NOTE)).toEqual({
      ...rest,
      relayTruncated: true,
      relayCutFields: ["transcriptHtml"],
      relayCutCharacters: transcriptHtml.length,
    });
  });

  it("then shortens the text body to what fits", () => {
    const event = { ...base, transcriptHtml: "h", transcriptText: "t".repeat(9_000) };
    const truncated = truncateToFit(event, 4_000);
    expect(truncated.transcriptHtml).toBeUndefined();
    expect(truncated.transcriptText).toMatch(/^t{3000,}$/);
    expect(truncated.relayCutFields).toEqual(["transcriptHtml", "transcriptText"]);
    expect(truncated.relayCutCharacters).toBe(1 + 9_000 - (truncated.transcriptText ?? "").length);
  });

  it("then leaves out the oldest messages and says how many", () => {
    const event = { ...base, transcriptText: "t".repeat(5_000), messages: messages(100, 100) };
    const truncated = truncateToFit(event, 4_000);
    expect(truncated.transcriptText).toBeUndefined();
    const left = truncated.messages?.length ?? 0;
    expect(left).toBeGreaterThan(15);
    expect(truncated.messages).toEqual(event.messages.slice(100 - left));
    expect(truncated.relayCutMessages).toBe(100 - left);
    expect(truncated.relayCutFields).toEqual(["transcriptText", "messages"]);
    expect(jsonBytes(truncated)).toBeLessThanOrEqual(4_000);
    expect(jsonBytes(truncated)).toBeGreaterThan(3_300);
  });

  it("removes only as many messages as necessary, and nothing else", () => {
    const event = { ...base, relayExtra: "{}", traits: "{}", messages: messages(4, 300) };
    const kept = { ...event, messages: event.messages.slice(2) };
    expect(truncateToFit(event, jsonBytes(kept) + NOTE)).toEqual({
      ...kept,
      relayTruncated: true,
      relayCutFields: ["messages"],
      relayCutMessages: 2,
    });
  });

  it("keeps the newest message, and does not say it was truncated, when another field is enough", () => {
    const event = { ...base, message: "m".repeat(9_000), messages: messages(1, 100) };
    const truncated = truncateToFit(event, 4_000);
    expect(truncated.messages).toEqual(event.messages);
    expect(truncated.relayCutFields).toEqual(["message"]);
    expect(truncated).not.toHaveProperty("relayCutMessages");
  });

  it("then the extra fields, the traits, and the longest of what is left", () => {
    const event: ChatEvent = {
      ...base,
      relayExtra: JSON.stringify({ a: "e".repeat(5_000) }),
      traits: JSON.stringify({ a: "t".repeat(5_000) }),
      message: "m".repeat(6_000),
      visitorName: "n".repeat(900),
      messages: messages(2, 7_000),
    };
    const truncated = truncateToFit(event, 4_000);
    expect(truncated.relayExtra).toBeUndefined();
    expect(truncated.traits).toBeUndefined();
    expect(truncated.visitorName).toBe(event.visitorName);
    expect(truncated.relayCutFields).toEqual(["messages", "relayExtra", "traits", "message"]);
    expect(jsonBytes(truncated)).toBeLessThanOrEqual(4_000);
  });

  it("never splits a character, and never leaves out a required field", () => {
    const event = { ...base, message: "😀".repeat(3_000) };
    const truncated = truncateToFit(event, 4_000);
    expect(truncated.message).toMatch(/^(😀)+$/u);
    expect(truncated).toMatchObject(base);
  });

  it("leaves out as few characters as possible", () => {
    const truncated = truncateToFit({ ...base, message: "m".repeat(9_000) }, 4_000);
    expect(jsonBytes({ ...base, message: truncated.message })).toBe(4_000 - NOTE);
  });

  it.each(["transcriptHtml", "relayExtra", "traits"] as const)(
    "leaves out all of %s, even when half of it would fit",
    (name) => {
      const event = { ...base, [name]: JSON.stringify({ a: "x".repeat(6_000) }) };
      expect(truncateToFit(event, 4_000)).toEqual({
        ...base,
        relayTruncated: true,
        relayCutFields: [name],
        relayCutCharacters: event[name]?.length,
      });
    },
  );

  it("leaves out whole lists, and counts their characters as JSON", () => {
    const words = ["w".repeat(2_000), "v".repeat(2_000)];
    const truncated = truncateToFit({ ...base, transcriptWords: words }, 4_000);
    expect(truncated).toEqual({
      ...base,
      relayTruncated: true,
      relayCutFields: ["transcriptWords"],
      relayCutCharacters: JSON.stringify(words).length,
    });
  });

  it("keeps what a row must have even when it does not fit", () => {
    const event = { ...base, message: "hi", messages: messages(2, 10) };
    expect(truncateToFit(event, 10)).toEqual({
      ...base,
      messages: [{ isVisitor: true }],
      relayTruncated: true,
      relayCutFields: ["messages", "message"],
      relayCutMessages: 1,
      relayCutCharacters: 2 + 12,
    });
  });

  it("adds to what was truncated before", () => {
    const event: ChatEvent = {
      ...base,
      message: "m".repeat(9_000),
      relayTruncated: true,
      relayCutFields: ["relayExtra"],
      relayCutCharacters: 50,
    };
    const truncated = truncateToFit(event, 4_000);
    expect(truncated.relayCutFields).toEqual(["relayExtra", "message"]);
    expect(truncated.relayCutCharacters).toBe(50 + 9_000 - (truncated.message ?? "").length);
  });

  it("fits whatever is in the event, stays a valid one and does not touch its input", () => {
    const text = fc
      .tuple(wellFormedText({ minLength: 1, maxLength: 30 }), fc.integer({ min: 1, max: 700 }))
      .map(([piece, times]) => piece.repeat(times));
    const some = fc.record(
      {
        message: text,
        transcriptHtml: text,
        transcriptText: text,
        visitorName: text,
        visitorUuid: text,
        pageUrl: text.map((path) => `https://a.example/${encodeURIComponent(path)}`),
        transcriptWords: fc.array(text, { minLength: 1, maxLength: 3 }),
        traits: text.map((value) => JSON.stringify({ value })),
        messages: fc.array(fc.record({ text, username: text }, { requiredKeys: ["text"] }), {
          minLength: 1,
          maxLength: 8,
        }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(some, fc.integer({ min: 2_000, max: 20_000 }), (values, max) => {
        const event = { ...base, ...values } as ChatEvent;
        const before = JSON.stringify(event);
        const truncated = truncateToFit(event, max);
        expect(jsonBytes(truncated)).toBeLessThanOrEqual(max);
        expect(chatEvent.safeParse(truncated).success).toBe(true);
        expect(truncated.relayTruncated).toBe(
          before === JSON.stringify(truncated) ? undefined : true,
        );
        expect(JSON.stringify(event)).toBe(before);
      }),
      { numRuns: runs(60) },
    );
  });
});
