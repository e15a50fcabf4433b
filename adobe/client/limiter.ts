import { reasonOf } from "./backoff";

/** Requests in flight at once, unless a caller sets another number. */
const MOST = 6;

/**
 * Lets a few tasks run at a time; the others wait in line. Adobe counts requests by credential, so
 * all that use one share a limiter.
 */
export class Limiter {
  /** No request is to start before this moment: somebody was told to slow down. */
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

  /** Runs `task` when there is room. An abort while waiting takes it out of the line. */
  async run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.#enter(signal);
    try {
      return await task();
    } finally {
      // The slot goes to the next in line without being freed: a new request could take a free one first.
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
