import { copyFile, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";

import fetch from "node-fetch";

import { createTokenSource } from "../../../adobe/client/ims";
import { definitions } from "../../../adobe/provider/resources";
import * as aep from "../../../adobe/sdk";
import { emulatorCredentials } from "../../../emulator";
import { temporaryDirectory } from "../../../local/process/temporary";
import { deployAsWritten } from "./deployAsWritten";
import { startHarness } from "./harness";

const root = path.join(__dirname, "../../..");
const folder = path.join(root, "adobe/plugin");

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

test("pulumi package get-schema prints a package schema that Pulumi accepts, of executable and folder", async () => {
  const harness = await startHarness();
  try {
    const executable = path.join(folder, "pulumi-resource-adobe-aep");
    const text = await harness.pulumi("package", "get-schema", executable);
    const schema = JSON.parse(text) as { name: string; resources: Record<string, unknown> };
    expect(schema.name).toBe("adobe-aep");
    expect(Object.keys(schema.resources).sort()).toEqual(
      definitions.map(({ token }) => token).sort(),
    );
    // Pulumi's own check, which each of its generators begins with. It exits with 1 on an error.
    const file = path.join(harness.stack.directory, "package-schema.json");
    await writeFile(file, text);
    expect(await harness.pulumi("schema", "check", file).finally(() => rm(file))).toBe("");
    // The folder is run by Pulumi's language host for Node.js.
    expect(await harness.pulumi("package", "get-schema", folder)).toBe(text);
  } finally {
    await harness.close();
  }
});

test("a stack runs a provider that is a folder without a launcher", async () => {
  // Pulumi's language host runs it: the folder of this repository has a launcher too, which the engine prefers.
  const directory = await temporaryDirectory("folder");
  const provider = path.join(directory, "provider");
  const project = path.join(directory, "project");
  await Promise.all([provider, project].map((made) => mkdir(made)));
  await symlink(path.join(root, "node_modules"), path.join(directory, "node_modules"));
  await copyFile(path.join(folder, "PulumiPlugin.yaml"), path.join(provider, "PulumiPlugin.yaml"));
  await writeFile(path.join(provider, "package.json"), JSON.stringify({ main: "main.cjs" }));
  const load = `require(${JSON.stringify(path.join(folder, "index.cjs"))});`;
  await writeFile(path.join(provider, "main.cjs"), load);
  const plugins = { providers: [{ name: "adobe-aep", path: "../provider" }] };
  const settings = { name: "folder", runtime: "nodejs", plugins };
  await writeFile(path.join(project, "Pulumi.yaml"), JSON.stringify(settings));

  const harness = await startHarness({ workDir: project });
  try {
    harness.program(() => {
      new aep.xdm.FieldGroup("shop", {
        intendedToExtend: ["https://ns.adobe.com/xdm/context/experienceevent"],
        properties: { sku: { type: "string" } },
      });
      return Promise.resolve();
    });
    await harness.stack.up();
    const groups = await harness.ui.registry.findAll("fieldgroups");
    expect(groups).toHaveLength(1);
    await harness.stack.preview({ expectNoChanges: true });
    await harness.stack.destroy();
    expect(await harness.ui.registry.findAll("fieldgroups")).toEqual([]);
  } finally {
    await harness.close();
    await rm(directory, { recursive: true, force: true });
  }
});
