import type { Operation } from "./definition";

const FIRST_MS = 500;
const LONGEST_MS = 5000;

/** When the user set no `customTimeouts`: Adobe enables a dataflow within seconds. */
export const DEFAULT_WAIT_SECONDS = 600;

/** A wait that took longer than is reasonable. */
export class WaitTimeoutError extends Error {
  override readonly name = "WaitedTooLong";
}

/**
 * Asks again and again, with growing pauses, until there is an answer. Ends at once on cancel and on
 * the user's time-out (the signal), and by itself after `defaultSeconds` when there is none.
 *
 * @param poll - undefined: not yet.
 */
export async function waitFor<T>(
  what: string,
  scope: Operation,
  poll: () => Promise<T | undefined>,
  defaultSeconds = DEFAULT_WAIT_SECONDS,
): Promise<T> {
  const { timing } = scope.sandbox;
  // The user's own time-out aborts the signal, and says so.
  const limitMs = scope.context.timeoutSeconds === undefined ? defaultSeconds * 1000 : Infinity;
  const started = timing.now();
  for (let pauseMs = FIRST_MS; ; pauseMs = Math.min(LONGEST_MS, pauseMs * 1.5)) {
    const answer = await poll();
    if (answer !== undefined) return answer;
    if (timing.now() - started + pauseMs > limitMs) {
      throw new WaitTimeoutError(`${what} did not come about within ${limitMs / 1000} s`);
    }
    await timing.sleep(pauseMs, scope.signal);
  }
}
