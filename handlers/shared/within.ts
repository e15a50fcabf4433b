/** Makes a signal that aborts after some milliseconds. Tests replace it to control time. */
export type TimeoutSignal = (ms: number) => AbortSignal;

/** The platform's timeout. Zero or less counts as one millisecond. */
export const timeoutSignal: TimeoutSignal = (ms) => AbortSignal.timeout(Math.max(Math.ceil(ms), 1));

/**
 * Limits how long some work may take. When the time is up, the signal aborts and the promise rejects
 * with a `TimeoutError`, even if the work ignores the signal: an HTTP client may still hang in the
 * middle of a response after its signal has aborted.
 *
 * @param ms milliseconds
 */
export async function within<T>(
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
  makeSignal = timeoutSignal,
): Promise<T> {
  const signal = makeSignal(ms);
  const timeUp = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
  return Promise.race([work(signal), timeUp]);
}
