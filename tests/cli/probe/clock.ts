import fetch, { Response } from "node-fetch";

import type { Timing } from "../../../adobe/client";
import type { Fetch } from "../../../adobe/client/exchange";

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/**
 * A clock that the probe and the emulator share. It stands still while a response is missing or any task goes on, and
 * jumps to the end of the shortest sleep when all of them sleep: so tasks at the same time sleep at the same time, and
 * nothing waits.
 */
export class Clock implements Timing {
  #now = Date.parse("2026-11-28T12:00:00Z");
  #requests = 0;
  #sleepers: readonly Sleeper[] = [];
  #isLooking = false;

  /** @param latencyMs - how long each request takes, half of it on the way there */
  constructor(private readonly latencyMs = 0) {}

  readonly now = (): number => this.#now;
  readonly random = (): number => 0.5;

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    await new Promise<void>((wake) => {
      this.#sleepers = [...this.#sleepers, { until: this.#now + ms, wake }];
      this.#look();
    });
    signal?.throwIfAborted();
  }

  /** Sends a request, which takes its time on this clock. */
  readonly fetch: Fetch = async (...request) => {
    if (this.latencyMs > 0) await this.sleep(this.latencyMs / 2);
    this.#requests += 1;
    let response: Response;
    try {
      const arrived = await fetch(...request);
      // The body too, so that nothing is missing any more when the clock goes on.
      response = new Response(Buffer.from(await arrived.arrayBuffer()), arrived);
    } finally {
      this.#requests -= 1;
      this.#look();
    }
    if (this.latencyMs > 0) await this.sleep(this.latencyMs / 2);
    return response;
  };

  /** Wakes the next sleeper as soon as no task goes on. */
  #look(): void {
    if (this.#isLooking) return;
    this.#isLooking = true;
    setImmediate(() => {
      this.#isLooking = false;
      if (this.#requests > 0 || this.#sleepers.length === 0) return;
      const until = Math.min(...this.#sleepers.map((one) => one.until));
      const next = this.#sleepers.find((one) => one.until === until);
      this.#sleepers = this.#sleepers.filter((one) => one !== next);
      this.#now = Math.max(this.#now, until);
      next?.wake();
      this.#look();
    });
  }
}
