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
import { SLOW_PLATFORM_MS, lateOptions } from "../../support/slowPlatform";
import { closeAll } from "../support/closeAll";
import type { Shape } from "./everyType";
import { failureOf, startHarness } from "./harness";
import type { Harness } from "./harness";

/*
 * Without the engine, in tests/adobe/provider: crash.test.ts, sourceCrash.test.ts, destinationCrash.test.ts and
 * tableCrash.test.ts have the crashes, slowCreate.test.ts and slowPlatform.test.ts the platform that shows objects late, and
 * cancel.test.ts the end of a wait.
 */
describe("SIGKILL, then cancel: the next up ends with exactly one of each object", () => {
  let sweep: Sweep;
  beforeAll(async () => {
    // stackDirect.slow.test.ts kills an update of direct mode.
    sweep = await prepareSweep(runsFull ? [...scenarios, ...directScenarios] : scenarios);
  });
  afterAll(() => closeAll(sweep));

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
    /** So many are tried by `npm run test:engine`, evenly spread. */
    const TRIED = 4;
    test.each(Array.from({ length: TRIED }, (_, index) => index))("crash %i", async (index) => {
      const widest = Math.floor((sweep.crashes.length - 1) / (TRIED - 1));
      // An odd step, so that engine and plugin, before and after take turns.
      const step = widest % 2 === 0 ? widest - 1 : widest;
      await run(sweep.crashes[index * step]);
    });
  }
});

describe("a run that does not end, on a platform that shows new objects late", () => {
  /** Time until a dataflow is ready. */
  const READY_MS = 2_000;
  /** Where the emulator's clock stops: a new dataflow is known by then, but never becomes ready. */
  let standsStillAt = Infinity;
  let emulator: Emulator;
  let proxy: FaultProxy;
  let harness: Harness;
  beforeAll(async () => {
    emulator = await startEmulator({
      ...lateOptions,
      settleMs: READY_MS,
      delays: { ...lateOptions.delays, unionMs: SLOW_PLATFORM_MS, releaseMs: SLOW_PLATFORM_MS },
      now: () => Math.min(Date.now(), standsStillAt),
    });
    proxy = await startFaultProxy(emulator.url);
    harness = await startHarness({
      workDir: path.join(__dirname, "crashProgram"),
      url: emulator.url,
      env: { AEP_PLATFORM_URL: proxy.url },
    });
  });
  afterAll(() => closeAll(harness, proxy, emulator));

  async function counts() {
    const there = Object.entries(await atAdobe(harness.ui));
    return Object.fromEntries(there.map(([kind, ids]) => [kind, ids.length]));
  }

  test("killed once Adobe has made an object: the next up adopts it when Adobe shows it", async () => {
    const isMade = (method: string, at: string) => method === "POST" && at.endsWith("/sourceConnections"); // prettier-ignore
    proxy.armFor(
      ({ method, path: at }) => {
        if (!isMade(method, at)) return undefined;
        // As long as the clock stands, Adobe does not show what it makes now.
        standsStillAt = Date.now();
        return "after";
      },
      () => process.kill(pluginAmong(processesBelow(process.pid))?.pid ?? 0, "SIGKILL"),
    );
    // One at a time: else another object is in flight when the clock stops, and stays hidden for good.
    await failureOf(harness.stack.up({ parallel: 1 }));
    proxy.revive();
    let looks = 0;
    proxy.armFor(
      ({ method, path: at }) => {
        // The next up looks for it a second time: it waits.
        const isLook = method === "GET" && /sourceConnections\/./.test(at);
        if (isLook && looks++ > 0) standsStillAt = Infinity;
        return undefined;
      },
      () => undefined,
    );
    await harness.stack.up();
    expect(looks).toBeGreaterThan(1);
    expect(await counts()).toEqual(ONE_OF_EACH);
  });

  test("Ctrl-C ends a wait at once; the next up continues with what exists", async () => {
    const next: Shape = { providerId: "another" };
    Object.assign(harness.stack.workspace.envVars, { CRASH_SHAPE: JSON.stringify(next) });
    const plugin = () => pluginAmong(processesBelow(process.pid));
    let interrupted = false;
    let polls = 0;
    proxy.armFor(
      ({ method, path: at }) => {
        if (method === "POST" && at.endsWith("/flows")) standsStillAt = Date.now() + READY_MS / 2;
        // The second look at the new dataflow since the clock stands: it is being waited for.
        const isWaiting = Date.now() > standsStillAt && method === "GET" && /flows\/./.test(at);
        if (!interrupted && isWaiting && polls++ > 0) {
          interrupted = true;
          process.kill(plugin()?.parent ?? 0, "SIGINT");
        }
        return undefined;
      },
      () => undefined,
    );
    expect(await failureOf(harness.stack.up())).toContain("was made but is not ready: cancelled");
    expect(plugin()).toBeUndefined();

    standsStillAt = Infinity;
    await harness.stack.up();
    expect(await counts()).toEqual(ONE_OF_EACH);
    await harness.stack.preview({ expectNoChanges: true });
  });
});
