import fs from "node:fs/promises";
import path from "node:path";

import { temporaryDirectory } from "../../local/process/temporary";
import { repository } from "../../local/toolchain/context";
import { startLocal, type Local } from "./stackSupport";

/**
 * The local stack, not deployed yet, of a copy of the program in `project`, whose source files a test may
 * change. `close` removes the copy too.
 */
export async function startCopy(
  options: Omit<NonNullable<Parameters<typeof startLocal>[0]>, "workDir">,
): Promise<{ readonly project: string; readonly local: Local }> {
  const project = await copyOfProgram();
  const local = await startLocal({ ...options, workDir: project });
  const close = async () => {
    await local.close();
    await fs.rm(project, { recursive: true, force: true });
  };
  return { project, local: { ...local, close } };
}

/** The program, so that a source file of `infra`, `handlers` or `cli` can be changed. */
async function copyOfProgram(): Promise<string> {
  const directory = await temporaryDirectory("program");
  const copied = ["infra", "handlers", "cli", "Pulumi.yaml", "Pulumi.local.yaml", "package.json"];
  for (const part of [...copied, "tsconfig.json"]) {
    await fs.cp(path.join(repository, part), path.join(directory, part), { recursive: true });
  }
  // What no test changes: as links, so that the provider's bundle serves for the copy too.
  for (const part of ["adobe", "emulator", "provider-sdk", "node_modules"]) {
    await fs.symlink(path.join(repository, part), path.join(directory, part));
  }
  return directory;
}
