import type { TimeoutSignal } from "../../../handlers/shared/within";

/** Timers that only the test ends: on a busy machine real ones end before the work that they limit. */
export class CapturedTimers {
  private last: { readonly ms: number; readonly end: () => void } | undefined;

  readonly timeoutSignal: TimeoutSignal = (ms) => {
    const timer = new AbortController();
    const end = () => timer.abort(new DOMException("The time is up", "TimeoutError"));
    this.last = { ms, end };
    return timer.signal;
  };

  /** Ends the timer that was set last. Returns how many milliseconds it was set to. */
  endLast(): number | undefined {
    this.last?.end();
    return this.last?.ms;
  }
}
