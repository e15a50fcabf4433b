import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

import * as pulumi from "@pulumi/pulumi";
import ts from "typescript";

import { definitions } from "../../../adobe/provider/resources";
import * as aep from "../../../adobe/sdk";
import { fillAtRandom } from "../../adobe/support/randomSandbox";
import { startClient, type Client } from "../../emulator/support/client";
import { sendLabRequests } from "../../emulator/support/labs";
import { chatlioAep } from "../../support/programs";
import { closeAll } from "../support/closeAll";
import { program as everyType } from "./everyType";
import { startHarness, type Harness } from "./harness";

/**
 * `chatlio-aep import-sandbox` on a sandbox that others have filled: the labs' own requests, objects at random, and a
 * program of every type. What it writes is imported under the real engine, and nothing is left to do.
 */
let client: Client;
let harness: Harness;
beforeAll(async () => {
  client = await startClient();
  harness = await startHarness({ url: client.url, adminSecret: client.adminSecret });
  await sendLabRequests(client);
  await fillAtRandom(harness.ui, 42);
  await harness.ui.flows.create("connections", bucket);
  harness.program(everyType());
  await harness.stack.up();
  await harness.forget();
});
afterAll(() => closeAll(harness, client));

/** A connection with credentials, as Adobe's tutorial of Amazon S3 makes it. */
const bucket = {
  name: "Bucket",
  connectionSpec: { id: "ecadc60c-7455-4d87-84dc-2a0e293d997b", version: "1.0" },
  auth: { specName: "Access Key", params: { s3AccessKey: "key", s3SecretKey: "t0p-s3cret" } },
};

interface Report {
  readonly imported: readonly { readonly type: string; readonly id: string }[];
  readonly notImported: readonly unknown[];
  readonly notListed: readonly unknown[];
}

async function importSandbox(...args: string[]): Promise<Report> {
  const command = [...chatlioAep, "import-sandbox", ...args, "--json"];
  const settings = { env: { ...process.env, ...harness.stack.environment }, maxBuffer: 2 ** 26 };
  const { stdout } = await promisify(execFile)(process.execPath, command, settings);
  return JSON.parse(stdout) as Report;
}

/** The written program as a function. It runs in the test's own realm, whose lists are lists for Pulumi. */
async function programIn(folder: string): Promise<() => Promise<object>> {
  const written = await readFile(path.join(folder, "index.ts"), "utf8");
  const { outputText } = ts.transpileModule(written.replaceAll(/^import .*$/gm, ""), {
    compilerOptions: { module: ts.ModuleKind.ESNext },
  });
  const file = path.join(folder, "main.cjs");
  await writeFile(file, `exports.main = (aep, pulumi) => {\n${outputText}\n};\n`);
  const { main } = (await import(file)) as { main: (...given: unknown[]) => void };
  return () => {
    main(aep, pulumi);
    return Promise.resolve({});
  };
}

test("what it writes brings everything under a stack, and nothing is left to do", async () => {
  const out = path.join(harness.stack.directory, "brought");
  const { imported, notImported, notListed } = await importSandbox("--all", "--out", out);
  expect([notImported, notListed]).toEqual([[], []]);
  // A sandbox is not in itself.
  const inSandboxes = definitions.filter((one) => one.ofOrganization !== true);
  const types = inSandboxes.map(({ token }) => token.replace("adobe-aep:", ""));
  expect([...new Set(imported.map(({ type }) => type))]).toEqual(types);
  // As docs/provider/importing.md says.
  const flags = ["--yes", "--generate-code=false", "--skip-preview", "--stack", "dev"];
  await harness.pulumi("import", "--file", path.join(out, "import.json"), ...flags);
  const program = await readFile(path.join(out, "index.ts"), "utf8");
  expect(program).not.toContain("t0p-s3cret");
  const keys = Array.from(
    program.matchAll(/pulumi config set --secret (\w+)/g),
    ([, key = ""]) => key,
  );
  expect(keys).toContain("bucketConnectionCredentials");
  for (const key of keys) {
    await harness.pulumi("config", "set", "--secret", key, "{}", "--stack", "dev");
  }
  harness.program(await programIn(out));
  await harness.stack.preview({ expectNoChanges: true });
  const up = await harness.stack.up();
  expect(up.resourceChanges).toEqual({ same: imported.length + 1 });
  await harness.stack.preview({ expectNoChanges: true });
}, 600_000);
