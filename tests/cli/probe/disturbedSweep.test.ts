import { sample } from "../../support/full";
import { seededRandom } from "../../support/random";
import { killedAfter } from "./killed";
import { allObjects, without } from "./objects";
import { isVisible, kept, randomSettings } from "./settings";
import { simulate } from "./simulated";

const seeds = sample(
  Array.from({ length: 30 }, (_, index) => 101 + index),
  1,
);

describe(`the probe under ${seeds.length} random settings, with failures and after a kill`, () => {
  it.each(seeds)("finds nothing wrong and leaves nothing behind (seed %i)", async (seed) => {
    const settings = randomSettings(seed);
    const { emulator, probe, clock, close } = await simulate(settings.options);
    const { below } = seededRandom(seed);
    const match = { path: "/data/*" };
    try {
      const before = await allObjects(emulator);
      await emulator.injectFault({
        match: { ...match, probability: 0.05 },
        seed,
        do: { status: 429, headers: { "retry-after": "2" } },
      });
      await emulator.injectFault({
        match: { ...match, probability: 0.03 },
        seed: seed + 1,
        do: { status: 500, afterWork: below(2) === 0 },
      });
      await emulator.injectFault({
        match: { ...match, probability: 0.01 },
        seed: seed + 2,
        do: { reset: true },
      });
      await expect(probe(killedAfter(20 + below(280), clock))).rejects.toThrow("killed");
      const start = clock.now();
      const { outcomes, cleanUp } = await probe();
      expect((clock.now() - start) / 60_000).toBeLessThan(10);
      await emulator.clearFaults();

      const found = outcomes.filter(({ value }) => value !== undefined);
      const wrong = found.filter(
        ({ assumption, value }) =>
          value !== settings.assume[assumption] && isVisible(settings, assumption),
      );
      expect(wrong).toEqual([]);
      expect(found.length).toBeGreaterThan(40);
      expect(cleanUp.unknown).toBeUndefined();
      expect(without(await allObjects(emulator), kept(settings))).toEqual(
        without(before, kept(settings)),
      );
    } finally {
      await close();
    }
  });
});
