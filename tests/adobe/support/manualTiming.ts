import { reasonOf } from "../../../adobe/client/backoff";
import type { Timing } from "../../../adobe/client/backoff";

/** A clock that only moves by the sleeps, each of which is over at once; they are kept. */
export function manualTiming(
  random = 0.5,
): Timing & { readonly slept: number[]; advance(ms: number): void } {
  let now = 1_800_000_000_000;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
    random: () => random,
    sleep: (ms, signal) => {
      if (signal?.aborted) return Promise.reject(reasonOf(signal));
      slept.push(ms);
      now += ms;
      return Promise.resolve();
    },
  };
}
