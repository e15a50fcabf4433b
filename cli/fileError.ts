import { UsageError } from "./userError";

/**
 * Something that the command line names, and that the operating system does not let the command use.
 *
 * @param attempt - what was tried, as `write to out.json`
 * @param error - what the operating system returned; its code is shown
 * @param fix - what to give instead, as a sentence
 */
export function fileError(attempt: string, error: unknown, fix: string): UsageError {
  const { code = "unknown error" } = error as NodeJS.ErrnoException;
  return new UsageError(`Cannot ${attempt} (${code}). ${fix}`);
}
