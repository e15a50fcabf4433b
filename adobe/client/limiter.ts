import { reasonOf } from "./backoff";

/** Lets a few tasks run at a time; the others wait in line. */
export class Limiter {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(private readonly most: number) {}

  /** Runs `task` when there is room. An abort while waiting takes it out of the line. */
  async run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.#enter(signal);
    try {
      return await task();
    } finally {
      this.#running--;
      this.#waiting.shift()?.();
    }
  }

  async #enter(signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted) throw reasonOf(signal);
    if (this.#running >= this.most) {
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
    this.#running++;
  }
}
