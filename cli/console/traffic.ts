import { MINUTE_MS } from "../../adobe/client/timeUnits";
import { unauthenticated, type EventWay, type Place, type StageLine } from "./events";

/** Minutes that the charts show. */
export const MINUTES = 60;

/** Minutes over which a rate is taken. */
const RATE_MINUTES = 5;

/** What is counted, for each minute. */
export const series = [
  "accepted",
  "quarantined",
  "rejected",
  "delivered",
  "retried",
  "dead",
] as const;
export type Series = (typeof series)[number];

/** Which series a line of a log counts for. */
const seriesOf: Readonly<Record<string, Series>> = {
  accepted: "accepted",
  quarantined: "quarantined",
  "rejected: too large": "rejected",
  "queue unavailable": "rejected",
  [unauthenticated]: "rejected",
  delivered: "delivered",
  retry: "retried",
  "moved to the dead-letter queue": "dead",
};

/** Places of events that wait for delivery. */
const waitingPlaces: ReadonlySet<Place> = new Set(["queue", "retry", "visitor"]);

/** Messages that end the wait. Others may follow them. */
const endsOfWait = new Set(["delivered", "moved to the dead-letter queue"]);

/** The traffic of the last hour. */
export interface Traffic {
  /** Start of the first minute: RFC 3339. */
  readonly from: string;
  /** Counts by minute, the oldest first. The last minute is not over. */
  readonly minutes: Readonly<Record<Series, readonly number[]>>;
  /** Events that were accepted in this hour and wait for delivery, at the end of each minute. */
  readonly backlog: readonly number[];
  readonly total: Readonly<Record<Series, number>>;
  /** A minute, over the last five. */
  readonly rate: Readonly<Record<Series, number>>;
  /** Accepted events of Chatlio by webhook: without the samples of this project. */
  readonly byEvent: Readonly<Record<string, number>>;
  /** Milliseconds from webhook to streaming endpoint. Left out: nothing was delivered. */
  readonly lag?: { readonly p50: number; readonly p95: number };
}

function perSeries<T>(make: (name: Series) => T): Readonly<Record<Series, T>> {
  return Object.fromEntries(series.map((name) => [name, make(name)])) as Record<Series, T>;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** The value below which this part of the values is: nearest rank. */
function percentile(sorted: readonly number[], part: number): number {
  return sorted[Math.max(Math.ceil(sorted.length * part) - 1, 0)] ?? 0;
}

/**
 * Counts the lines of the last hour.
 *
 * @param now - milliseconds since 1970
 */
export function trafficOf(
  lines: readonly StageLine[],
  ways: readonly EventWay[],
  now: number,
): Traffic {
  const end = (Math.floor(now / MINUTE_MS) + 1) * MINUTE_MS;
  const start = end - MINUTES * MINUTE_MS;
  const minuteOf = (at: string) => Math.floor((Date.parse(at) - start) / MINUTE_MS);
  const minutes = perSeries(() => new Array<number>(MINUTES).fill(0));
  const byEvent = new Map<string, number>();
  const lags: number[] = [];
  for (const { line } of lines) {
    const name = Object.hasOwn(seriesOf, line.message) ? seriesOf[line.message] : undefined;
    const minute = minuteOf(line.timestamp);
    if (name === undefined || minute < 0 || minute >= MINUTES) continue;
    minutes[name][minute] = (minutes[name][minute] ?? 0) + 1;
    const event = String(line["event"]);
    if (name === "accepted" && line["synthetic"] !== true)
      byEvent.set(event, (byEvent.get(event) ?? 0) + 1);
    if (name === "delivered" && typeof line["lagMs"] === "number") lags.push(line["lagMs"]);
  }
  lags.sort((one, other) => one - other);
  return {
    from: new Date(start).toISOString(),
    minutes,
    backlog: backlogOf(ways, minuteOf),
    total: perSeries((name) => sum(minutes[name])),
    rate: perSeries((name) => sum(minutes[name].slice(-RATE_MINUTES)) / RATE_MINUTES),
    byEvent: Object.fromEntries(byEvent),
    ...(lags.length > 0 && { lag: { p50: percentile(lags, 0.5), p95: percentile(lags, 0.95) } }),
  };
}

/** How many events waited at the end of each minute: from their acceptance to the line that ended their wait. */
function backlogOf(ways: readonly EventWay[], minuteOf: (at: string) => number): number[] {
  const changes = new Array<number>(MINUTES + 1).fill(0);
  const change = (minute: number, by: number) => {
    const at = Math.min(Math.max(minute, 0), MINUTES);
    changes[at] = (changes[at] ?? 0) + by;
  };
  for (const { place, steps } of ways) {
    const [first] = steps;
    if (first?.what !== "accepted") continue;
    const from = minuteOf(first.at);
    change(from, 1);
    if (waitingPlaces.has(place)) continue;
    const end = steps.findLast(({ what }) => endsOfWait.has(what));
    // The forwarder's line may be older than the receiver's.
    if (end !== undefined) change(Math.max(minuteOf(end.at), from), -1);
  }
  let waiting = 0;
  return changes.slice(0, MINUTES).map((by) => (waiting += by));
}
