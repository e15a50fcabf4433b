import { createHash } from "node:crypto";
import { visitorKey } from "../../../handlers/receipt/visitorKey";

describe("visitorKey", () => {
  it("is the visitor's UUID, else the conversation's id, else the row's", () => {
    expect(visitorKey({ visitorUuid: "u", conversationId: "c" }, "i")).toBe("uuid:u");
    expect(visitorKey({ conversationId: "c" }, "i")).toBe("conversation:c");
    expect(visitorKey({ visitorEmail: "a@b.example" }, "i")).toBe("id:i");
  });

  it("has the hash of a value that is too long for an identity", () => {
    const longest = "u".repeat(200);
    const hash = createHash("sha256").update(`${longest}u`).digest("hex");
    expect(visitorKey({ visitorUuid: longest }, "i")).toBe(`uuid:${longest}`);
    expect(visitorKey({ visitorUuid: `${longest}u` }, "i")).toBe(`uuid:${hash}`);
    expect(visitorKey({ conversationId: `${longest}u` }, "i")).toBe(`conversation:${hash}`);
  });
});
