import { errorName, log } from "../../../handlers/shared/log";
import { captureOutput } from "../support/environment";

describe("log", () => {
  it("writes one line of JSON with the keys by which Lambda filters", () => {
    const output = captureOutput();
    try {
      log("WARN", "retry", { event: "feedback-left", receive: 3, id: undefined });
      expect(output.text()).toMatch(/^\{[^\n]*\}\n$/);
      const [line] = output.lines();
      expect(line).toEqual({
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
        level: "WARN",
        message: "retry",
        event: "feedback-left",
        receive: 3,
      });
    } finally {
      output.stop();
    }
  });
});

describe("errorName", () => {
  it.each([
    [new TypeError("https://secret.example/"), "TypeError"],
    [Object.assign(new Error("secret"), { code: "ECONNRESET" }), "Error ECONNRESET"],
    [Object.assign(new Error("secret"), { code: 23 }), "Error"],
    ["secret", "unknown"],
    [
      Object.assign(new Error("secret"), { name: "N".repeat(500_000), code: "C".repeat(5_000) }),
      `${"N".repeat(100)} ${"C".repeat(100)}`,
    ],
    [
      Object.assign(new Error("secret"), { name: "A\n\u001b[31mB\u2028", code: "\u0000C\u202e" }),
      "A[31mB C",
    ],
  ])("of %.80p quotes nothing, and is short", (error, name) => {
    expect(errorName(error)).toBe(name);
  });
});
