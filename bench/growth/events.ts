import path from "node:path";

import { resultOf } from "./child";
import type { EventsCost } from "./eventsCase";
import type { Part } from "./part";
import type { Series } from "./series";

/** A thousand to a million. */
const SIZES = [1_000, 10_000, 100_000, 1_000_000] as const;

/** With privacy, an event takes the receiver five times as long. */
const MOST_WITH_PRIVACY = 100_000;

const script = path.join(__dirname, "eventsCase.ts");

/** What the events cost, in a process of its own, after each of these numbers of them. */
export function costOfEvents(
  policy: "keep" | "hash",
  sizes: readonly number[],
): Promise<readonly EventsCost[]> {
  return resultOf(script, [policy, ...sizes.map(String)], ["--expose-gc"]);
}

/**
 * Events through the handlers of receiver and forwarder.
 *
 * @param most - no more than so many
 */
export async function measureEvents(most: number): Promise<Part> {
  const sizes = SIZES.filter((size) => size <= most);
  const kept = await costOfEvents("keep", sizes);
  const hashed = await costOfEvents(
    "hash",
    sizes.filter((size) => size <= MOST_WITH_PRIVACY),
  );
  return {
    series: [...seriesOf("everything kept", kept), ...seriesOf("every category hashed", hashed)],
  };
}

function seriesOf(policy: string, costs: readonly EventsCost[]): Series[] {
  const of = (what: string, unit: Series["unit"], key: keyof EventsCost) => ({
    what: `${policy}: ${what}`,
    unit,
    base: 0,
    points: costs.map((each) => ({ size: each.events, value: each[key] })),
  });
  return [
    of("CPU of the receiver", "µs", "receiver"),
    of("CPU of the forwarder", "µs", "forwarder"),
    { ...of("heap after collection", "bytes", "heap"), isWhole: true },
    { ...of("peak memory of the process", "bytes", "peak"), isWhole: true },
  ];
}
