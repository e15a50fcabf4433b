import { readMessages } from "../../../handlers/forwarder/messages";
import { messageText, record } from "../support/messages";

const NOW = Date.parse("2026-11-23T12:00:00.000Z");

describe("readMessages", () => {
  it("reads events with their receive counts", () => {
    const text = messageText({ message: "hi" });
    expect(readMessages([record("a", text, 3)], NOW)).toEqual({
      deliveries: [
        {
          messageId: "a",
          receiptHandle: "handle-a",
          receive: 3,
          sentAt: 1795428300000,
          envelope: JSON.parse(text) as unknown,
        },
      ],
      unreadable: [],
    });
  });

  it("counts a receive whose number is not there as the first", () => {
    const one = record("a", messageText({ message: "hi" }));
    const attributes = { ...one.attributes, ApproximateReceiveCount: "" };
    expect(readMessages([{ ...one, attributes }], NOW).deliveries[0]?.receive).toBe(1);
  });

  it("wraps what is no envelope, with the time it was sent", () => {
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

  it("takes a raw body as it is, with the reason it has", () => {
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
});
