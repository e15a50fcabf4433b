import type { Operation } from "./definition";

const FIRST_MS = 500;
const LONGEST_MS = 5000;

/** The time limit when the user set no `customTimeouts`. Adobe enables a dataflow within seconds. */
export const DEFAULT_WAIT_SECONDS = 600;

/** A wait that reached its time limit. */
export class WaitTimeoutError extends Error {
  override readonly name = "WaitedTooLong";
}

/**
 * Polls with increasing pauses until there is a result. Ends at once on cancel and on the user's timeout
 * (the signal), or after `defaultSeconds` when the user set none.
 * @param poll - returns undefined when there is no result yet.
 */
export async function waitFor<T>(
  what: string,
  scope: Operation,
  poll: () => Promise<T | undefined>,
  defaultSeconds = DEFAULT_WAIT_SECONDS,
): Promise<T> {
  const { timing } = scope.sandbox;
  // The user's own timeout aborts the signal with its own message.
  const limitMs = scope.context.timeoutSeconds === undefined ? defaultSeconds * 1000 : Infinity;
  const started = timing.now();
  for (let pauseMs = FIRST_MS; ; pauseMs = Math.min(LONGEST_MS, pauseMs * 1.5)) {
    const result = await poll();
    if (result !== undefined) return result;
    if (timing.now() - started + pauseMs > limitMs) {
      throw new WaitTimeoutError(`timed out after ${limitMs / 1000} s waiting for ${what}`);
    }
    await timing.sleep(pauseMs, scope.signal);
  }
}
