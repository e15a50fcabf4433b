import type { RunOptions } from "../../../cli/probe/run";
import type { Clock } from "./clock";

/** The network and clock of a run that ends at a request: Adobe carries that one out, and nothing follows. */
export function killedAfter(count: number, clock: Clock): Pick<RunOptions, "fetch" | "timing"> {
  let left = count;
  const killed = () => Promise.reject(new Error("killed"));
  return {
    fetch: async (...request) => {
      left -= 1;
      if (left >= 0) return clock.fetch(...request);
      if (left === -1) await clock.fetch(...request);
      return killed();
    },
    timing: {
      now: clock.now,
      random: clock.random,
      sleep: (ms, signal) => (left < 0 ? killed() : clock.sleep(ms, signal)),
    },
  };
}
