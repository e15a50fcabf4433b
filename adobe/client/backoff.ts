import { setMaxListeners } from "node:events";
import { setTimeout } from "node:timers/promises";

/** Clock and random numbers, so that a test can control them. */
export interface Timing {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `ms`; rejects with the signal's reason as soon as it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** 0 ≤ x < 1. */
  random(): number;
}

export const realTiming: Timing = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    // Many waits may share one signal: more than ten are not a leak, of which Node.js would warn on the user's terminal.
    if (signal) setMaxListeners(0, signal);
    try {
      await setTimeout(ms, undefined, { signal });
    } catch (error) {
      // Node's own AbortError would hide why the signal was aborted; the signal's reason says it.
      throw signal?.aborted === true ? reasonOf(signal) : error;
    }
  },
  random: () => Math.random(),
};

/** Why a signal was aborted, as an Error. */
export function reasonOf(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new Error("aborted");
}

/** A `Retry-After` longer than this ends the call instead of being waited for. */
export const LONGEST_WAIT_MS = 120_000;

export interface Backoff {
  /** Upper end of the first wait, in milliseconds. */
  readonly firstMs: number;
  /** Upper end of any wait. */
  readonly maxMs: number;
}

/**
 * How long to wait before attempt `attempt` + 1 (`attempt` counts from 1): exponential, capped, with
 * full jitter, so that many clients that failed together do not come back together.
 */
export function backoffMs(attempt: number, backoff: Backoff, timing: Timing): number {
  const ceiling = Math.min(backoff.maxMs, backoff.firstMs * 2 ** (attempt - 1));
  return Math.round(timing.random() * ceiling);
}
