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

  it("keeps an unknown number of any size in extra", () => {
    const body = Buffer.from('{"huge":1e400,"list":["",0]}');
    const { relayExtra } = eventOf(receive(body, facts("feedback-left"), settings));
    expect(JSON.parse(relayExtra ?? "")).toEqual({ huge: "1e400", list: ["", 0] });
  });
});
