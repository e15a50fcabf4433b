import { setTimeout as sleep } from "node:timers/promises";

const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/**
 * Runs `look` until it finds something or the time is up, with ever longer pauses: most often it finds it soon, and
 * each look may cost something.
 *
 * @returns what was found last, with whether it is what was waited for
 */
export async function lookUntil<T>(
  timeoutMs: number,
  look: () => Promise<T>,
  isEnough: (found: T) => boolean,
): Promise<{ readonly found: T; readonly isEnough: boolean }> {
  const end = Date.now() + timeoutMs;
  for (let pauseMs = FIRST_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_MS)) {
    const found = await look();
    const leftMs = end - Date.now();
    if (isEnough(found) || leftMs <= 0) return { found, isEnough: isEnough(found) };
    await sleep(Math.min(pauseMs, leftMs));
  }
}
