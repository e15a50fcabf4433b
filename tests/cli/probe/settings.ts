import type { AssumptionName, EmulatorDelays, EmulatorOptions } from "../../../emulator";
import { assumptionNames, assumptions } from "../../../emulator/assumptions";
import { seededRandom } from "../../support/random";

/** Random assumptions and delays of an emulator. */
export interface RandomSettings {
  readonly seed: number;
  readonly assume: Readonly<Record<AssumptionName, string>>;
  readonly options: EmulatorOptions & {
    readonly settleMs: number;
    readonly delays: Partial<EmulatorDelays> & { readonly inletMs: number };
  };
  /** How long each response takes, in milliseconds. */
  readonly latencyMs: number;
}

/** From a platform on the same machine to one at which each request takes two seconds. */
const latencies: readonly number[] = [0, 2_000, 300];

/** The settings of a seed: the same every time. */
export function randomSettings(seed: number): RandomSettings {
  const { below } = seededRandom(seed);
  const assume = Object.fromEntries(
    assumptionNames.map((name) => {
      const { values } = assumptions[name];
      return [name, values[below(values.length)] ?? values[0]];
    }),
  ) as Record<AssumptionName, string>;
  const ms = (most: number): number => 100 + below(most);
  const delays = {
    visibleMs: ms(5_000),
    unionMs: ms(60_000),
    releaseMs: ms(20_000),
    deleteMs: ms(20_000),
    inletMs: ms(40_000),
  };
  const options = {
    assume,
    settleMs: ms(30_000),
    ingestMs: ms(200_000),
    warmUpMs: below(60_000),
    delays,
  };
  return { seed, assume, options, latencyMs: latencies[seed % latencies.length] ?? 0 };
}

/** How long what distinguishes a value of an assumption goes on, where it does not stay; only of those in force. */
function shownMs({ assume, options }: RandomSettings): Partial<Record<AssumptionName, number>> {
  const { settleMs, delays } = options;
  return {
    ...(assume["new-object-visible"] === "late" ? { "new-object-visible": delays.visibleMs } : {}),
    ...(assume["deleted-reference"] === "late" ? { "deleted-reference": delays.releaseMs } : {}),
    ...(assume["union-visible"] === "late" ? { "union-visible": delays.unionMs } : {}),
    ...(assume["flow-delete"] === "finalizing" ? { "flow-delete": delays.deleteMs } : {}),
    ...(assume["flow-update"] === "transition" ? { "flow-update": settleMs } : {}),
  };
}

/** When a new dataflow has its URL, unless it has it at once. */
export function urlMs({ settleMs, delays }: RandomSettings["options"]): number {
  return Math.max(settleMs, delays.inletMs);
}

/**
 * Whether an emulator with these settings can show which value this assumption has. With objects that
 * become visible late, the first read of a dataflow may come when it is enabled already.
 */
export function isVisible(settings: RandomSettings, name: AssumptionName): boolean {
  const { assume, options, latencyMs } = settings;
  if (!("finds" in assumptions[name].probe)) return false;
  const shown = shownMs(settings)[name];
  // A read comes at least as long after a change as a response takes.
  if (shown !== undefined) return shown > latencyMs + 300;
  if (name !== "flow-inlet-url") return true;
  const late = assume["new-object-visible"] === "late" ? (options.delays.visibleMs ?? 0) : 0;
  // At once, only a dataflow that is not enabled yet shows it.
  const until = assume["flow-inlet-url"] === "at-once" ? options.settleMs : urlMs(options);
  return late * 2 + 500 + 2 * latencyMs < until;
}

/** Kinds of which Adobe keeps some under these settings, whatever a client does. */
export function kept({ assume }: RandomSettings): string[] {
  return [
    ...(assume["mapping-delete"] === "204" ? [] : ["mappingSets"]),
    ...(assume["union-schema-delete"] === "events" ? [] : ["schemas", "fieldGroups"]),
  ];
}
