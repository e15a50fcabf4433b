import { printError } from "./terminal";

/** Work that ends sooner shows nothing. */
const QUIET_MS = 1_000;

/**
 * Runs work, and says on standard error what is going on when it takes longer than a second.
 *
 * @param isTold - Default: only a terminal is told, so that scripts keep an empty standard error
 */
export async function withProgress<T>(
  doing: string,
  work: () => Promise<T>,
  isTold: boolean = process.stderr.isTTY,
): Promise<T> {
  if (!isTold) return work();
  const timer = setTimeout(() => printError(`${doing} …\n`), QUIET_MS);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
  }
}
