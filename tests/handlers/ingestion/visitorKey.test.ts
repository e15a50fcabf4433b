import { createHash } from "node:crypto";

import { visitorKey } from "../../../handlers/ingestion/visitorKey";

const uuid = "5F0C2B1E-7a44-4d3b-9c1d-2e8f6a90b7d3";

describe("visitorKey", () => {
  it("is the visitor's UUID, else the conversation's id, else the row's", () => {
    expect(visitorKey({ visitorUuid: uuid, conversationId: "c" }, "i")).toBe(`uuid:${uuid}`);
    expect(visitorKey({ conversationId: "c" }, "i")).toBe("conversation:c");
    expect(visitorKey({ visitorEmail: "a@b.example" }, "i")).toBe("id:i");
  });

  it("is made only of ids", () => {
    for (const visitorUuid of ["bob@a.example", `x${uuid}`, `${uuid}x`, "7"])
      expect(visitorKey({ visitorUuid, conversationId: "c-1" }, "i")).toBe("conversation:c-1");
    for (const conversationId of ["bob@a.example", "Bob Smith", "x\ny"])
      expect(visitorKey({ visitorUuid: "bob@a.example", conversationId }, "i")).toBe("id:i");
  });

  it("has the hash of a value that is too long for an identity", () => {
    const longest = "u".repeat(200);
    const hash = createHash("sha256").update(`${longest}u`).digest("hex");
    expect(visitorKey({ conversationId: longest }, "i")).toBe(`conversation:${longest}`);
    expect(visitorKey({ conversationId: `${longest}u` }, "i")).toBe(`conversation:${hash}`);
  });
});
