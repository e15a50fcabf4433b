import { reasonOf } from "./backoff";

/** Requests in flight at once, unless a caller sets another number. */
const MOST = 6;

/**
 * Lets a limited number of tasks run at a time; the others wait. Adobe counts requests by credential, so
 * all clients that use a credential share a limiter.
 */
export class Limiter {
  /** No request may start before this time, because a response told a client to slow down. */
  #pausedUntil = 0;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(private readonly most = MOST) {}

  get pausedUntil(): number {
    return this.#pausedUntil;
  }

  pause(until: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, until);
  }

  /** Runs `task` when there is room. An abort while it waits removes it from the queue. */
  async run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.#enter(signal);
    try {
      return await task();
    } finally {
      // The slot goes directly to the next task. If it were freed first, a new request could take it
      // before.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running--;
      else next();
    }
  }

  async #enter(signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted) throw reasonOf(signal);
    if (this.#running < this.most) {
      this.#running++;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const go = () => {
        signal?.removeEventListener("abort", leave);
        resolve();
      };
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(go), 1);
        reject(reasonOf(signal));
      };
      signal?.addEventListener("abort", leave, { once: true });
      this.#waiting.push(go);
    });
  }
}
