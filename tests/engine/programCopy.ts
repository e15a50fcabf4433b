import fs from "node:fs/promises";
import path from "node:path";

import { temporaryDirectory } from "../../local/process/temporary";
import { repository } from "../../local/toolchain/context";

/** The program with all it is made of, so that a source file of it can be changed. */
export async function copyOfProgram(): Promise<string> {
  const directory = await temporaryDirectory("program");
  const parts = ["infra", "adobe", "provider-sdk", "handlers", "Pulumi.yaml", "Pulumi.local.yaml"];
  for (const part of [...parts, "package.json", "tsconfig.json"]) {
    await fs.cp(path.join(repository, part), path.join(directory, part), { recursive: true });
  }
  await fs.symlink(path.join(repository, "node_modules"), path.join(directory, "node_modules"));
  return directory;
}
