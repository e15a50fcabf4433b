/** The user pressed Ctrl-C, or the engine has gone. */
export class CancelledError extends Error {
  override readonly name = "CancelledError";
}

/** The operation took longer than the user's `customTimeouts` allow. */
export class TimedOutError extends Error {
  override readonly name = "TimedOutError";
}

/** One running operation: its signal, and what must be called when it is over. */
export interface Operation {
  readonly signal: AbortSignal;
  end(): void;
}

/** The operations in flight, so that a cancel reaches each of them at once. */
export class Operations {
  #cancel = new AbortController();

  /**
   * Starts one. Its signal aborts on {@link cancelAll} and after `timeoutSeconds`
   * (undefined or 0: never).
   */
  begin(what: string, timeoutSeconds: number | undefined): Operation {
    const own = new AbortController();
    const cancel = this.#cancel.signal;
    const onCancel = () => own.abort(cancel.reason);
    if (cancel.aborted) onCancel();
    else cancel.addEventListener("abort", onCancel, { once: true });
    const timer =
      timeoutSeconds === undefined || timeoutSeconds <= 0
        ? undefined
        : setTimeout(() => {
            own.abort(
              new TimedOutError(
                `not finished after ${timeoutSeconds} s, the time-out set in customTimeouts.${what}`,
              ),
            );
          }, timeoutSeconds * 1000);
    return {
      signal: own.signal,
      end: () => {
        clearTimeout(timer);
        cancel.removeEventListener("abort", onCancel);
      },
    };
  }

  cancelAll(reason: string): void {
    this.#cancel.abort(new CancelledError(reason));
  }

  /** Forgets a cancel: the provider was configured anew. */
  reset(): void {
    if (this.#cancel.signal.aborted) this.#cancel = new AbortController();
  }
}
