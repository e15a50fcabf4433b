import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { isRunning } from "./lock.cjs";

const PREFIX = "chatlio-aep-";

/** Makes a temporary directory, and removes those of processes that ended without removing theirs. */
export async function temporaryDirectory(kind: string): Promise<string> {
  const base = os.tmpdir();
  for (const name of await fs.readdir(base)) {
    const pid = new RegExp(`^${PREFIX}${kind}-(\\d+)-`).exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    // Somebody else's on a shared machine stays where it is.
    await fs.rm(path.join(base, name), { recursive: true, force: true }).catch(() => undefined);
  }
  return fs.mkdtemp(path.join(base, `${PREFIX}${kind}-${process.pid}-`));
}
