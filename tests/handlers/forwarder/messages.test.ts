import fc from "fast-check";

import { readMessages } from "../../../handlers/forwarder/messages";
import { ingest } from "../../../handlers/ingestion/ingest";
import { toJson } from "../../../handlers/shared/json";
import { anyText, runs } from "../support/arbitraries";
import { payloads } from "../support/fixtures";
import { factsOf } from "../support/ingested";
import { messageText, record } from "../support/messages";
import { receiverSettingsOf } from "../support/settings";

const NOW = Date.parse("2026-11-23T12:00:00.000Z");

describe("readMessages", () => {
  it("reads events with their receive counts", () => {
    const text = messageText({ message: "hi" });
    expect(readMessages([record("a", text, 3)], NOW)).toEqual({
      deliveries: [
        {
          messageId: "a",
          receiptHandle: "handle-a",
          receiveCount: 3,
          sentAt: 1795428300000,
          envelope: JSON.parse(text) as unknown,
        },
      ],
      unreadable: [],
    });
  });

  it("assumes the first receive when the count is missing", () => {
    const one = record("a", messageText({ message: "hi" }));
    const attributes = { ...one.attributes, ApproximateReceiveCount: "" };
    expect(readMessages([{ ...one, attributes }], NOW).deliveries[0]?.receiveCount).toBe(1);
  });

  it("wraps a message of unknown format, with the time it was sent", () => {
    const sent = record("a", "what");
    const unknown = {
      ...record("b", "when"),
      attributes: { ...sent.attributes, SentTimestamp: "" },
    };
    const { deliveries, unreadable } = readMessages([sent, unknown], NOW);
    expect(deliveries).toEqual([]);
    const facts = { v: 1, kind: "raw", event: "", widget: "", synthetic: false, encoding: "utf8" };
    const reason = "bad-envelope";
    expect(unreadable).toEqual([
      {
        messageId: "a",
        reason,
        envelope: {
          ...facts,
          reason,
          requestId: "a",
          receivedAt: new Date(1795428300000).toISOString(),
          body: "what",
        },
      },
      {
        messageId: "b",
        reason,
        envelope: {
          ...facts,
          reason,
          requestId: "b",
          receivedAt: new Date(NOW).toISOString(),
          body: "when",
        },
      },
    ]);
  });

  it("keeps a raw body and its reason", () => {
    const raw = {
      v: 1,
      kind: "raw",
      event: "a",
      widget: "b",
      requestId: "r",
      receivedAt: "2026-11-23T10:05:00.000Z",
      synthetic: false,
      encoding: "utf8",
      body: "x",
    };
    const read = (envelope: object) =>
      readMessages([record("a", JSON.stringify(envelope))], NOW).unreadable;
    expect(read({ ...raw, reason: "not-json" })).toEqual([
      { messageId: "a", reason: "not-json", envelope: { ...raw, reason: "not-json" } },
    ]);
    expect(read(raw)).toEqual([{ messageId: "a", reason: "raw-body", envelope: raw }]);
  });

  it.each([
    ["of a newer form", { v: 2 }, {}],
    [
      "with facts of other types",
      { v: 2, event: 5, synthetic: "yes" },
      { event: "", synthetic: false },
    ],
    ["with a wrong body", { body: {}, synthetic: true }, { synthetic: true }],
    ["without a widget", { widget: undefined }, { widget: "" }],
  ])("keeps the request facts of an envelope %s", (_, changes, expected) => {
    const text = toJson({
      ...(JSON.parse(messageText({ a: 1 })) as object),
      requestId: "r7",
      ...changes,
    });
    expect(readMessages([record("a", text)], NOW).unreadable).toMatchObject([
      {
        reason: "bad-envelope",
        envelope: {
          event: "feedback-left",
          widget: "main",
          requestId: "r7",
          receivedAt: "2026-11-23T10:05:00.000Z",
          synthetic: false,
          ...expected,
          kind: "raw",
          body: text,
        },
      },
    ]);
  });

  it.each(["[]", "null", '"text"', "5"])("does not accept %s as an envelope", (text) => {
    expect(readMessages([record("a", text)], NOW).unreadable).toMatchObject([
      { reason: "bad-envelope", envelope: { event: "", requestId: "a" } },
    ]);
  });

  it("reads everything that the receiver sends", () => {
    const settings = receiverSettingsOf();
    const names = [
      ...new Set(payloads.flatMap(({ bytes }) => keysIn(JSON.parse(bytes.toString())))),
    ];
    const key = fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 8 }));
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        fc.constantFrom<unknown>(
          null,
          true,
          0,
          -0,
          1e300,
          "",
          "2026-02-07T11:02:17Z",
          "a@b.example",
        ),
        fc.double(),
        anyText({ maxLength: 12 }),
        fc.array(tie("value"), { maxLength: 4 }),
        fc.dictionary(key, tie("value"), { maxKeys: 8 }),
      ),
    }));
    const payload = fc.dictionary(key, value, { maxKeys: 14 });
    const event = fc.constantFrom(...payloads.map((each) => each.event));
    fc.assert(
      fc.property(event, payload, (name, body) => {
        const outcome = ingest(Buffer.from(JSON.stringify(body)), factsOf(name), settings);
        if (outcome.kind !== "accepted") throw new Error(outcome.kind);
        const text = toJson(outcome.envelope);
        const { deliveries } = readMessages([record("a", text)], NOW);
        expect(deliveries[0]?.envelope).toEqual(JSON.parse(text));
      }),
      { numRuns: runs(1_000) },
    );
  });
});

/** The names of all fields, nested ones too. */
function keysIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  const own = Array.isArray(value) ? [] : Object.keys(value);
  return [...own, ...Object.values(value).flatMap(keysIn)];
}
