import { randomBytes } from "node:crypto";

import fc from "fast-check";

import {
  BAD_ENVELOPE,
  MAX_MESSAGE_BYTES,
  readableFacts,
  readEnvelope,
  unwrapRaw,
  wrapRaw,
  type RawEnvelope,
} from "../../../handlers/shared/envelope";
import { toJson } from "../../../handlers/shared/json";
import { messageText } from "../support/messages";

const facts = {
  event: "feedback-left",
  widget: "main",
  requestId: "r",
  receivedAt: "2026-11-23T10:05:00.000Z",
  synthetic: true,
};

describe("wrapRaw", () => {
  it("keeps any bytes unchanged", () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.boolean(), (bytes, readable) => {
        const envelope = wrapRaw(facts, bytes, "not-json", { readable }) as RawEnvelope;
        expect(readEnvelope(toJson(envelope))).toEqual(envelope);
        expect(unwrapRaw(envelope)).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it("keeps text readable, unless that is switched off", () => {
    const text = Buffer.from("grüße");
    expect(wrapRaw(facts, text, "not-json")).toEqual({
      v: 1,
      kind: "raw",
      ...facts,
      reason: "not-json",
      encoding: "utf8",
      body: "grüße",
    });
    expect(wrapRaw(facts, text, "x", { readable: false })).toMatchObject({
      encoding: "base64",
      body: text.toString("base64"),
    });
    expect(wrapRaw(facts, Buffer.from([0xff]), "x")).toMatchObject({ encoding: "base64" });
  });

  it("copies the request facts of an envelope, not its body or reason", () => {
    const envelope = { ...facts, kind: "event", body: { a: 1 }, reason: "other", attempts: 3 };
    expect(wrapRaw(envelope, Buffer.from("x"), "not-json")).toEqual({
      v: 1,
      kind: "raw",
      ...facts,
      reason: "not-json",
      encoding: "utf8",
      body: "x",
    });
  });

  it("tries text, then base64, then compressed, and then gives up", () => {
    const encoding = (bytes: Buffer) => wrapRaw(facts, bytes, "not-json")?.encoding;
    const overhead = Buffer.byteLength(toJson(wrapRaw(facts, Buffer.alloc(0), "not-json")));
    const fits = MAX_MESSAGE_BYTES - overhead;
    expect(encoding(Buffer.alloc(fits, "a"))).toBe("utf8");
    expect(encoding(Buffer.alloc(fits + 1, "a"))).toBe("gzip+base64");
    // Control characters take six bytes each as JSON, and four thirds as base64.
    expect(encoding(Buffer.alloc(300_000, 1))).toBe("base64");
    expect(encoding(randomBytes(700_000))).toBe("base64");
    expect(encoding(randomBytes(800_000))).toBeUndefined();
    const large = Buffer.alloc(2_000_000, "large ");
    const read = readEnvelope(toJson(wrapRaw(facts, large, BAD_ENVELOPE)));
    expect(read).toMatchObject({ reason: "bad-envelope", encoding: "gzip+base64" });
    expect(unwrapRaw(read as RawEnvelope)?.equals(large)).toBe(true);
  });
});

describe("readableFacts", () => {
  const otherwise = {
    event: "e",
    widget: "w",
    requestId: "r",
    receivedAt: "2026-01-01T00:00:00.000Z",
    synthetic: true,
  };

  it("reads the request facts of a message", () => {
    const readable = { ...facts, synthetic: false };
    expect(readableFacts(JSON.stringify({ v: 2, ...readable, body: 1 }), otherwise)).toEqual(
      readable,
    );
  });

  it.each([
    ["text that is not JSON", "x"],
    ["JSON that is not an object", "[1]"],
    ["null", "null"],
    ["an empty object", "{}"],
    [
      "other types",
      '{"event":1,"widget":null,"requestId":{},"receivedAt":[],"synthetic":"yes","v":1}',
    ],
  ])("falls back for %s", (_, text) => {
    expect(readableFacts(text, otherwise)).toEqual(otherwise);
  });
});

describe("readEnvelope", () => {
  it("reads what the receiver writes", () => {
    const text = messageText({ message: "hi" });
    expect(readEnvelope(text)).toEqual(JSON.parse(text));
  });

  it("keeps fields that a newer release has added to the event", () => {
    const text = messageText({ a: 1 }).replace('"id":', '"fromNewerRelease":[{"x":1}],"id":');
    expect(readEnvelope(text)).toEqual(JSON.parse(text));
  });

  it.each([
    ["text that is not JSON", "x"],
    ["JSON that is not an object", "[]"],
    ["another version", messageText({ a: 1 }).replace('"v":1', '"v":2')],
    ["another kind", messageText({ a: 1 }).replace('"kind":"event"', '"kind":"other"')],
    ["an event with an invalid field", messageText({ a: 1 }).replace('"id":"', '"id":1,"x":"')],
  ])("is undefined for %s", (_, text) => {
    expect(readEnvelope(text)).toBeUndefined();
  });
});
