import { execFile } from "node:child_process";
import { chmod, cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { version, workspaces } from "../../../package.json";
import { buildPackages } from "../../../scripts/buildPackages";
import { runsFull } from "../../support/full";
import { runWritten, writtenCommands } from "../../support/writtenCommands";

const run = promisify(execFile);
const root = path.join(__dirname, "../../..");

/** A packed archive, as `npm pack --json` describes it. */
export interface Archive {
  readonly filename: string;
  readonly name: string;
  readonly files: readonly { readonly path: string }[];
}

/** A project in a temporary directory that has the packed archives installed. */
export interface Consumer {
  readonly directory: string;
  readonly archives: readonly Archive[];
  /** Runs a program of Node.js there; resolves with what it printed. */
  node(...args: string[]): Promise<string>;
  close(): Promise<void>;
}

/**
 * Builds and packs all workspaces and installs the archives into a copy of `consumer/`. Archives and project
 * are next to each other, as in the READMEs.
 */
export async function installedConsumer(): Promise<Consumer> {
  const above = await realpath(await mkdtemp(path.join(tmpdir(), "consumer-")));
  const [directory, packed] = [path.join(above, "project"), path.join(above, "chatlio-aep")];
  await Promise.all([mkdir(directory), mkdir(packed)]);
  await buildPackages(runsFull ? "checked" : "unchecked");
  const archives = await pack(packed);
  await cp(path.join(__dirname, "consumer"), directory, { recursive: true });
  await writeFile(path.join(directory, "package.json"), JSON.stringify({ private: true }));
  await installAll(directory, archives);
  await writeFilesProvider(path.join(directory, "files-provider"));
  return {
    directory,
    archives,
    node: async (...args) => (await run(process.execPath, args, { cwd: directory })).stdout,
    close: () => rm(above, { recursive: true, force: true }),
  };
}

/** With `TEST_FULL=1` by the commands of the READMEs, one after the other. */
async function installAll(cwd: string, archives: readonly Archive[]): Promise<void> {
  const env = {
    ...process.env,
    npm_config_prefer_offline: "true",
    npm_config_ignore_scripts: "true",
    npm_config_audit: "false",
    npm_config_fund: "false",
    npm_config_loglevel: "silent",
    // Every package that comes with an archive has to fit this Node.js. So the emulator names a light-my-request:
    // Fastify takes any of its version 6, and the newest need Node.js 22.
    npm_config_engine_strict: "true",
  };
  if (runsFull) {
    for (const workspace of workspaces) {
      const commands = writtenCommands(`${workspace}/README.md`, "npm install ../");
      await runWritten(commands.replaceAll("<version>", version), { cwd, env });
    }
  }
  const files = runsFull ? [] : archives.map(({ filename }) => `../chatlio-aep/${filename}`);
  await run("npm", ["install", ...files, "@types/node@20"], { cwd, env });
}

async function pack(destination: string): Promise<Archive[]> {
  const chosen = workspaces.flatMap((workspace) => ["--workspace", workspace]);
  const args = ["pack", "--json", "--pack-destination", destination, ...chosen];
  const { stdout } = await run("npm", args, { cwd: root });
  return JSON.parse(stdout) as Archive[];
}

/** Writes the plugin that provider-sdk/README.md shows, unchanged. */
async function writeFilesProvider(directory: string): Promise<void> {
  const readme = await readFile(path.join(root, "provider-sdk/README.md"), "utf8");
  const [, program] = /```js\n(import [^]*?)```/.exec(readme) ?? [];
  const [, launcher] = /```sh\n(#![^]*?)```/.exec(readme) ?? [];
  if (program === undefined || launcher === undefined) {
    throw new Error("provider-sdk/README.md shows no provider.mjs or no launcher any more");
  }
  const executable = path.join(directory, "pulumi-resource-files");
  await mkdir(directory);
  await writeFile(path.join(directory, "provider.mjs"), program);
  await writeFile(executable, launcher);
  await chmod(executable, 0o755);
}
