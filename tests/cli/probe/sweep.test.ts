import type { Run } from "../../../cli/probe/run";
import { runsFull, sample } from "../../support/full";
import { Confusion } from "./confusion";
import { allObjects, without } from "./objects";
import { isVisible, kept, randomSettings, type RandomSettings } from "./settings";
import { simulate } from "./simulated";

const seeds = sample(
  Array.from({ length: 36 }, (_, index) => index + 1),
  3,
);

describe(`the probe under ${seeds.length} random settings`, () => {
  const confusion = new Confusion();

  afterAll(() => {
    if (runsFull) process.stdout.write(`${confusion.table()}\n`);
  });

  it.each(seeds)(
    "finds what the settings show, and leaves nothing behind (seed %i)",
    async (seed) => {
      const settings = randomSettings(seed);
      const { emulator, probe, clock, close } = await simulate(settings.options);
      try {
        const before = await allObjects(emulator);
        const start = clock.now();
        const run = await probe();
        const minutes = (clock.now() - start) / 60_000;
        confusion.add(settings, run);
        expect(confusion.problems).toEqual([]);
        expect(minutes).toBeLessThan(10);
        expect(run.cleanUp.unknown).toBeUndefined();
        expect(without(await allObjects(emulator), kept(settings))).toEqual(
          without(before, kept(settings)),
        );
        checkDelays(run, settings);
      } finally {
        await close();
      }
    },
  );
});

/** Each delay that shows was seen, and is as long as it took plus at most the time between two looks. */
function checkDelays({ delays, outcomes }: Run, { assume, options }: RandomSettings): void {
  const late = (name: "new-object-visible" | "union-visible" | "deleted-reference"): boolean =>
    assume[name] === "late";
  const real = {
    flowEnabled: options.settleMs,
    rowVisible: options.ingestMs,
    ...(late("new-object-visible") ? { objectVisible: options.delays?.visibleMs } : {}),
    ...(late("deleted-reference") ? { referenceReleased: options.delays?.releaseMs } : {}),
    ...(late("union-visible") ? { unionSpread: options.delays?.unionMs } : {}),
    ...(assume["flow-delete"] === "finalizing" ? { deleteFinal: options.delays?.deleteMs } : {}),
  };
  expect(outcomes.length).toBeGreaterThan(50);
  for (const [name, ms = 0] of Object.entries(real)) {
    const seen = delays.get(name as keyof typeof real);
    expect([name, seen]).toEqual([name, expect.any(Number)]);
    expect(seen).toBeGreaterThanOrEqual(ms);
    expect(seen).toBeLessThan(ms * 1.6 + 12_000);
  }
}

describe("isVisible", () => {
  it("says that nothing shows what cannot be found out", () => {
    expect(isVisible(randomSettings(1), "namespace-put")).toBe(false);
  });
});
