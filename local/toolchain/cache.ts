import { randomBytes } from "node:crypto";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { isRunning, withLock } from "../../scripts/lock.cjs";
import type { Task } from "../progress";
import type { ToolchainContext } from "./context";
import { errorCode, errorMessage, isDiskFull, ToolchainError } from "./errors";

/**
 * Directory outside the repository that keeps the tools: `CHATLIO_AEP_CACHE`, else
 * `$XDG_CACHE_HOME/chatlio-aep`, else `~/.cache/chatlio-aep`. It may be deleted at any time.
 */
export function cacheDirectory(env: NodeJS.ProcessEnv = process.env): string {
  const own = env["CHATLIO_AEP_CACHE"];
  if (own !== undefined && own !== "") return path.resolve(own);
  const xdg = env["XDG_CACHE_HOME"];
  const base = xdg !== undefined && path.isAbsolute(xdg) ? xdg : path.join(os.homedir(), ".cache");
  return path.join(base, "chatlio-aep");
}

/** Removes what killed runs left unfinished. */
async function removeLeftovers(directory: string): Promise<void> {
  const names = await fs.readdir(directory).catch(() => []);
  for (const name of names) {
    if (isRunning(Number.parseInt(name, 10))) continue;
    await fs.rm(path.join(directory, name), { recursive: true, force: true });
  }
}

/**
 * Creates `name` in the cache when it does not exist yet, and returns its path. `create` fills a separate
 * directory, which is renamed when it is complete: an interrupted run leaves nothing that looks finished.
 */
export async function cached(
  context: ToolchainContext,
  name: string,
  create: (directory: string) => Promise<void>,
): Promise<string> {
  const target = path.join(context.cache, name);
  if (await exists(target)) return target;
  let waiting: Task | undefined;
  try {
    return await withLock(
      `${target}.lock`,
      async () => {
        waiting?.done("done");
        if (await exists(target)) return target; // created by the run that this one waited for
        const unfinished = path.join(context.cache, "unfinished");
        await removeLeftovers(unfinished);
        const directory = path.join(
          unfinished,
          `${String(process.pid)}-${randomBytes(4).toString("hex")}`,
        );
        await fs.mkdir(directory, { recursive: true });
        try {
          await create(directory);
          await fs.rename(directory, target);
        } finally {
          await fs.rm(directory, { recursive: true, force: true });
        }
        return target;
      },
      (pid) => {
        const owner = pid === undefined ? "another run" : `another run (process ${String(pid)})`;
        waiting = context.progress.start(`Waiting for ${owner}, which is installing the same tool`);
      },
    );
  } catch (error) {
    if (error instanceof ToolchainError) throw error;
    const code = errorCode(error);
    if (code === "ENOSPC" || isDiskFull(errorMessage(error))) throw diskFull(context.cache);
    if (code !== undefined && ["EACCES", "EROFS", "EPERM", "ENOTDIR", "EEXIST"].includes(code)) {
      throw new ToolchainError(
        `Cannot write to the cache directory ${context.cache} (${errorMessage(error)}). Make it writable, or set CHATLIO_AEP_CACHE to another directory.`,
      );
    }
    throw error;
  }
}

export async function exists(file: string): Promise<boolean> {
  return fs.access(file).then(
    () => true,
    () => false,
  );
}

export function diskFull(directory: string, needed = "about 4 GB"): ToolchainError {
  return new ToolchainError(
    `No disk space left for ${directory}: the first build needs ${needed}. Free some space, or set CHATLIO_AEP_CACHE (and, for the Go build, GOPATH and GOCACHE) to a larger disk.`,
  );
}
