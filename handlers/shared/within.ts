/** The time for some work was up. */
export class TimeUpError extends Error {
  override readonly name = "TimeUpError";
}

/**
 * Gives work some time. When it is up the signal aborts, and the promise rejects whether or not the
 * work minds: a client may hang in half an answer with its signal long gone.
 *
 * @param ms milliseconds; with none or less it is up at once
 */
export async function within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => {
        const error = new TimeUpError(`Not done after ${ms} ms.`);
        controller.abort(error);
        reject(error);
      },
      Math.max(ms, 1),
    );
  });
  try {
    return await Promise.race([work(controller.signal), end]);
  } finally {
    clearTimeout(timer);
  }
}
