import { CancelledError, TimedOutError } from "./errors";

/** One operation in flight. */
export interface Operation {
  readonly signal: AbortSignal;
  /** Must be called when the operation has finished: it frees the timer. */
  end(): void;
}

/** The operations in flight, so that a cancel reaches all of them at once. */
export class Operations {
  #cancel = new AbortController();

  /**
   * Starts an operation. Its signal aborts on {@link cancelAll} and after the timeout.
   *
   * @param what - its name in `customTimeouts`, for the message
   * @param timeoutSeconds - undefined or 0: no timeout
   */
  begin(what: string, timeoutSeconds: number | undefined): Operation {
    const own = new AbortController();
    const timer =
      timeoutSeconds === undefined || timeoutSeconds <= 0
        ? undefined
        : setTimeout(() => own.abort(timedOut(what, timeoutSeconds)), timeoutSeconds * 1000);
    return {
      signal: AbortSignal.any([this.#cancel.signal, own.signal]),
      end: () => clearTimeout(timer),
    };
  }

  /** Aborts every operation in flight, and all that begin before the next {@link reset}. */
  cancelAll(reason: string): void {
    this.#cancel.abort(new CancelledError(reason));
  }

  /** Forgets a cancel: the provider is configured again. */
  reset(): void {
    if (this.#cancel.signal.aborted) this.#cancel = new AbortController();
  }
}

function timedOut(what: string, seconds: number): TimedOutError {
  return new TimedOutError(
    `not finished after ${seconds} s, the timeout set in customTimeouts.${what}`,
  );
}
