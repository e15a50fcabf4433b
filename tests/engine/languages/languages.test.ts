import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { packageSchema } from "../../../adobe/provider/schema/packageSchema";
import { run } from "../../../local/process/run";
import { ensureTestTool } from "../../../local/toolchain";
import { repository } from "../../../local/toolchain/context";
import { startHarness } from "../provider/harness";
import { asGoModule, builtProgram, buildYamlHost, go } from "./goModule";

// Only in `npm run test:full`: it compiles Pulumi's generators and three SDKs, which takes minutes.

const schema = packageSchema();
const types = Object.keys(schema.resources).map((token) => token.split(":")[2]);

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), "languages-"));
  const file = path.join(directory, "schema.json");
  await writeFile(file, JSON.stringify(schema));
  const generator = await builtProgram(
    path.join(__dirname, "generator"),
    path.join(directory, "generator"),
  );
  const { code, stderr } = await run(generator, [file, directory]);
  if (code !== 0) throw new Error(stderr);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

test("the Go SDK compiles, with a program that uses it", async () => {
  const sdk = path.join(directory, "go");
  await cp(path.join(__dirname, "goProgram"), path.join(sdk, "program"), { recursive: true });
  await asGoModule(sdk, "example.com/pulumi-adobe-aep/sdk/go");
  await go(sdk, "build", "./...");
  for (const token of Object.keys(schema.resources)) {
    const [, module = "", type = ""] = token.split(":");
    const name = `${type.charAt(0).toLowerCase()}${type.slice(1)}.go`;
    const source = await readFile(path.join(sdk, "adobeaep", module, name), "utf8");
    expect(source).toContain(`func Get${type}(`);
  }
});

describe("the Python SDK", () => {
  let python: string;
  let sdk: string;
  beforeAll(async () => {
    const environment = await ensureTestTool({
      name: "pulumi",
      title: "Pulumi's Python SDK",
      kind: "what the generated package imports",
      requirements: path.join(__dirname, "requirements.txt"),
      oldestPython: [3, 10],
      takes: "about 30 s, for the tests only",
    });
    python = path.join(environment, "bin/python");
    sdk = path.join(directory, "python");
    // What an installation would write: the package reads its own version from it.
    const info = path.join(sdk, `pulumi_adobe_aep-${schema.version}.dist-info`);
    await mkdir(info);
    const metadata = `Metadata-Version: 2.1\nName: pulumi_adobe_aep\nVersion: ${schema.version}\n`;
    await writeFile(path.join(info, "METADATA"), metadata);
  });

  test("can be imported, and each class has get", async () => {
    const { code, stdout, stderr } = await run(python, [path.join(__dirname, "importAll.py")], {
      env: { ...process.env, PYTHONPATH: sdk },
    });
    expect([code, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout)).toEqual({
      version: schema.version,
      classes: [...types].sort(),
      withoutGet: [],
    });
  });

  test("is used by a program that deploys, shows no changes and is destroyed", async () => {
    const harness = await startHarness();
    try {
      const args = [path.join(__dirname, "program.py"), harness.stack.directory, harness.project];
      const { code, stdout, stderr } = await run(python, args, {
        env: { ...process.env, ...harness.stack.environment, PYTHONPATH: sdk },
      });
      expect([code, stderr]).toEqual([0, ""]);
      expect(JSON.parse(stdout)).toMatchObject({
        made: { create: 5 },
        outputs: { tenant: "_localtenant", sandbox: { name: "dev" } },
        destroyed: { delete: 5 },
      });
      expect(await harness.ui.catalog.findAll()).toEqual([]);
    } finally {
      await harness.close();
    }
  });
});

test("the TypeScript SDK compiles", async () => {
  const sdk = path.join(directory, "nodejs");
  await symlink(path.join(repository, "node_modules"), path.join(sdk, "node_modules"));
  const compiler = path.join(repository, "node_modules/typescript/bin/tsc");
  const { code, stdout } = await run(process.execPath, [compiler, "--noEmit", "-p", sdk]);
  expect([code, stdout]).toEqual([0, ""]);
});

test("a program in YAML deploys, shows no changes and is destroyed", async () => {
  const host = path.join(directory, "yaml");
  await buildYamlHost(host);
  const before = process.env["PATH"] ?? "";
  process.env["PATH"] = [host, before].join(path.delimiter);
  const harness = await startHarness({ workDir: path.join(__dirname, "yamlProgram") }).finally(
    () => {
      process.env["PATH"] = before;
    },
  );
  try {
    await harness.pulumi("up", "--yes", "--skip-preview", "--stack", "dev");
    await harness.pulumi("preview", "--expect-no-changes", "--stack", "dev");
    const outputs = JSON.parse(await harness.pulumi("stack", "output", "--json")) as object;
    expect(outputs).toMatchObject({ tenant: "_localtenant", sandbox: { name: "dev" } });
    expect(await harness.ui.catalog.findAll()).toHaveLength(1);
    await harness.pulumi("destroy", "--yes", "--skip-preview", "--stack", "dev");
    expect(await harness.ui.catalog.findAll()).toEqual([]);
  } finally {
    await harness.close();
  }
});
