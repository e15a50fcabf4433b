import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { compileFunction } from "node:vm";

import * as pulumi from "@pulumi/pulumi";
import ts from "typescript";

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

/** A connection with credentials. The emulator does not know the sources that need some. */
const bucket = {
  name: "Bucket",
  connectionSpec: aep.specs.chatlio,
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

/** The written program as a function. */
async function programIn(folder: string): Promise<() => Promise<object>> {
  const written = await readFile(path.join(folder, "index.ts"), "utf8");
  const module = ts.ModuleKind.CommonJS;
  const { outputText } = ts.transpileModule(written, { compilerOptions: { module } });
  return () => {
    const run = compileFunction(outputText, ["require", "exports"]) as (
      ...given: unknown[]
    ) => void;
    run((name: string) => (name === "@chatlio-aep/adobe-aep" ? aep : pulumi), {});
    return Promise.resolve({});
  };
}

test("what it writes brings everything under a stack, and nothing is left to do", async () => {
  const out = path.join(harness.stack.directory, "brought");
  const { imported, notImported, notListed } = await importSandbox("--all", "--out", out);
  expect([notImported, notListed]).toEqual([[], []]);
  expect(new Set(imported.map(({ type }) => type)).size).toBe(18);
  // As docs/provider/importing.md says.
  const flags = ["--yes", "--generate-code=false", "--skip-preview", "--stack", "dev"];
  await harness.pulumi("import", "--file", path.join(out, "import.json"), ...flags);
  expect(await readFile(path.join(out, "index.ts"), "utf8")).not.toContain("t0p-s3cret");
  const credentials = ["--secret", "bucketConnectionCredentials", "{}", "--stack", "dev"];
  await harness.pulumi("config", "set", ...credentials);
  harness.program(await programIn(out));
  await harness.stack.preview({ expectNoChanges: true });
  const up = await harness.stack.up();
  expect(up.resourceChanges).toEqual({ same: imported.length + 1 });
  await harness.stack.preview({ expectNoChanges: true });
}, 600_000);
