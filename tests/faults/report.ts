import type { Totals } from "./recorder";
import type { Outcome } from "./simulation";

function sum<T extends object>(parts: readonly T[]): T {
  const total: Record<string, number> = {};
  for (const part of parts)
    for (const [name, value] of Object.entries(part) as [string, number][])
      total[name] = (total[name] ?? 0) + value;
  return total as T;
}

/** Sums up several runs: their totals, the seed, and the faults by name. */
export function report(outcomes: readonly Outcome[], seed: number) {
  return {
    ...sum<Totals>(outcomes.map(({ totals }) => totals)),
    seed,
    faults: sum(outcomes.map(({ faults }) => faults)),
  };
}

/**
 * The difference between the relay's metrics and the messages that exist. At the end, accepted = delivered
 * + dead, apart from the exceptions that the queue itself causes.
 */
export function unaccounted({ metrics, exceptions }: Outcome): number {
  const count = (name: string) => metrics[name] ?? 0;
  const { duplicates, storedButRefused, moved } = exceptions;
  const expected = count("Accepted") + storedButRefused + duplicates - moved;
  return expected - count("Delivered") - count("Dead");
}

/** Describes what the relay did wrong; empty when it keeps its promises. */
export function findings(outcomes: readonly Outcome[]): string[] {
  const { lost, unexplainedDuplicates } = report(outcomes, 0);
  const wrongIds = outcomes.reduce((all, outcome) => all + outcome.wrongIds, 0);
  return [
    ...(lost > 0 ? [`${lost} events were accepted with 202 and then lost`] : []),
    ...(unexplainedDuplicates > 0
      ? [`${unexplainedDuplicates} rows are duplicates although no response was ambiguous`]
      : []),
    ...outcomes
      .map(unaccounted)
      .filter((messages) => messages !== 0)
      .map((messages) => `${messages} messages are missing from the relay's metrics`),
    ...Object.entries(sum(outcomes.map(({ violations }) => violations))).map(
      ([what, times]) => `${times} times: ${what}`,
    ),
    ...(wrongIds > 0 ? [`${wrongIds} rows or responses have a wrong _id`] : []),
  ];
}
