/** What Lambda's context says of the time of an invocation. */
export interface Invocation {
  getRemainingTimeInMillis(): number;
}

/** Makes a signal that aborts after some milliseconds. Tests replace it to control time. */
export type TimeoutSignal = (ms: number) => AbortSignal;

/** The platform's timeout. Zero or less counts as one millisecond. */
export const timeoutSignal: TimeoutSignal = (ms) => AbortSignal.timeout(Math.max(Math.ceil(ms), 1));

/** A timeout whose timer can be stopped: thousands of them that run on would cost more than the work. */
function startTimeout(ms: number): { readonly signal: AbortSignal; readonly stop: () => void } {
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(new DOMException("The time is up", "TimeoutError")),
    Math.max(Math.ceil(ms), 1),
  );
  return { signal: controller.signal, stop: () => clearTimeout(timer) };
}

/**
 * Limits how long some work may take. When the time is up, the signal aborts and the promise rejects
 * with a `TimeoutError`, even if the work ignores the signal: an HTTP client may still hang in the
 * middle of a response after its signal has aborted.
 *
 * @param ms milliseconds
 * @param makeSignal for tests that simulate time. Default: the platform's timer
 */
export async function within<T>(
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
  makeSignal?: TimeoutSignal,
): Promise<T> {
  const { signal, stop } = makeSignal
    ? { signal: makeSignal(ms), stop: () => undefined }
    : startTimeout(ms);
  const timeUp = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
  try {
    return await Promise.race([work(signal), timeUp]);
  } finally {
    stop();
  }
}
