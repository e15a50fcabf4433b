import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";

import fc from "fast-check";

import { readMessages } from "../../../handlers/forwarder/messages";
import { ingest } from "../../../handlers/ingestion/ingest";
import { redrive as redriveAs } from "../../../handlers/ingestion/redrive";
import { toJson } from "../../../handlers/shared/json";
import { messageText, record } from "../support/messages";
import { receiverSettingsOf } from "../support/settings";

const settings = receiverSettingsOf();

function redrive(text: string, options: Parameters<typeof redriveAs>[1]) {
  return redriveAs(text, options, "again");
}

/** A message as it is sent again. */
function sentAgain(text: string): string {
  return toJson({ ...(JSON.parse(text) as object), redriveId: "again" });
}

const facts = {
  event: "feedback-left",
  widget: "later",
  requestId: "r",
  receivedAt: "2026-11-20T10:05:00.000Z",
  synthetic: false,
};

/** The message in the dead-letter queue for a body. */
function deadLetter(body: string | Buffer, changes: object = {}): string {
  const outcome = ingest(Buffer.from(body), { ...facts, ...changes }, settings);
  if (outcome.kind !== "quarantined") throw new Error(outcome.kind);
  return toJson(outcome.envelope);
}

describe("redrive", () => {
  it("sends an event as it is, without what the forwarder added to it", () => {
    const text = messageText({ message: "hi" });
    const dead = toJson({ ...(JSON.parse(text) as object), reason: "inlet-400", attempts: 80 });
    expect(redrive(dead, settings)).toEqual({ kind: "send", text: sentAgain(text) });
  });

  it("ingests a raw body again, with the _id of its first ingestion", () => {
    const dead = deadLetter('{"message":"hi"}');
    const widened = { ...settings, widgets: ["main", "later"] };
    const first = ingest(Buffer.from('{"message":"hi"}'), facts, widened);
    const text = first.kind === "accepted" ? toJson(first.envelope) : "";
    expect(redrive(dead, widened)).toEqual({ kind: "send", text: sentAgain(text) });
  });

  it("applies the current privacy settings", () => {
    const dead = deadLetter('{"visitor":{"email":"a@b.example"}}');
    const policy = { ...settings.privacy, email: "drop" as const };
    const sent = redrive(dead, { ...settings, widgets: ["later"], privacy: policy });
    expect(sent.kind).toBe("send");
    expect(JSON.stringify(sent)).not.toContain("a@b.example");
  });

  it("keeps a message that the relay cannot have written, whatever is in it", () => {
    const message = (body: string, changes: object = {}) =>
      toJson({ v: 1, kind: "raw", ...facts, encoding: "gzip+base64", body, ...changes });
    const bomb = gzipSync(Buffer.alloc(50_000_000)).toString("base64");
    const short = gzipSync(gzipSync("{}")).subarray(0, 20).toString("base64");
    for (const body of ["", "not base64", bomb, short])
      for (const reason of ["unknown-widget", "bad-envelope"])
        expect(redrive(message(body, { reason }), settings)).toEqual({
          kind: "keep",
          reason: "bad-envelope",
        });
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom("utf8", "base64", "gzip+base64"),
        fc.constantFrom("bad-envelope", "not-json", undefined),
        (body, encoding, reason) => {
          expect(redrive(message(body, { encoding, reason }), settings).kind).toBe("keep");
        },
      ),
    );
  });

  describe("of a message that the forwarder could not read", () => {
    const unreadable = (text: string) => {
      const [{ envelope } = { envelope: undefined }] = readMessages(
        [record("a", text)],
        Date.parse(facts.receivedAt),
      ).unreadable;
      return { ...envelope, attempts: 1 };
    };
    /** The same message, as it is in the dead-letter queue. */
    const wrapping = (text: string) => toJson({ ...unreadable("{}"), body: text });

    it("sends the event in it once it can be read", () => {
      const text = messageText({ message: "hi" });
      expect(redrive(wrapping(text), settings)).toEqual({ kind: "send", text: sentAgain(text) });
    });

    it("ingests the raw body in it", () => {
      const sent = redrive(wrapping(deadLetter('{"message":"hi"}')), {
        ...settings,
        widgets: ["later"],
      });
      expect(sent.kind).toBe("send");
      expect(JSON.stringify(sent)).toContain("hi");
    });

    it.each([
      ["a newer envelope", messageText({ message: "hi" }).replace('"v":1', '"v":2')],
      ["no envelope at all", '{"message":"hi"}'],
    ])("keeps %s, and never treats it as a webhook's body", (_, text) => {
      expect(redrive(toJson(unreadable(text)), settings)).toEqual({
        kind: "keep",
        reason: "bad-envelope",
      });
    });
  });

  it.each([
    ["a text that is not an envelope", "what", "bad-envelope"],
    ["a widget still unknown", deadLetter("{}"), "unknown-widget"],
    ["a body that still is no JSON", deadLetter("no", { widget: "main" }), "not-json"],
    ["an event still unknown", deadLetter("{}", { event: "x" }), "unknown-event"],
  ])("keeps %s", (_, text, reason) => {
    expect(redrive(text, settings)).toEqual({ kind: "keep", reason });
  });

  it("keeps a body that is too large for the queue", () => {
    const dead = JSON.parse(deadLetter(Buffer.from([0xff]), { widget: "main" })) as object;
    const body = randomBytes(900_000).toString("base64");
    expect(redrive(toJson({ ...dead, encoding: "base64", body }), settings)).toEqual({
      kind: "keep",
      reason: "too-large",
    });
  });

  it("keeps an event that was switched off", () => {
    const options = { ...settings, widgets: ["later"], events: [] };
    expect(redrive(deadLetter("{}"), options)).toEqual({
      kind: "keep",
      reason: "event-switched-off",
    });
  });
});
