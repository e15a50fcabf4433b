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
  ])("of %p quotes nothing", (error, name) => {
    expect(errorName(error)).toBe(name);
  });
});
