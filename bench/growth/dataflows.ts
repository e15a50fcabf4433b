import { eventSlugs } from "../../handlers/model";
import { repository } from "../../local/toolchain/context";
import { createStack, type LocalStack } from "../../local/workspace";
import { withEmulator, type AdobeSide } from "../pulumi/emulator";
import type { Part } from "./part";
import { usageDuring, type Usage } from "./processes";
import type { Series } from "./series";

/** Dataflows of one program. */
const SIZES = [1, 10, 100] as const;

/** How often each is measured. The smallest figure counts: what ten dataflows take is little compared with what the stack takes. */
const REPEATS = 3;

/** The processes of an operation. */
const kinds = {
  // It only starts the engine.
  guard: /guard\.cjs/,
  plugin: /adobe-aep/,
  program: /cmd\/run/,
  host: /pulumi-language-/,
  stubs: /pulumi-resource-/,
  engine: /\bpulumi /,
} as const;

const named = ["engine", "plugin", "program"] as const;

const names = {
  engine: "Pulumi's engine",
  plugin: "the provider",
  program: "the program",
} as const;

/** With this, the engine writes the state at the end of an operation and not at each step. For measurements only. */
const stateOnce = { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" };

/** The first words of the two rows about the engine in an `up`. */
const engineOfUp = "`up`: CPU of Pulumi's engine";

interface Operation {
  readonly usage: Readonly<Record<string, Usage>>;
  readonly requests: number;
}

interface Measured {
  readonly size: number;
  readonly up: Operation;
  readonly preview: Operation;
  /** An `up` of the same whose state is written once. */
  readonly stateOnce: Operation;
}

/** The configuration of direct mode with so many webhooks: each has a dataflow of its own. */
function configOf(dataflows: number): Record<string, string> {
  const events = eventSlugs.slice(0, Math.min(dataflows, eventSlugs.length));
  const widgets = Array.from({ length: dataflows / events.length }, (_, index) => `site-${index}`);
  const list = (key: string, values: readonly string[]) =>
    values.map((value, index) => [`chatlio-aep:${key}[${index}]`, value] as const);
  return {
    "chatlio-aep:mode": "direct",
    "chatlio-aep:protectData": "false",
    ...Object.fromEntries([...list("widgets", widgets), ...list("events", events)]),
  };
}

async function measure(size: number, { emulator, services }: AdobeSide): Promise<Measured> {
  async function measured(work: () => Promise<unknown>): Promise<Operation> {
    const before = await emulator.countApiRequests();
    const usage = await usageDuring(kinds, work);
    return { usage, requests: (await emulator.countApiRequests()) - before };
  }

  async function withStack<T>(
    env: Readonly<Record<string, string>>,
    work: (stack: LocalStack) => Promise<T>,
  ): Promise<T> {
    await emulator.reset();
    const config = configOf(size);
    const stackOptions = { workDir: repository, stackName: "direct", services, config, env };
    const stack = await createStack(stackOptions);
    try {
      return await work(stack);
    } finally {
      await stack.close();
    }
  }

  const first = await withStack({}, async (stack) => ({
    up: await measured(() => stack.up()),
    preview: await measured(() => stack.preview({ expectNoChanges: true })),
  }));
  const once = await withStack(stateOnce, (stack) => measured(() => stack.up()));
  return { size, ...first, stateOnce: once };
}

/** `up` and a preview without changes of 1, 10 and 100 dataflows in one program, against the emulator. */
export async function measureDataflows(): Promise<Part> {
  return withEmulator(async (adobe) => {
    const all: Measured[] = [];
    for (const size of SIZES.flatMap((one) => Array<number>(REPEATS).fill(one)))
      all.push(await measure(size, adobe));
    return { series: seriesOf(all) };
  });
}

/**
 * What the first dataflow costs is mostly what the stack costs without one, and no stack of this program is without one. So
 * the base is the line through the two smallest sizes, at none.
 */
function withBase(series: Omit<Series, "base">): Series {
  const [one, two] = series.points;
  const base =
    one && two ? one.value - ((two.value - one.value) / (two.size - one.size)) * one.size : 0;
  return { ...series, base: Math.max(Math.round(base), 0) };
}

function seriesOf(all: readonly Measured[]): Series[] {
  const of = (what: string, unit: Series["unit"], value: (one: Measured) => number) =>
    withBase({
      what,
      unit,
      points: SIZES.map((size) => {
        const measured = all.filter((one) => one.size === size);
        return { size, value: Math.min(...measured.map(value)) };
      }),
    });
  const used = (operation: Operation, kind: string) => operation.usage[kind] ?? { cpu: 0, peak: 0 };
  return [
    of("`up`: requests to Adobe", "requests", ({ up }) => up.requests),
    ...named.map((kind) =>
      of(`\`up\`: CPU of ${names[kind]}`, "µs", ({ up }) => used(up, kind).cpu),
    ),
    of(
      `${engineOfUp}, the state written once at the end`,
      "µs",
      (one) => used(one.stateOnce, "engine").cpu,
    ),
    ...named.map((kind) =>
      of(`\`up\`: peak memory of ${names[kind]}`, "bytes", ({ up }) => used(up, kind).peak),
    ),
    of("preview: requests to Adobe", "requests", ({ preview }) => preview.requests),
    ...named.map((kind) =>
      of(`preview: CPU of ${names[kind]}`, "µs", ({ preview }) => used(preview, kind).cpu),
    ),
    ...named.map((kind) =>
      of(
        `preview: peak memory of ${names[kind]}`,
        "bytes",
        ({ preview }) => used(preview, kind).peak,
      ),
    ),
  ];
}
