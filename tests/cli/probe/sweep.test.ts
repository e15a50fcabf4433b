import type { Run } from "../../../cli/probe/run";
import type { AssumptionName } from "../../../emulator";
import { runsFull, sample } from "../../support/full";
import { Confusion } from "./confusion";
import { allObjects, without } from "./objects";
import { isVisible, kept, randomSettings, urlMs, type RandomSettings } from "./settings";
import { simulate } from "./simulated";

const seeds = sample(
  Array.from({ length: 36 }, (_, index) => index + 1),
  2,
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
      const { emulator, probe, clock, close } = await simulate(
        settings.options,
        settings.latencyMs,
      );
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

/** Each delay that shows was seen, as long as it is: less exact when responses are slow and looks far apart. */
function checkDelays({ delays, outcomes }: Run, settings: RandomSettings): void {
  const { assume, options, latencyMs } = settings;
  const isShown = (name: AssumptionName): boolean =>
    ["late", "finalizing"].includes(assume[name]) && isVisible(settings, name);
  const { visibleMs = 0, unionMs, releaseMs, deleteMs } = options.delays;
  // What an object has can be seen only when the object itself can be.
  const leastMs = assume["new-object-visible"] === "late" ? visibleMs : 0;
  const real = {
    flowEnabled: Math.max(options.settleMs, leastMs),
    ...(assume["flow-inlet-url"] === "at-once"
      ? {}
      : { inletUrl: Math.max(urlMs(options), leastMs) }),
    rowVisible: options.ingestMs,
    ...(isShown("new-object-visible") ? { objectVisible: visibleMs } : {}),
    ...(isShown("deleted-reference") ? { referenceReleased: releaseMs } : {}),
    ...(isShown("union-visible") ? { unionSpread: unionMs } : {}),
    ...(isShown("flow-delete") ? { deleteFinal: deleteMs } : {}),
  };
  expect(outcomes.length).toBeGreaterThan(50);
  for (const [name, ms = 0] of Object.entries(real)) {
    const seen = delays.get(name as keyof typeof real) ?? Number.NaN;
    const isNear = Math.abs(seen - ms) <= 500 + latencyMs * 1.5 + Math.min(ms * 0.3, 3_500);
    expect({ name, ms, seen, isNear }).toEqual({ name, ms, seen, isNear: true });
  }
}

describe("isVisible", () => {
  it("says that nothing shows what cannot be found out", () => {
    expect(isVisible(randomSettings(1), "namespace-put")).toBe(false);
  });
});
