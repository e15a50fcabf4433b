import { execFile } from "node:child_process";
import { copyFile, cp, rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

import { printError } from "../emulator/terminal";
import { workspaces } from "../package.json";
import { keepPublicTypes } from "./publicTypes";

const root = path.join(__dirname, "..");

/** Files that are not compiled but used at run time, by workspace. */
const assets: Readonly<Record<string, readonly string[]>> = { emulator: ["page", "ui"] };

/** Whether `tsc` checks types. `npm run check` does so too. */
type Checks = "checked" | "unchecked";

async function build(workspace: string, checks: Checks): Promise<void> {
  const directory = path.join(root, workspace);
  const dist = path.join(directory, "dist");
  await rm(dist, { recursive: true, force: true });
  await compile(path.join(directory, "tsconfig.build.json"), checks);
  await keepPublicTypes(directory);
  for (const asset of assets[workspace] ?? []) {
    await cp(path.join(directory, asset), path.join(dist, asset), { recursive: true });
  }
  // npm packs the license of the directory it packs, and there is one of them, at the root.
  await copyFile(path.join(root, "LICENSE"), path.join(directory, "LICENSE"));
}

async function compile(project: string, checks: Checks): Promise<void> {
  const tsc = require.resolve("typescript/bin/tsc");
  const args = ["--project", project, ...(checks === "unchecked" ? ["--noCheck"] : [])];
  try {
    await promisify(execFile)(process.execPath, [tsc, ...args]);
  } catch (error) {
    const { stdout = "" } = error as { stdout?: string };
    throw new Error(`${path.relative(root, project)} does not compile:\n${stdout}`, {
      cause: error,
    });
  }
}

/** Compiles every npm workspace into its `dist/`, ready for `npm pack --workspace <workspace>`. */
export async function buildPackages(checks: Checks = "checked"): Promise<void> {
  const builds = workspaces.map((workspace) => build(workspace, checks));
  const failures = (await Promise.allSettled(builds)).filter(
    (result) => result.status === "rejected",
  );
  if (failures.length > 0) throw new Error(failures.map(({ reason }) => String(reason)).join("\n"));
}

/** `npm run build` */
async function main(): Promise<void> {
  try {
    await buildPackages();
  } catch (error) {
    printError(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

if (require.main === module) void main();
