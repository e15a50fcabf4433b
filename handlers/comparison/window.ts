import { MINUTE_MS } from "../../adobe/client/timeUnits";

/** A time from its first to before its last millisecond, in milliseconds since 1970. */
export interface Window {
  readonly since: number;
  readonly until: number;
}

/** CloudWatch returns at most 1,440 values, and has those of five minutes for 63 days. */
const MAX_VALUES = 1_440;
const [SHORT_MS, LONG_MS] = [5 * MINUTE_MS, 60 * MINUTE_MS];

/** Length of the periods in which CloudWatch adds up a metric over this time, in milliseconds. */
export function periodOf({ since, until }: Window): number {
  return (until - since) / SHORT_MS <= MAX_VALUES ? SHORT_MS : LONG_MS;
}

/** The same time in whole periods of CloudWatch: it begins and ends with one, and not later. */
export function aligned(window: Window): Window {
  const period = periodOf(window);
  const start = (time: number) => Math.floor(time / period) * period;
  return { since: start(window.since), until: start(window.until) };
}
