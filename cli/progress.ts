import { printError } from "./terminal";

/** Work that ends sooner shows nothing. */
const QUIET_MS = 1_000;

/**
 * Runs work, and says on standard error what is going on when it takes longer than a second. Only a terminal is
 * told: scripts keep an empty standard error.
 */
export async function withProgress<T>(doing: string, work: () => Promise<T>): Promise<T> {
  if (!process.stderr.isTTY) return work();
  const timer = setTimeout(() => printError(`${doing} …\n`), QUIET_MS);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
  }
}
