import { setImmediate } from "node:timers/promises";

import type { TimeoutSignal } from "../../../handlers/shared/within";

interface Timer {
  readonly at: number;
  readonly controller: AbortController;
}

/**
 * Time that passes only when nothing else can happen: it jumps to the next timeout. For code whose work
 * consists of promises alone, without sockets or timers of its own.
 */
export class SimulatedTime {
  /** Milliseconds since the start. */
  now = 0;
  private timers: Timer[] = [];

  readonly timeoutSignal: TimeoutSignal = (ms) => {
    const controller = new AbortController();
    this.timers.push({ at: this.now + Math.max(ms, 1), controller });
    return controller.signal;
  };

  /** Waits for the work while time passes. */
  async run<T>(work: Promise<T>): Promise<T> {
    const ended = new AbortController();
    const result = work.finally(() => ended.abort());
    result.catch(() => undefined);
    for (;;) {
      await setImmediate();
      if (ended.signal.aborted) return result;
      const next = this.timers.reduce<Timer | undefined>(
        (first, timer) => (first && first.at <= timer.at ? first : timer),
        undefined,
      );
      if (!next) throw new Error("The work waits for something that will never happen.");
      this.timers = this.timers.filter((timer) => timer !== next);
      this.now = Math.max(this.now, next.at);
      next.controller.abort(new Error("TimeoutError"));
    }
  }
}
