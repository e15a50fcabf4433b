import * as z from "zod";

import { httpApiSecret, inletSecret } from "../../../handlers/forwarder/settings";
import { decodeSettings } from "../../../handlers/shared/settings";

describe("settings that are invalid in many places", () => {
  it("are an error that names the first ten and counts the others", () => {
    const shape = z.object({ list: z.array(z.number()) });
    const list = Array.from({ length: 5_000 }, () => "x");
    const env = { CHATLIO_AEP_SETTINGS: JSON.stringify({ list }) };
    expect(() => decodeSettings(shape, env)).toThrow(/list\.0, .*list\.9 and 4990 more\. Deploy/);
  });
});

describe("the tenant's namespace in the secret", () => {
  const httpApi = {
    clientId: "c",
    clientSecret: "s",
    orgId: "o",
    sandbox: "dev",
    schemaId: "https://ns.adobe.com/acme/schemas/1",
    datasetId: "d",
  };

  it.each(["_acme", "_acme-2"])("may be %s", (tenantNamespace) => {
    expect(httpApiSecret.safeParse({ ...httpApi, tenantNamespace }).success).toBe(true);
  });

  it.each(["__proto__", "_", "acme", "_a.b"])("may not be %s", (tenantNamespace) => {
    expect(httpApiSecret.safeParse({ ...httpApi, tenantNamespace }).success).toBe(false);
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
