import fetch from "node-fetch";

import type { RunOptions } from "../../../cli/probe/run";
import type { FaultRuleInput } from "../../../emulator";
import { sample } from "../../support/full";
import { seededRandom } from "../../support/random";
import { allObjects } from "./objects";
import { simulate, type Clock, type Simulation } from "./simulated";

/** Assumptions under which everything can be deleted again, and which make deleting hard. */
const assume = {
  "new-object-visible": "late",
  "deleted-reference": "late",
  "flow-delete": "finalizing",
  "flow-update": "transition",
};
const options = { assume, settleMs: 4_000, ingestMs: 20_000 };

async function withSimulation(work: (simulation: Simulation) => Promise<void>): Promise<void> {
  const simulation = await simulate(options);
  try {
    await work(simulation);
  } finally {
    await simulation.close();
  }
}

const anything = { path: "/data/*" };

/** Faults that hit requests at random, and what they do. */
const faults: readonly (readonly [string, FaultRuleInput])[] = [
  ["429", { match: { ...anything, probability: 0.1 }, do: { status: 429 } }],
  ["500 before the work", { match: { ...anything, probability: 0.05 }, do: { status: 500 } }],
  [
    "500 after the work",
    { match: { ...anything, probability: 0.05 }, do: { status: 500, afterWork: true } },
  ],
  ["no response", { match: { ...anything, probability: 0.01 }, do: { hang: true } }],
  ["a reset connection", { match: { ...anything, probability: 0.03 }, do: { reset: true } }],
];

describe("the probe while Adobe fails", () => {
  it.each(sample(faults, 2))("finds nothing wrong and leaves nothing behind: %s", (_, rule) =>
    withSimulation(async ({ emulator, probe }) => {
      const before = await allObjects(emulator);
      await emulator.injectFault({ ...rule, seed: 7 });
      const { outcomes, cleanUp } = await probe({ timeoutMs: 300 });
      await emulator.clearFaults();
      const real: Readonly<Record<string, string>> = await emulator.assumptions();
      const wrong = outcomes.filter(
        ({ assumption, value }) => value !== undefined && value !== real[assumption],
      );
      expect(wrong).toEqual([]);
      expect(outcomes.filter(({ value }) => value !== undefined).length).toBeGreaterThan(40);
      expect(cleanUp).toMatchObject({ left: {}, unknown: undefined });
      expect(await allObjects(emulator)).toEqual(before);
    }),
  );
});

/** Requests after which a run is killed: spread over a whole run, which has about 800. */
const moments = sample(
  Array.from({ length: 30 }, (_, index) => 20 + index * 24 + seededRandom(index).below(24)),
  3,
);

describe("a run that is killed", () => {
  it.each(moments)("is cleaned up by the next one (after %i requests)", (count) =>
    withSimulation(async ({ emulator, probe, clock }) => {
      const before = await allObjects(emulator);
      await expect(probe(killedAfter(count, clock))).rejects.toThrow("killed");
      const stop = new AbortController();
      const lines: string[] = [];
      const next = await probe({
        signal: stop.signal,
        progress: (line) => {
          lines.push(line);
          // It has cleaned up by now, and would begin to make objects of its own.
          if (line.startsWith("Making")) stop.abort(new Error("stopped"));
        },
      });
      expect(lines[0]).toMatch(/^Deleted \d+ objects of an earlier run/);
      expect(next).toMatchObject({ isInterrupted: true, cleanUp: { left: {} } });
      expect(await allObjects(emulator)).toEqual(before);
    }),
  );
});

/** The network and clock of a run that ends at a request: Adobe carries that one out, and nothing follows. */
function killedAfter(count: number, clock: Clock): Pick<RunOptions, "fetch" | "timing"> {
  let left = count;
  const killed = () => Promise.reject(new Error("killed"));
  return {
    fetch: async (...request) => {
      left -= 1;
      if (left >= 0) return fetch(...request);
      if (left === -1) await fetch(...request);
      return killed();
    },
    timing: {
      now: clock.now,
      random: clock.random,
      sleep: (ms, signal) => (left < 0 ? killed() : clock.sleep(ms, signal)),
    },
  };
}
