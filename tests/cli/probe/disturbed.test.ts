import { SetupError } from "../../../cli/probe/context";
import type { RunOptions } from "../../../cli/probe/run";
import type { FaultRuleInput } from "../../../emulator";
import { sample } from "../../support/full";
import { seededRandom } from "../../support/random";
import { killedAfter } from "./killed";
import { allObjects } from "./objects";
import { simulate, type Simulation } from "./simulated";

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
  it.each(sample(faults, 1))("finds nothing wrong and leaves nothing behind: %s", (_, rule) =>
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
      expect([cleanUp.left, cleanUp.unknown]).toEqual([{}, undefined]);
      expect(await allObjects(emulator)).toEqual(before);
    }),
  );
});

/** Requests after which a run is killed: spread over a whole run, which has about 800. */
const moments = sample(
  Array.from({ length: 30 }, (_, index) => 20 + index * 20 + seededRandom(index).below(20)),
  2,
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
        progress: stopAtFirstObject(stop, lines),
      });
      expect(lines[0]).toMatch(/^Deleted \d+ objects of an earlier run/);
      expect(next.isInterrupted).toBe(true);
      expect(next.cleanUp.left).toEqual({});
      expect(await allObjects(emulator)).toEqual(before);
    }),
  );
});

describe("a run to which Adobe stops responding", () => {
  it.each(sample([0, 60, 200, 400, 600], 2))(
    "ends in under ten minutes (after %i requests)",
    (count) =>
      withSimulation(async ({ probe, clock }) => {
        const start = clock.now();
        let left = count;
        const hang: RunOptions["fetch"] = async (...request) => {
          left -= 1;
          if (left >= 0) return clock.fetch(...request);
          await clock.sleep(2_000);
          throw new Error("no response");
        };
        const run = await probe({ fetch: hang }).catch((error: unknown) => error);
        expect((clock.now() - start) / 60_000).toBeLessThan(10);
        if (count === 0) expect(run).toBeInstanceOf(SetupError);
        else expect(run).toMatchObject({ cleanUp: { unknown: expect.any(String) as string } });
      }),
  );
});

describe("a platform that is slower than the probe waits", () => {
  it("gets no wrong value, and loses what is left to the next run", async () => {
    const quick = { visibleMs: 1_000, releaseMs: 1_000, deleteMs: 1_000 };
    const slow = { settleMs: 400_000, ingestMs: 3_600_000, delays: quick };
    const { emulator, probe, clock, close } = await simulate({ assume, ...slow });
    try {
      const before = await allObjects(emulator);
      const start = clock.now();
      const { outcomes, cleanUp } = await probe();
      expect((clock.now() - start) / 60_000).toBeLessThan(10);
      const real: Readonly<Record<string, string>> = await emulator.assumptions();
      const found = outcomes.filter(({ value }) => value !== undefined);
      expect(found.filter(({ assumption, value }) => value !== real[assumption])).toEqual([]);
      expect(found.length).toBeGreaterThan(30);
      expect(cleanUp.left.flow).toBeGreaterThan(0);
      await clock.sleep(600_000);
      const stop = new AbortController();
      const next = await probe({ signal: stop.signal, progress: stopAtFirstObject(stop) });
      expect(next.cleanUp).toEqual({ deleted: 0, left: {}, remaining: [], unknown: undefined });
      expect(await allObjects(emulator)).toEqual(before);
    } finally {
      await close();
    }
  });
});

/** Ends a run when it has cleaned up, and would begin to make objects of its own. */
function stopAtFirstObject(stop: AbortController, lines: string[] = []): (line: string) => void {
  return (line) => {
    lines.push(line);
    if (line.startsWith("Making")) stop.abort(new Error("stopped"));
  };
}
