import { Heap } from "../support/heap";

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** Lets promises and streams go on until only timers are left to wait for. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Simulated time: it stands still while there is work, and then jumps to the next timer. */
export class SimulatedClock {
  private readonly timers = new Heap<Timer>((one, other) =>
    one.at === other.at ? one.order < other.order : one.at < other.at,
  );
  private count = 0;

  /** @param now - Milliseconds since 1970. */
  constructor(public now: number) {}

  /** Runs something at a time. When times are equal, the first call runs first. */
  at(time: number, run: () => void): void {
    this.timers.push({ at: Math.max(time, this.now), order: (this.count += 1), run });
  }

  /** Resolves at a time. */
  until(time: number): Promise<void> {
    return new Promise((resolve) => this.at(time, resolve));
  }

  /** Plays everything up to a time. */
  async play(end: number): Promise<void> {
    await settle();
    const { timers } = this;
    for (let next = timers.first; next && next.at <= end; next = timers.first) {
      // What is due within the same millisecond may as well go on together.
      for (let timer = timers.first; timer && timer.at < next.at + 1; timer = timers.first) {
        this.now = timer.at;
        timers.pop()?.run();
      }
      await settle();
    }
    this.now = end;
  }
}
