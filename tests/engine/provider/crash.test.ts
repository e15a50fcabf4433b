import path from "node:path";

import { startEmulator } from "../../../emulator";
import type { Emulator } from "../../../emulator";
import { startFaultProxy } from "../../adobe/support/faultProxy";
import type { FaultProxy } from "../../adobe/support/faultProxy";
import { pluginAmong, processesBelow } from "../../crash/processes";
import { atAdobe, ONE_OF_EACH } from "../../crash/resourceCount";
import { directScenarios, nameOf, prepareSweep, scenarios } from "../../crash/sweep";
import type { Crash, Sweep } from "../../crash/sweep";
import { runsFull } from "../../support/full";
import type { Shape } from "./everyType";
import { failureOf, startHarness } from "./harness";
import type { Harness } from "./harness";

describe("SIGKILL, then cancel: the next up ends with exactly one of each object", () => {
  let sweep: Sweep;
  beforeAll(async () => {
    // `npm test` kills an update of direct mode in stackDirect.test.ts.
    sweep = await prepareSweep(runsFull ? [...scenarios, ...directScenarios] : scenarios);
  });
  afterAll(() => sweep.close());

  const run = async (crash: Crash | undefined) => {
    if (crash === undefined) throw new Error("there are too few crashes");
    const faults = await sweep.run(crash);
    expect({ crash: nameOf(crash), faults }).toEqual({ crash: nameOf(crash), faults: [] });
  };

  if (runsFull) {
    test("every crash", async () => {
      for (const crash of sweep.crashes) await run(crash);
    }, 7_200_000);
  } else {
    /** So many are tried by `npm test`, evenly spread. */
    const TRIED = 4;
    test.each(Array.from({ length: TRIED }, (_, index) => index))("crash %i", async (index) => {
      const widest = Math.floor((sweep.crashes.length - 1) / (TRIED - 1));
      // An odd step, so that engine and plugin, before and after take turns.
      const step = widest % 2 === 0 ? widest - 1 : widest;
      await run(sweep.crashes[index * step]);
    });
  }
});

describe("Ctrl-C", () => {
  /** The emulator's clock, which can stand still: then no dataflow becomes ready. */
  let standsStillAt: number | undefined;
  let emulator: Emulator;
  let proxy: FaultProxy;
  let harness: Harness;
  beforeAll(async () => {
    // Without delayed visibility: while the clock stands still, no new object would ever be known.
    emulator = await startEmulator({ settleMs: 50, now: () => standsStillAt ?? Date.now() });
    proxy = await startFaultProxy(emulator.url);
    harness = await startHarness({
      workDir: path.join(__dirname, "crashProgram"),
      url: emulator.url,
      env: { AEP_PLATFORM_URL: proxy.url },
    });
  });
  afterAll(async () => {
    await harness.close();
    await proxy.close();
    await emulator.close();
  });

  test("ends a wait at once; the next up continues with what exists", async () => {
    await harness.stack.up();
    const next: Shape = { providerId: "another" };
    Object.assign(harness.stack.workspace.envVars, { CRASH_SHAPE: JSON.stringify(next) });
    const plugin = () => pluginAmong(processesBelow(process.pid));
    standsStillAt = Date.now();
    let interrupted = false;
    let polls = 0;
    proxy.armFor(
      ({ method, path: at }) => {
        // The second look at the new dataflow: it is being waited for.
        if (!interrupted && method === "GET" && /flows\/./.test(at) && polls++ > 0) {
          interrupted = true;
          process.kill(plugin()?.parent ?? 0, "SIGINT");
        }
        return undefined;
      },
      () => undefined,
    );
    expect(await failureOf(harness.stack.up())).toContain("was made but is not ready: cancelled");
    expect(plugin()).toBeUndefined();

    standsStillAt = undefined;
    await harness.stack.up();
    const counts = Object.entries(await atAdobe(harness.ui)).map(([kind, ids]) => [
      kind,
      ids.length,
    ]);
    expect(Object.fromEntries(counts)).toEqual(ONE_OF_EACH);
    await harness.stack.preview({ expectNoChanges: true });
  });
});
