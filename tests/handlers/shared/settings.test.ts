import * as z from "zod";

import { inletSecret } from "../../../handlers/forwarder/settings";
import { decodeSettings } from "../../../handlers/shared/settings";

describe("settings that are invalid in many places", () => {
  it("are an error that names the first ten and counts the others", () => {
    const shape = z.object({ list: z.array(z.number()) });
    const list = Array.from({ length: 5_000 }, () => "x");
    const env = { CHATLIO_AEP_SETTINGS: JSON.stringify({ list }) };
    expect(() => decodeSettings(shape, env)).toThrow(/list\.0, .*list\.9 and 4990 more\. Deploy/);
  });
});

describe("the secret of the streaming endpoint", () => {
  const secret = { inletUrl: "https://inlet.example/collection/a", flowId: "flow-1" };

  it.each([
    ["file:///etc/passwd", "flow-1"],
    ["javascript:alert(1)", "flow-1"],
    ["https://inlet.example/a", "flow\r\nx-evil: 1"],
    ["https://inlet.example/a", ""],
  ])("is not the URL %j with the dataflow %j", (inletUrl, flowId) => {
    expect(inletSecret.safeParse(secret).success).toBe(true);
    expect(inletSecret.safeParse({ inletUrl, flowId }).success).toBe(false);
  });
});
