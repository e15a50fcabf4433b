import type { AssumptionName, EmulatorOptions } from "../../../emulator";
import { assumptionNames, assumptions } from "../../../emulator/assumptions";
import { seededRandom } from "../../support/random";

/** Random assumptions and delays of an emulator. */
export interface RandomSettings {
  readonly seed: number;
  readonly assume: Readonly<Record<AssumptionName, string>>;
  readonly options: EmulatorOptions & { readonly settleMs: number };
}

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
  };
  const options = {
    assume,
    settleMs: ms(30_000),
    ingestMs: ms(200_000),
    warmUpMs: below(60_000),
    delays,
  };
  return { seed, assume, options };
}

/**
 * Whether an emulator with these settings can show which value this assumption has. With objects that
 * become visible late, the first read of a dataflow may come when it is enabled already.
 */
export function isVisible({ assume, options }: RandomSettings, name: AssumptionName): boolean {
  if (!("finds" in assumptions[name].probe)) return false;
  const visibleMs = assume["new-object-visible"] === "late" ? (options.delays?.visibleMs ?? 0) : 0;
  return name !== "flow-inlet-url" || visibleMs * 2 + 500 < options.settleMs;
}

/** Kinds of which Adobe keeps some under these settings, whatever a client does. */
export function kept({ assume }: RandomSettings): string[] {
  return [
    ...(assume["mapping-delete"] === "204" ? [] : ["mappingSets"]),
    ...(assume["union-schema-delete"] === "events" ? [] : ["schemas", "fieldGroups"]),
  ];
}
