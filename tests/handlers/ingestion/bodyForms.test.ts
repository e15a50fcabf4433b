import fc from "fast-check";

import { ingest, ingestAgain } from "../../../handlers/ingestion/ingest";
import type { Envelope, RawEnvelope } from "../../../handlers/shared/envelope";
import { toJson } from "../../../handlers/shared/json";
import { anyText } from "../support/arbitraries";
import { fixture, payloads } from "../support/fixtures";
import { eventOf, factsOf } from "../support/ingested";
import { receiverSettingsOf } from "../support/settings";

const settings = receiverSettingsOf();

describe("a body", () => {
  it("as text is the event that its bytes are, also with a byte order mark and lone surrogates", () => {
    fc.assert(
      fc.property(anyText(), fc.constantFrom("", "\uFEFF"), (message, mark) => {
        // Not escaped, as a sender may write it.
        const raw = JSON.stringify(message).replace(/\\u(d[89a-f]..)/g, (_, unit: string) =>
          String.fromCharCode(Number.parseInt(unit, 16)),
        );
        const body = `${mark}{"message":${raw}}`;
        const outcome = ingest(body, factsOf("feedback-left"), settings);
        expect(outcome).toEqual(ingest(Buffer.from(body), factsOf("feedback-left"), settings));
      }),
    );
  });

  it.each([
    ["an event", factsOf("feedback-left"), 990_000],
    ["an event that is too large", factsOf("feedback-left"), 4_000],
    ["a raw body", { ...factsOf("feedback-left"), widget: "other" }, 990_000],
  ])("is in the queue as %s in JSON", (_, facts, maxRowBytes) => {
    const body = JSON.stringify({ message: "\uFFFE é ".repeat(2_000), more: { a: 1 } });
    const outcome = ingest(body, facts, { ...settings, maxRowBytes });
    const { envelope, text } = outcome as { envelope: Envelope; text: string };
    expect(text).toBe(toJson(envelope));
  });

  it("is decoded by the declared charset, also when ingested again, and the row says when bytes do not fit", () => {
    const latin1 = Buffer.from('{"message":"café €"}', "latin1");
    const facts = { ...factsOf("feedback-left"), charset: "iso-8859-1" };
    const event = eventOf(ingest(latin1, facts, settings));
    expect(event.message).toBe("café ¬");
    expect(event).not.toHaveProperty("relayTruncated");
    const unknown = ingest(latin1, { ...facts, widget: "other" }, settings);
    const { envelope } = unknown as { envelope: RawEnvelope };
    const again = ingestAgain({ ...envelope, widget: "main" }, settings);
    expect(eventOf(again)).toEqual(event);
    expect(eventOf(ingest(latin1, factsOf("feedback-left"), settings))).toMatchObject({
      message: "caf\uFFFD \uFFFD",
      relayTruncated: true,
      relayCutFields: ["body"],
    });
  });

  it("with U+FFFD, which the gateway leaves where bytes did not fit, says so in the row", () => {
    const body = '{"message":"caf\uFFFD"}';
    const row = { message: "caf\uFFFD", relayTruncated: true, relayCutFields: ["body"] };
    for (const form of [body, Buffer.from(body)])
      expect(eventOf(ingest(form, factsOf("feedback-left"), settings))).toMatchObject(row);
  });

  it("of a charset that no decoder knows is read as UTF-8, and the row says so", () => {
    const facts = { ...factsOf("feedback-left"), charset: "klingon" };
    const row = { relayTruncated: true, relayCutFields: ["charset"] };
    const body = Buffer.from('{"message":"café"}');
    expect(eventOf(ingest(body, facts, settings))).toMatchObject({ message: "café", ...row });
    const both = { message: "caf\uFFFD", relayCutFields: ["body", "charset"] };
    const latin1 = Buffer.from('{"message":"café"}', "latin1");
    expect(eventOf(ingest(latin1, facts, settings))).toMatchObject(both);
  });

  it.each(payloads.map((each) => [each.name, each] as const))(
    "may have the objects and lists of %s as JSON in strings",
    (_, { event, bytes }) => {
      const payload = JSON.parse(bytes.toString()) as Record<string, unknown>;
      const strings = Object.fromEntries(
        Object.entries(payload).map(([key, value]) => [
          key,
          typeof value === "object" ? JSON.stringify(value) : value,
        ]),
      );
      const { id, ...expected } = eventOf(ingest(bytes, factsOf(event), settings));
      const body = Buffer.from(JSON.stringify(strings));
      const { id: other, ...actual } = eventOf(ingest(body, factsOf(event), settings));
      const key = expected.visitorKey.replace(id, other);
      expect(actual).toEqual({ ...expected, visitorKey: key });
    },
  );

  it("may be JSON in a string as a whole, with the same id", () => {
    const { event, bytes } = fixture("feedback-left");
    const body = Buffer.from(JSON.stringify(bytes.toString()));
    const plain = eventOf(ingest(bytes, factsOf(event), settings));
    expect(eventOf(ingest(body, factsOf(event), settings))).toEqual(plain);
  });

  it("may have its messages as JSON in strings, one by one", () => {
    const { event, bytes } = fixture("transcript-exported");
    const payload = JSON.parse(bytes.toString()) as { messages: object[] };
    const messages = payload.messages.map((message) => JSON.stringify(message));
    const body = Buffer.from(JSON.stringify({ ...payload, messages }));
    const plain = eventOf(ingest(bytes, factsOf(event), settings));
    expect(eventOf(ingest(body, factsOf(event), settings)).messages).toEqual(plain.messages);
    expect(plain.messages?.length).toBeGreaterThan(1);
    const texts = { messages: ["[1]", '"quoted"', "{no"] };
    const odd = ingest(Buffer.from(JSON.stringify(texts)), factsOf(event), settings);
    expect(eventOf(odd).messages?.map(({ text }) => text)).toEqual(texts.messages);
  });

  it("keeps a text that begins like JSON but is not", () => {
    const payload = { visitor: "{no", messages: "[no", visitorTraits: "{no" };
    const body = Buffer.from(JSON.stringify(payload));
    const event = eventOf(ingest(body, factsOf("transcript-exported"), settings));
    expect(event.traits).toBe("{no");
    expect(JSON.parse(event.relayExtra ?? "")).toEqual({ visitor: "{no", messages: "[no" });
  });
});
