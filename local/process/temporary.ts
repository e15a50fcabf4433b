import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { isRunning } from "../../scripts/lock.cjs";

const PREFIX = "chatlio-aep-";

/** How long the logs of a failed run are kept at least. */
const KEPT_MS = 60 * 60 * 1000;

/** Creates a temporary directory. Removes old ones whose process ended without removing them. */
export async function temporaryDirectory(kind: string): Promise<string> {
  const base = os.tmpdir();
  for (const name of await fs.readdir(base)) {
    const pid = new RegExp(`^${PREFIX}${kind}-(\\d+)-`).exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    const directory = path.join(base, name);
    const { mtimeMs } = await fs.stat(directory).catch(() => ({ mtimeMs: Infinity }));
    if (Date.now() - mtimeMs < KEPT_MS) continue;
    // On a shared machine another user's directory stays.
    await fs.rm(directory, { recursive: true, force: true }).catch(() => undefined);
  }
  return fs.mkdtemp(path.join(base, `${PREFIX}${kind}-${process.pid}-`));
}
