import type { Properties } from "../../../provider-sdk";
import { runsFull, sample } from "../../support/full";
import { batchFlowProgram, FUTURE, S3 } from "../support/batch";
import { startFaultProxy } from "../support/faultProxy";
import type { FaultProxy } from "../support/faultProxy";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { MiniEngine } from "../support/miniEngine";
import type { Run } from "../support/miniEngine";
import {
  bucketProgram,
  fieldGroupProgram,
  mappingProgram,
  schemaProgram,
} from "../support/programs";

/**
 * The provider process is cut off from Adobe at a request of the create, the rotation, the rescheduling or the
 * replacement of a batch source, before or after Adobe has done the work. Another process then runs the same program
 * again. With TEST_FULL=1 at every request, otherwise at a sample of them.
 */
interface Shape {
  /** The program names every object itself. */
  readonly named?: boolean;
  readonly key?: string;
  readonly interval?: number;
  readonly path?: string;
}

const FIRST = "first-secret-of-the-bucket";
const SECOND = "second-secret-of-the-bucket";

function program({ named = false, key = FIRST, interval = 6, path = "/in/*.csv" }: Shape) {
  const called = named ? { name: "Files" } : {};
  return async (run: Run) => {
    const base = await run.resource("flow:Connection", "bucket", {
      ...bucketProgram,
      ...called,
      name: named ? "Bucket" : undefined,
      credentials: { s3SecretKey: key },
    });
    const group = await run.resource("xdm:FieldGroup", "files", fieldGroupProgram);
    const schema = await run.resource("xdm:Schema", "files", schemaProgram(group));
    const dataset = await run.resource("catalog:Dataset", "files", { schemaId: schema.id });
    const mapping = await run.resource("dataprep:MappingSet", "files", mappingProgram(schema));
    // A pair of connections belongs to one dataflow (Adobe): the one goes with the other.
    const pair = { ...called, generation: path };
    const source = await run.resource("flow:SourceConnection", "files", {
      ...pair,
      connectionSpec: S3,
      baseConnectionId: base.id,
      format: "delimited",
      params: { path, type: "folder" },
      dataProperties: { columnDelimiter: ";" },
    });
    const target = await run.resource("flow:TargetConnection", "files", {
      ...pair,
      datasetId: dataset.id,
      schemaId: schema.id,
    });
    await run.resource("flow:Dataflow", "files", {
      ...called,
      ...batchFlowProgram(
        { source, target, mapping },
        { startTime: FUTURE, frequency: "hour", interval },
      ),
    });
  };
}

interface Setting {
  readonly harness: Harness;
  readonly proxy: FaultProxy;
  readonly engine: MiniEngine;
}

/** A sandbox in which `first` is deployed already, if there is one. */
async function withSetting<T>(first: Shape | undefined, use: (setting: Setting) => Promise<T>) {
  // Ready at once: the number of polls is then the same in every run.
  const harness = await startHarness({ settleMs: 0 });
  const proxy = await startFaultProxy(harness.url);
  try {
    const engine = new MiniEngine();
    if (first !== undefined) await engine.up(await harness.another(), program(first));
    return await use({ harness, proxy, engine });
  } finally {
    await proxy.close();
    await harness.close();
  }
}

/** Every request of an undisturbed run of `second` over `first`. */
function requestsOf(first: Shape | undefined, second: Shape) {
  return withSetting(first, async ({ harness, proxy, engine }) => {
    await engine.up(await harness.another({ platformUrl: proxy.url }), program(second));
    return proxy.passed.map(({ method, path }) => `${method} ${path}`);
  });
}

/** Cuts `second` off at its `nth` request, then runs it again; what there is then. */
function afterCrash(first: Shape | undefined, second: Shape, nth: number, when: When) {
  return withSetting(first, async ({ harness, proxy, engine }) => {
    const victim = await harness.another({ platformUrl: proxy.url });
    const died = new Promise<"died">((resolve) => proxy.arm(nth, when, () => resolve("died")));
    const run = engine.up(victim, program(second));
    expect(await Promise.race([run, died])).toBe("died");
    // A dead process responds to nothing: its open requests fail, and nobody waits for them.
    run.catch(() => undefined);
    await victim.cancel();
    await engine.up(await harness.another(), program(second));
    const there = await sourcesOf(harness);
    // And then nothing is left to be done.
    const before = (await harness.requests()).length;
    await engine.up(await harness.another(), program(second));
    const more = (await harness.requests()).slice(before);
    expect(more.filter(({ method, path }) => method !== "GET" && !path.includes("/ims/"))).toEqual(
      [],
    );
    return there;
  });
}

/** What the sandbox has of the source. */
async function sourcesOf({ ui: { flows } }: Harness) {
  const [bases, sources, targets, dataflows] = await Promise.all([
    flows.findAll("connections"),
    flows.findAll("sourceConnections"),
    flows.findAll("targetConnections"),
    flows.findAll("flows"),
  ]);
  return {
    counts: [bases, sources, targets, dataflows].map((all) => all.length),
    paths: sources.map((one) => (one["params"] as Properties)["path"]),
    intervals: dataflows.map((one) => (one["scheduleParams"] as Properties)["interval"]),
  };
}

const moments = ["before", "after"] as const;
type When = (typeof moments)[number];

/** How many requests of a scenario a run without TEST_FULL=1 tries. */
const SAMPLED = 4;

const runs: [string, Shape | undefined, Shape][] = [
  ["a create", undefined, {}],
  ["a rotation and a new interval", {}, { key: SECOND, interval: 12 }],
  ["a replacement for another path", {}, { path: "/other/*.csv" }],
];
const all = [
  ...runs,
  ...runs.map(([what, first, second]): (typeof runs)[number] => [
    `${what} in which every object is named`,
    first && { ...first, named: true },
    { ...second, named: true },
  ]),
];

describe.each(all)(
  "after an interruption during %s, the next run ends with one of each:",
  (...run) => {
    const [, first, second] = run;
    let requests: readonly string[];
    beforeAll(async () => {
      requests = await requestsOf(first, second);
      expect(requests.filter((request) => !request.startsWith("GET")).length).toBeGreaterThan(1);
    });

    test.each(moments)("%s Adobe has done the work", async (when) => {
      const isOfSource = (request: string) => request.includes("/flowservice/");
      const ofSource = [...requests.entries()].filter(([, request]) => isOfSource(request));
      const tried = sample(ofSource, SAMPLED);
      // In a sample they take turns.
      const own = tried.filter((_, nth) => runsFull || moments[nth % 2] === when);
      const expected = {
        counts: [1, 1, 1, 1],
        paths: [second.path ?? "/in/*.csv"],
        intervals: [String(second.interval ?? 6)],
      };
      for (const [index, request] of own) {
        const there = await afterCrash(first, second, index + 1, when);
        expect({ request, there }).toEqual({ request, there: expected });
      }
    });
  },
);
