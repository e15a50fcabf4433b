/** What something costs at growing sizes. */
export interface Series {
  /** What is measured. */
  readonly what: string;
  readonly unit: "µs" | "bytes" | "requests";
  /** What it costs with none of the units; 0 where that was not measured. */
  readonly base: number;
  /** Whether it is the process's, and not divided by the size where it is shown. */
  readonly isWhole?: boolean;
  /** What it costs in all, smallest size first. */
  readonly points: readonly Point[];
}

/** The cost of so many units. */
export interface Point {
  readonly size: number;
  readonly value: number;
}

/** The greatest slopes of each kind of growth: with 0.1, ten times as much costs a quarter more. */
export const limits = { flat: 0.1, less: 0.9, linear: 1.1 } as const;

/** What the units themselves cost, without what it costs with none of them. */
export function costs({ base, points }: Series): readonly Point[] {
  return points.map(({ size, value }) => ({ size, value: value - base }));
}

/**
 * The power of the size with which values grow: the slope of the line through their logarithms, by least squares. 1: twice as
 * much costs twice as much. What is not above zero has no logarithm, and is left out.
 *
 * @returns undefined with fewer than two values
 */
export function slopeOf(points: readonly Point[]): number | undefined {
  const logs = points
    .filter(({ size, value }) => size > 0 && value > 0)
    .map(({ size, value }) => ({ x: Math.log(size), y: Math.log(value) }));
  const mean = (values: readonly number[]) =>
    values.reduce((sum, each) => sum + each, 0) / values.length;
  const [meanX, meanY] = [mean(logs.map(({ x }) => x)), mean(logs.map(({ y }) => y))];
  const spread = logs.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  if (logs.length < 2 || spread === 0) return undefined;
  return logs.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spread;
}

/** The slope over all sizes, and that of the step to the largest one: a line through all sizes shows a bend late. */
export interface Slopes {
  readonly all: number | undefined;
  readonly last: number | undefined;
}

/** The slopes of what the units cost. */
export function slopesOf(series: Series): Slopes {
  const points = costs(series);
  return { all: slopeOf(points), last: slopeOf(points.slice(-2)) };
}

/** How costs grow with the size. */
export type Growth = "flat" | "less than linear" | "linear" | "more than linear";

/** What the slopes say: the greater one counts. */
export function growthOf(series: Series): Growth {
  const { all, last } = slopesOf(series);
  const slope = Math.max(all ?? 0, last ?? 0);
  if (slope > limits.linear) return "more than linear";
  if (slope > limits.less) return "linear";
  return slope > limits.flat ? "less than linear" : "flat";
}
