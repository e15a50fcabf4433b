import fc from "fast-check";
import { cutToFit } from "../../../handlers/ingestion/cut";
import { runs, wellFormedText } from "../support/arbitraries";
import { jsonBytes } from "../../../handlers/shared/json";
import { chatEvent, type ChatEvent, type ChatMessage } from "../../../handlers/model";

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

/** Bytes kept free for what is said about the cutting. */
const NOTE = 400;

const messages = (count: number, size: number): ChatMessage[] =>
  Array.from({ length: count }, (_, index) => ({
    text: `${index} ${"x".repeat(size)}`,
    isVisitor: true,
  }));

describe("cutToFit", () => {
  it("leaves an event that fits as it is", () => {
    const event = { ...base, transcriptHtml: "<p>", message: "hi" };
    expect(cutToFit(event, jsonBytes(event))).toBe(event);
  });

  it("takes the HTML body first, and only that when it is enough", () => {
    const event = {
      ...base,
      transcriptHtml: "h".repeat(3_000),
      transcriptText: "t".repeat(1_000),
      messages: messages(3, 100),
    };
    const { transcriptHtml, ...rest } = event;
    expect(cutToFit(event, jsonBytes(rest) + NOTE)).toEqual({
      ...rest,
      relayTruncated: true,
      relayCutFields: ["transcriptHtml"],
      relayCutCharacters: transcriptHtml.length,
    });
  });

  it("then shortens the text body to what fits", () => {
    const event = { ...base, transcriptHtml: "h", transcriptText: "t".repeat(9_000) };
    const cut = cutToFit(event, 4_000);
    expect(cut.transcriptHtml).toBeUndefined();
    expect(cut.transcriptText).toMatch(/^t{3000,}$/);
    expect(cut.relayCutFields).toEqual(["transcriptHtml", "transcriptText"]);
    expect(cut.relayCutCharacters).toBe(1 + 9_000 - (cut.transcriptText ?? "").length);
  });

  it("then leaves the oldest messages out and says how many", () => {
    const event = { ...base, transcriptText: "t".repeat(5_000), messages: messages(100, 100) };
    const cut = cutToFit(event, 4_000);
    expect(cut.transcriptText).toBeUndefined();
    const left = cut.messages?.length ?? 0;
    expect(left).toBeGreaterThan(15);
    expect(cut.messages).toEqual(event.messages.slice(100 - left));
    expect(cut.relayCutMessages).toBe(100 - left);
    expect(cut.relayCutFields).toEqual(["transcriptText", "messages"]);
    expect(jsonBytes(cut)).toBeLessThanOrEqual(4_000);
    expect(jsonBytes(cut)).toBeGreaterThan(3_300);
  });

  it("takes as many messages away as it must, and touches nothing else then", () => {
    const event = { ...base, relayExtra: "{}", traits: "{}", messages: messages(4, 300) };
    const kept = { ...event, messages: event.messages.slice(2) };
    expect(cutToFit(event, jsonBytes(kept) + NOTE)).toEqual({
      ...kept,
      relayTruncated: true,
      relayCutFields: ["messages"],
      relayCutMessages: 2,
    });
  });

  it("leaves the newest message, and does not say it was cut, where another field is enough", () => {
    const event = { ...base, message: "m".repeat(9_000), messages: messages(1, 100) };
    const cut = cutToFit(event, 4_000);
    expect(cut.messages).toEqual(event.messages);
    expect(cut.relayCutFields).toEqual(["message"]);
    expect(cut).not.toHaveProperty("relayCutMessages");
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
    const cut = cutToFit(event, 4_000);
    expect(cut.relayExtra).toBeUndefined();
    expect(cut.traits).toBeUndefined();
    expect(cut.visitorName).toBe(event.visitorName);
    expect(cut.relayCutFields).toEqual(["messages", "relayExtra", "traits", "message"]);
    expect(jsonBytes(cut)).toBeLessThanOrEqual(4_000);
  });

  it("never cuts half a character, and never a field that must be there", () => {
    const event = { ...base, message: "😀".repeat(3_000) };
    const cut = cutToFit(event, 4_000);
    expect(cut.message).toMatch(/^(😀)+$/u);
    expect(cut).toMatchObject(base);
  });

  it("cuts not one character more than it must", () => {
    const cut = cutToFit({ ...base, message: "m".repeat(9_000) }, 4_000);
    expect(jsonBytes({ ...base, message: cut.message })).toBe(4_000 - NOTE);
  });

  it.each(["transcriptHtml", "relayExtra", "traits"] as const)(
    "leaves %s out whole, where half of it would fit too",
    (name) => {
      const event = { ...base, [name]: JSON.stringify({ a: "x".repeat(6_000) }) };
      expect(cutToFit(event, 4_000)).toEqual({
        ...base,
        relayTruncated: true,
        relayCutFields: [name],
        relayCutCharacters: event[name]?.length,
      });
    },
  );

  it("cuts lists as a whole, and counts their characters as JSON", () => {
    const words = ["w".repeat(2_000), "v".repeat(2_000)];
    const cut = cutToFit({ ...base, transcriptWords: words }, 4_000);
    expect(cut).toEqual({
      ...base,
      relayTruncated: true,
      relayCutFields: ["transcriptWords"],
      relayCutCharacters: JSON.stringify(words).length,
    });
  });

  it("leaves what a row must have even where that does not fit", () => {
    const event = { ...base, message: "hi", messages: messages(2, 10) };
    expect(cutToFit(event, 10)).toEqual({
      ...base,
      messages: [{ isVisitor: true }],
      relayTruncated: true,
      relayCutFields: ["messages", "message"],
      relayCutMessages: 1,
      relayCutCharacters: 2 + 12,
    });
  });

  it("adds to what was cut before", () => {
    const event: ChatEvent = {
      ...base,
      message: "m".repeat(9_000),
      relayTruncated: true,
      relayCutFields: ["relayExtra"],
      relayCutCharacters: 50,
    };
    const cut = cutToFit(event, 4_000);
    expect(cut.relayCutFields).toEqual(["relayExtra", "message"]);
    expect(cut.relayCutCharacters).toBe(50 + 9_000 - (cut.message ?? "").length);
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
        const cut = cutToFit(event, max);
        expect(jsonBytes(cut)).toBeLessThanOrEqual(max);
        expect(chatEvent.safeParse(cut).success).toBe(true);
        expect(cut.relayTruncated).toBe(before === JSON.stringify(cut) ? undefined : true);
        expect(JSON.stringify(event)).toBe(before);
      }),
      { numRuns: runs(60) },
    );
  });
});
