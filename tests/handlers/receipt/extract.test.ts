import { receive, type Outcome } from "../../../handlers/receipt/receipt";
import type { ChatEvent } from "../../../handlers/model";
import { receiverSettingsOf } from "../support/settings";

const settings = receiverSettingsOf();
const facts = (event: string) => ({
  event,
  widget: "main",
  requestId: "request-1",
  receivedAt: "2026-11-23T10:05:00.000Z",
  synthetic: false,
});

function eventOf(outcome: Outcome): ChatEvent {
  if (outcome.kind !== "accepted") throw new Error(outcome.kind);
  return outcome.envelope.body;
}

describe("what is left over of a payload", () => {
  it.each<[string, object]>([
    ["feedback-left", { visitor: { email: "", name: "", UUID: "", IPAddress: "" }, message: "" }],
    ["feedback-left", { visitor: null, message: null }],
    ["feedback-left", { visitor: null }],
    ["offline-message", { name: "", email: "", emailPretty: "", visitor: {} }],
    ["transcript-exported", { messages: [{ text: "", ts: "" }], extraData: [""] }],
    ["transcript-exported", { messages: [{}], visitorTraits: {}, endedAt: "" }],
    ["feedback-left", { unknown: "", deep: { also: [], and: { so: null } } }],
  ])("takes nothing empty of %s for an extra field (%j)", (event, payload) => {
    const body = Buffer.from(JSON.stringify(payload));
    const found = eventOf(receive(body, facts(event), settings));
    expect(found).not.toHaveProperty("relayExtra");
    expect(found).not.toHaveProperty("messages");
  });

  it.each<[string, object, object]>([
    ["feedback-left", { visitor: { email: "" }, unknown: 1 }, { unknown: 1 }],
    ["feedback-left", { visitor: ["a"] }, { visitor: ["a"] }],
    [
      "transcript-exported",
      { messages: [{ text: "a", unknown: 1 }, {}, 5] },
      { messages: { 0: { unknown: 1 }, 2: 5 } },
    ],
  ])("keeps in extra what of %s has no field (%j)", (event, payload, extra) => {
    const body = Buffer.from(JSON.stringify(payload));
    const { relayExtra } = eventOf(receive(body, facts(event), settings));
    expect(JSON.parse(relayExtra ?? "")).toEqual(extra);
  });

  it("keeps an unknown number of any size in extra", () => {
    const body = Buffer.from('{"huge":1e400,"list":["",0]}');
    const { relayExtra } = eventOf(receive(body, facts("feedback-left"), settings));
    expect(JSON.parse(relayExtra ?? "")).toEqual({ huge: "1e400", list: ["", 0] });
  });
});

describe("what is found in a payload", () => {
  it("is the first of several places that has something", () => {
    const read = (payload: object) =>
      eventOf(receive(Buffer.from(JSON.stringify(payload)), facts("offline-message"), settings))
        .visitorName;
    expect(read({ visitor: { name: "first" }, name: "second" })).toBe("first");
    expect(read({ visitor: { name: "" }, name: "second" })).toBe("second");
  });

  it("takes messages that are only texts", () => {
    const body = Buffer.from('{"messages":["one","",{"text":"two"}]}');
    const event = eventOf(receive(body, facts("transcript-exported"), settings));
    expect(event.messages).toEqual([{ text: "one" }, { text: "two" }]);
    expect(event).not.toHaveProperty("relayExtra");
  });
});
