import type { Totals } from "./recorder";
import type { Outcome } from "./simulation";

function sum<T extends object>(parts: readonly T[]): T {
  const total: Record<string, number> = {};
  for (const part of parts)
    for (const [name, value] of Object.entries(part) as [string, number][])
      total[name] = (total[name] ?? 0) + value;
  return total as T;
}

/** What runs came to together: their totals, the seed, and the faults by name. */
export function report(outcomes: readonly Outcome[], seed: number) {
  return {
    ...sum<Totals>(outcomes.map(({ totals }) => totals)),
    seed,
    faults: sum(outcomes.map(({ faults }) => faults)),
  };
}

/**
 * Messages that the relay's metrics count and that are not there, or the other way round: accepted =
 * delivered + dead at the end, but for the queue's own exceptions.
 */
export function unaccounted({ metrics, exceptions }: Outcome): number {
  const count = (name: string) => metrics[name] ?? 0;
  const { doubles, storedButRefused, moved } = exceptions;
  const there = count("Accepted") + storedButRefused + doubles - moved;
  return there - count("Delivered") - count("Dead");
}

/** What a run found wrong with the relay, in words; nothing when it keeps its promises. */
export function findings(outcomes: readonly Outcome[]): string[] {
  const { lost, unexplainedDuplicates } = report(outcomes, 0);
  const wrongIds = outcomes.reduce((all, outcome) => all + outcome.wrongIds, 0);
  return [
    ...(lost > 0 ? [`${lost} events were answered 202 and are nowhere`] : []),
    ...(unexplainedDuplicates > 0
      ? [`${unexplainedDuplicates} rows are doubles though no answer was ambiguous`]
      : []),
    ...outcomes
      .map(unaccounted)
      .filter((messages) => messages !== 0)
      .map((messages) => `${messages} messages are missing in the relay's metrics`),
    ...Object.entries(sum(outcomes.map(({ breaches }) => breaches))).map(
      ([what, times]) => `${times} times: ${what}`,
    ),
    ...(wrongIds > 0 ? [`${wrongIds} rows or answers have another _id than they should`] : []),
  ];
}
