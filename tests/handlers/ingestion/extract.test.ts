import { ingest } from "../../../handlers/ingestion/ingest";
import { eventOf, factsOf } from "../support/ingested";
import { receiverSettingsOf } from "../support/settings";

const settings = receiverSettingsOf();
describe("the rest of a payload", () => {
  it.each<[string, object]>([
    ["feedback-left", { visitor: { email: "", name: "", UUID: "", IPAddress: "" }, message: "" }],
    ["feedback-left", { visitor: null, message: null }],
    ["feedback-left", { visitor: null }],
    ["offline-message", { name: "", email: "", emailPretty: "", visitor: {} }],
    ["transcript-exported", { messages: [{ text: "", ts: "" }], extraData: [""] }],
    ["transcript-exported", { messages: [{}], visitorTraits: {}, endedAt: "" }],
    ["feedback-left", { unknown: "", deep: { also: [], and: { so: null } } }],
  ])("makes no extra field of an empty value in %s (%j)", (event, payload) => {
    const body = Buffer.from(JSON.stringify(payload));
    const found = eventOf(ingest(body, factsOf(event), settings));
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
  ])("keeps values of %s without a field in the extra fields (%j)", (event, payload, extra) => {
    const body = Buffer.from(JSON.stringify(payload));
    const { relayExtra } = eventOf(ingest(body, factsOf(event), settings));
    expect(JSON.parse(relayExtra ?? "")).toEqual(extra);
  });

  it("keeps an unknown number of any size in the extra fields", () => {
    const body = Buffer.from('{"huge":1e400,"list":["",0]}');
    const { relayExtra } = eventOf(ingest(body, factsOf("feedback-left"), settings));
    expect(JSON.parse(relayExtra ?? "")).toEqual({ huge: "1e400", list: ["", 0] });
  });
});

describe("the fields of a payload", () => {
  it("come from the first of several paths that has a value", () => {
    const read = (payload: object) =>
      eventOf(ingest(Buffer.from(JSON.stringify(payload)), factsOf("offline-message"), settings))
        .visitorName;
    expect(read({ visitor: { name: "first" }, name: "second" })).toBe("first");
    expect(read({ visitor: { name: "" }, name: "second" })).toBe("second");
  });

  it("counts the messages that are not empty", () => {
    const body = Buffer.from('{"messages":[{"text":""},{"text":"a"},5,null,"s",""]}');
    const event = eventOf(ingest(body, factsOf("transcript-exported"), settings));
    expect(event).toMatchObject({ messageCount: 2, messages: [{ text: "a" }, { text: "s" }] });
  });

  it("accepts messages that are plain texts", () => {
    const body = Buffer.from('{"messages":["one","",{"text":"two"}]}');
    const event = eventOf(ingest(body, factsOf("transcript-exported"), settings));
    expect(event.messages).toEqual([{ text: "one" }, { text: "two" }]);
    expect(event).not.toHaveProperty("relayExtra");
  });
});
