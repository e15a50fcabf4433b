import path from "node:path";

import fetch from "node-fetch";

import { createTokenSource } from "../../../adobe/client/ims";
import { emulatorCredentials } from "../../../emulator";
import { deployAsWritten } from "./deployAsWritten";
import { startHarness } from "./harness";

const root = path.join(__dirname, "../../..");

// Without the engine: tests/adobe/provider/examples.test.ts deploys an example of each of its resources, and
// tests/emulator/services/streaming/xdmInlet.test.ts posts to an endpoint that requires a login.
test("the example of another team delivers a row and leaves nothing behind", async () => {
  const harness = await startHarness({ workDir: path.join(root, "examples/http-api") });
  try {
    await deployAsWritten(harness, "examples/http-api/README.md");
    const outputs = await harness.stack.outputs();
    const value = (name: string) => outputs[name]?.value as string;
    await harness.stack.preview({ expectNoChanges: true });

    const schemaRef = {
      id: value("schemaId"),
      contentType: "application/vnd.adobe.xed-full+json;version=1",
    };
    const token = await createTokenSource({ ...emulatorCredentials, imsUrl: harness.url }).token();
    const post = (headers: Record<string, string>) =>
      fetch(value("inletUrl"), {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({
          header: {
            schemaRef,
            imsOrgId: emulatorCredentials.orgId,
            datasetId: value("datasetId"),
            flowId: value("flowId"),
          },
          body: {
            xdmMeta: { schemaRef },
            xdmEntity: {
              _id: "order-1",
              timestamp: "2026-01-02T03:04:05.000Z",
              [value("tenantNamespace")]: { order: { number: "A-1", total: 12.5 } },
            },
          },
        }),
      });
    expect((await post({})).status).toBe(401);
    expect((await post({ authorization: `Bearer ${token}` })).status).toBe(200);
    expect(await harness.emulator.rows(value("datasetId"))).toMatchObject({
      rows: [{ _id: "order-1", _localtenant: { order: { number: "A-1", total: 12.5 } } }],
      rejected: [],
    });

    // It has rows now: only a program that says so may delete it.
    const rejected = await harness.stack.destroy().catch((error: unknown) => error);
    expect(String(rejected)).toContain("forceDestroy");
  } finally {
    await harness.close();
  }
});
