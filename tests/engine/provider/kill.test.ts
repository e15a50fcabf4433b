import { execFileSync } from "node:child_process";
import * as aep from "../../../adobe/resources";
import { startTripwire } from "../../adobe/support/tripwire";
import type { Tripwire } from "../../adobe/support/tripwire";
import { startEmulator } from "../../../local/aep";
import type { Emulator } from "../../../local/aep";
import { startBench } from "./support";
import type { Bench } from "./support";

const EVENT_CLASS = "https://ns.adobe.com/xdm/context/experienceevent";

const program =
  (shape: { mood?: string; providerId?: string } = {}) =>
  () => {
    const group = new aep.xdm.FieldGroup("chat", {
      intendedToExtend: [EVENT_CLASS],
      properties: { chat: { type: "object", properties: { mood: { type: "string" } } } },
    });
    const schema = new aep.xdm.Schema("chat", {
      class: EVENT_CLASS,
      fieldGroups: [{ ref: group.id, fields: group.fields }],
    });
    const dataset = new aep.catalog.Dataset("chat", { schemaId: schema.id });
    const mapping = new aep.dataprep.MappingSet("chat", {
      schemaId: schema.id,
      fields: schema.fields,
      mappings: [
        { sourceType: "ATTRIBUTE", source: "${id}", destination: "_id" },
        { sourceType: "ATTRIBUTE", source: "${at}", destination: "timestamp" },
        { sourceType: "STATIC", source: shape.mood ?? "good", destination: "_tenant.chat.mood" },
      ],
    });
    const source = new aep.flow.SourceConnection("chat", {
      connectionSpec: aep.specs.chatlio,
      providerId: shape.providerId ?? aep.specs.streamingProviderId,
    });
    const target = new aep.flow.TargetConnection("chat", {
      datasetId: dataset.id,
      schemaId: schema.id,
    });
    const flow = new aep.flow.Dataflow("chat", {
      flowSpec: aep.specs.streamingFlow,
      sourceConnectionIds: [source.id],
      targetConnectionIds: [target.id],
      mapping: { id: mapping.id, version: mapping.version },
      settleSeconds: 0,
    });
    return Promise.resolve({ flowId: flow.id });
  };

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

/** Kills the engine below this process, or the plugin that engine has started. */
function kill(victim: "engine" | "plugin"): void {
  const all = new Map(processes().map((one) => [one.pid, one]));
  const isBelow = (pid: number): boolean =>
    pid === process.pid || (all.has(pid) && isBelow(all.get(pid)?.parent ?? 0));
  const plugin = [...all.values()].find(
    ({ pid, command }) => command.includes("adobe/provider/main.ts") && isBelow(pid),
  );
  if (plugin === undefined) throw new Error("there is no plugin");
  process.kill(victim === "engine" ? plugin.parent : plugin.pid, "SIGKILL");
}

let emulator: Emulator;
let tripwire: Tripwire;
let bench: Bench;
beforeAll(async () => {
  emulator = await startEmulator({ settleMs: 0 });
  tripwire = await startTripwire(emulator.url);
  bench = await startBench({
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
 * Runs `up` over and over, each time killed at a kind of request at which no run was killed yet,
 * before it reaches Adobe and after; until there is none left and one run goes through.
 */
async function upThroughKills(): Promise<string[]> {
  const done = new Set<string>();
  for (;;) {
    const victim = done.size % 2 === 0 ? "engine" : "plugin";
    tripwire.armFor(
      (request) => {
        for (const when of ["before", "after"] as const) {
          const boundary = `${when} ${kindOf(request)}`;
          if (done.has(boundary)) continue;
          done.add(boundary);
          return when;
        }
        return undefined;
      },
      () => kill(victim),
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
  ["a replacement", { mood: "bad", providerId: "another" }, "DELETE flows/*"],
])(
  "engine or plugin killed around every request of %s: then one object of each",
  async (_, shape, mustBe) => {
    bench.program(program(shape));
    const boundaries = await upThroughKills();
    expect(boundaries).toEqual(expect.arrayContaining([`before ${mustBe}`, `after ${mustBe}`]));
    expect(await census()).toEqual(ONE_OF_EACH);
    await bench.stack.preview({ expectNoChanges: true });
    const { flowId } = await bench.stack.outputs();
    expect((await bench.ui.flows.get("flows", flowId?.value as string))?.state).toBe("enabled");
  },
  // Some forty runs of the engine.
  420_000,
);
