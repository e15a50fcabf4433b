import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import fetch from "node-fetch";
import { createTokenSource } from "../../../adobe/client/ims";
import * as aep from "../../../adobe/sdk";
import { EmulatorClient, emulatorCredentials } from "../../../emulator";
import { startHarness } from "./harness";

const root = path.join(__dirname, "../../..");

test("the example of another team lands a row and leaves nothing behind", async () => {
  const harness = await startHarness({ workDir: path.join(root, "examples/http-api") });
  try {
    const { outputs } = await harness.stack.up();
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
    expect(await new EmulatorClient(harness.url).rows(value("datasetId"))).toMatchObject({
      rows: [{ _id: "order-1", _localtenant: { order: { number: "A-1", total: 12.5 } } }],
      rejected: [],
    });

    // It has rows now: only a program that says so may delete it.
    const refused = await harness.stack.destroy().catch((error: unknown) => error);
    expect(String(refused)).toContain("forceDestroy");
  } finally {
    await harness.close();
  }
});

test("installed from its archive, the plugin is found by a program with no plugins entry", async () => {
  const tsx = path.join(root, "node_modules/tsx/dist/cli.mjs");
  const packaging = path.join(root, "scripts/packProvider.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [tsx, packaging], { cwd: root });
  const [file = ""] = stdout.split("\n");

  const harness = await startHarness({ workDir: path.join(__dirname, "installed") });
  try {
    await harness.pulumi(
      "plugin",
      "install",
      "resource",
      "adobe-aep",
      "0.1.0",
      "--file",
      path.join(root, file),
    );
    harness.program(() => {
      const namespace = new aep.identity.Namespace("a", {
        code: "shopper",
        name: "Shopper",
        idType: "Cookie",
      });
      return Promise.resolve({ id: namespace.id });
    });
    const up = await harness.stack.up();
    expect(up.summary.resourceChanges).toEqual({ create: 2 });
    expect(up.outputs["id"]?.value).toMatch(/^\d+$/);
  } finally {
    await harness.close();
  }
});

test("pulumi package get-schema prints the package schema", async () => {
  const harness = await startHarness();
  try {
    const executable = path.join(root, "adobe/plugin/pulumi-resource-adobe-aep");
    const schema = JSON.parse(await harness.pulumi("package", "get-schema", executable)) as {
      name: string;
      resources: Record<string, unknown>;
    };
    expect(schema.name).toBe("adobe-aep");
    expect(Object.keys(schema.resources)).toHaveLength(11);
  } finally {
    await harness.close();
  }
});
