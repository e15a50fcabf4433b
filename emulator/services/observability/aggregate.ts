import { entryOf } from "../../common/json";

/** One count at one time. */
export interface Point {
  readonly at: number;
  readonly value: number;
}

type Combine = (values: readonly number[]) => number;

const sum: Combine = (values) => values.reduce((total, value) => total + value, 0);

/** OpenTSDB's functions that combine several numbers into one. */
export const aggregators: Readonly<Record<string, Combine>> = {
  sum,
  min: (values) => Math.min(...values),
  max: (values) => Math.max(...values),
  avg: (values) => sum(values) / values.length,
  count: (values) => values.length,
};

const startOf: Readonly<Record<string, (time: Date) => number>> = {
  MINUTE: (time) => time.setUTCSeconds(0, 0),
  HOUR: (time) => time.setUTCMinutes(0, 0, 0),
  DAY: (time) => time.setUTCHours(0, 0, 0, 0),
  WEEK: (time) => {
    time.setUTCHours(0, 0, 0, 0);
    return time.setUTCDate(time.getUTCDate() - ((time.getUTCDay() + 6) % 7));
  },
  MONTH: (time) => {
    time.setUTCHours(0, 0, 0, 0);
    return time.setUTCDate(1);
  },
};

export const granularities = Object.keys(startOf);

function grouped(points: readonly Point[], key: (at: number) => number): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const { at, value } of points) {
    const start = key(at);
    groups.set(start, [...(groups.get(start) ?? []), value]);
  }
  return groups;
}

/** `2020-07-14T00:00:00Z`: the key of a data point. */
function stamp(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** How the points of a metric are combined. */
export interface Shape {
  readonly aggregator: string;
  readonly downsample: string | undefined;
  /** Upper case; undefined leaves every point at its own second. */
  readonly granularity: string | undefined;
}

/**
 * Combines several series into one: `downsample` combines the points of each interval of a series, then
 * `aggregator` combines the series.
 */
export function aggregate(
  series: readonly (readonly Point[])[],
  { aggregator, downsample, granularity }: Shape,
): Record<string, number> {
  const within = entryOf(aggregators, downsample ?? aggregator) ?? sum;
  const interval = entryOf(startOf, granularity ?? "");
  const startAt = (at: number): number =>
    interval === undefined ? Math.floor(at / 1000) * 1000 : interval(new Date(at));
  const downsampled = series.flatMap((points) =>
    [...grouped(points, startAt)].map(([at, values]) => ({ at, value: within(values) })),
  );
  const all = [...grouped(downsampled, (at) => at)].sort(([a], [b]) => a - b);
  const across = entryOf(aggregators, aggregator) ?? sum;
  return Object.fromEntries(all.map(([at, values]) => [stamp(at), across(values)]));
}
