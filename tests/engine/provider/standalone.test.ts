import { copyFile, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";

import { definitions } from "../../../adobe/provider/resources";
import * as aep from "../../../adobe/sdk";
import { temporaryDirectory } from "../../../local/process/temporary";
import { startHarness } from "./harness";

const root = path.join(__dirname, "../../..");
const folder = path.join(root, "adobe/plugin");

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
