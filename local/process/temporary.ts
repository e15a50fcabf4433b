import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { isRunning } from "../../scripts/lock.cjs";

const PREFIX = "chatlio-aep-";

/** The logs of a run that failed can be read for so long, whatever else is run. */
const KEPT_MS = 60 * 60 * 1000;

/** Makes a temporary directory, and removes those of processes that ended without removing theirs. */
export async function temporaryDirectory(kind: string): Promise<string> {
  const base = os.tmpdir();
  for (const name of await fs.readdir(base)) {
    const pid = new RegExp(`^${PREFIX}${kind}-(\\d+)-`).exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    const directory = path.join(base, name);
    const { mtimeMs } = await fs.stat(directory).catch(() => ({ mtimeMs: Infinity }));
    if (Date.now() - mtimeMs < KEPT_MS) continue;
    // Somebody else's on a shared machine stays where it is.
    await fs.rm(directory, { recursive: true, force: true }).catch(() => undefined);
  }
  return fs.mkdtemp(path.join(base, `${PREFIX}${kind}-${process.pid}-`));
}
