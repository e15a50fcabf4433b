import { execFileSync } from "node:child_process";
import path from "node:path";
import { startTripwire } from "../../adobe/support/tripwire";
import type { Tripwire } from "../../adobe/support/tripwire";
import { startEmulator } from "../../../local/aep";
import type { Emulator } from "../../../local/aep";
import { startBench } from "./support";
import type { Bench } from "./support";

interface Process {
  pid: number;
  parent: number;
  command: string;
}

function processes(): Process[] {
  return execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" })
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((parts) => parts !== null)
    .map(([, pid, parent, command = ""]) => ({
      pid: Number(pid),
      parent: Number(parent),
      command,
    }));
}

/** Engine and plugin below this process. */
function running(): { engine: number; plugin: number } {
  const all = new Map(processes().map((one) => [one.pid, one]));
  const isBelow = (pid: number): boolean =>
    pid === process.pid || (all.has(pid) && isBelow(all.get(pid)?.parent ?? 0));
  const plugin = [...all.values()].find(
    ({ pid, command }) => command.includes("adobe/provider/main.ts") && isBelow(pid),
  );
  if (plugin === undefined) throw new Error("there is no plugin");
  return { engine: plugin.parent, plugin: plugin.pid };
}

/** The emulator's clock: it runs on with every look at it, or stands still. */
const SETTLE_MS = 60_000;
let later = 0;
let standsStill = false;
function clock(): number {
  if (!standsStill) later += SETTLE_MS / 2;
  return Date.now() + later;
}

let emulator: Emulator;
let tripwire: Tripwire;
let bench: Bench;
beforeAll(async () => {
  emulator = await startEmulator({ settleMs: SETTLE_MS, now: clock });
  tripwire = await startTripwire(emulator.url);
  bench = await startBench({
    workDir: path.join(__dirname, "killed"),
    url: emulator.url,
    env: { AEP_PLATFORM_URL: tripwire.url, AEP_IMS_URL: emulator.url },
  });
});
afterAll(async () => {
  await bench.close();
  await tripwire.close();
  await emulator.close();
});

async function census() {
  const { ui } = bench;
  return {
    groups: (await ui.registry.findAll("fieldgroups")).length,
    schemas: (await ui.registry.findAll("schemas")).length,
    datasets: (await ui.catalog.findAll()).length,
    mappingSets: (await ui.dataPrep.findAll()).length,
    sources: (await ui.flows.findAll("sourceConnections")).length,
    targets: (await ui.flows.findAll("targetConnections")).length,
    flows: (await ui.flows.findAll("flows")).length,
  };
}
const ONE_OF_EACH = {
  groups: 1,
  schemas: 1,
  datasets: 1,
  mappingSets: 1,
  sources: 1,
  targets: 1,
  flows: 1,
};

/** Which request it was, whatever the object: `DELETE flows/*`. */
function kindOf({ method, path }: { method: string; path: string }): string {
  const [first = "", second] = path
    .replace(/^.data.(foundation|core).[a-z-]+.(tenant.)?/, "")
    .split("/");
  return `${method} ${first}${second === undefined ? "" : "/*"}`;
}

/**
 * Runs `up` over and over, each time killed just after Adobe has carried out a kind of request at
 * which no run was killed yet; until there is none left and one run goes through. (Every boundary,
 * before and after, is killed in tests/adobe/provider/kill.test.ts; here the engine is the real one,
 * and is itself killed at every other of them.)
 */
async function upThroughKills(): Promise<string[]> {
  const done = new Set<string>();
  for (;;) {
    const victim = done.size % 2 === 0 ? "engine" : "plugin";
    tripwire.armFor(
      (request) => {
        const kind = kindOf(request);
        if (request.method === "GET" || done.has(kind)) return undefined;
        done.add(kind);
        return "after";
      },
      () => process.kill(running()[victim], "SIGKILL"),
    );
    try {
      await bench.stack.up();
      return [...done];
    } catch (error) {
      if (tripwire.tripped === undefined) throw error;
      if (victim === "engine") await bench.stack.cancel();
    }
  }
}

test.each([
  ["an up from nothing", {}, "POST flows"],
  ["an update", { mood: "bad" }, "PATCH flows/*"],
  ["a replacement", { providerId: "another" }, "DELETE flows/*"],
])(
  "engine or plugin killed after every change that %s makes: then one object of each",
  async (_, shape, mustBe) => {
    for (const [key, value] of Object.entries(shape)) await bench.stack.setConfig(key, { value });
    const boundaries = await upThroughKills();
    expect(boundaries).toContain(mustBe);
    expect(await census()).toEqual(ONE_OF_EACH);
    await bench.stack.preview({ expectNoChanges: true });
    const { flowId } = await bench.stack.outputs();
    expect((await bench.ui.flows.get("flows", flowId?.value as string))?.state).toBe("enabled");
  },
  // A dozen runs of the engine.
  420_000,
);

test("Ctrl-C ends a wait at once; the next up goes on from what is there", async () => {
  await bench.stack.setConfig("providerId", { value: "a third" });
  standsStill = true;
  let interrupted = false;
  let polls = 0;
  tripwire.armFor(
    ({ method, path: at }) => {
      // The second look at the new dataflow: it is being waited for.
      if (!interrupted && method === "GET" && /flows\/./.test(at) && polls++ > 0) {
        interrupted = true;
        process.kill(running().engine, "SIGINT");
      }
      return undefined;
    },
    () => undefined,
  );
  const text = await bench.stack.up().then(
    () => "went through",
    (error: unknown) => String(error),
  );
  expect(text).toContain("made but not ready: cancelled");
  expect(() => running()).toThrow("there is no plugin");

  standsStill = false;
  await bench.stack.up();
  expect(await census()).toEqual(ONE_OF_EACH);
  await bench.stack.preview({ expectNoChanges: true });
});
