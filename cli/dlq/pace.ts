import { realTiming, type Timing } from "../../adobe/client";

/**
 * Returns a function to be awaited before each piece of work, so that no more than so many begin in a second.
 *
 * @param timing - for tests
 */
export function createPace(
  perSecond: number,
  timing: Pick<Timing, "now" | "sleep"> = realTiming,
): () => Promise<void> {
  const gapMs = 1_000 / perSecond;
  let next = 0;
  return async () => {
    const now = timing.now();
    const at = Math.max(now, next);
    const waitMs = at - now;
    next = at + gapMs;
    if (waitMs > 0) await timing.sleep(waitMs);
  };
}
