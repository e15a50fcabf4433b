import type { Sandbox } from "../../state/sandbox";
import type { Organization } from "../../state/organization";

/** One count at one time. */
export interface Point {
  readonly at: number;
  readonly value: number;
}

/** What a metric is counted from: a dataset, or nothing less than the whole sandbox. */
type Source =
  | { readonly by: "dataset"; points(sandbox: Sandbox, datasetId: string): Point[] }
  | { readonly by: "sandbox"; points(organization: Organization, sandbox: Sandbox): Point[] };

const batches = (status: "success" | "failed", value: (recordCount: number) => number): Source => ({
  by: "dataset",
  points: (sandbox, datasetId) =>
    sandbox.batches
      .values()
      .filter((batch) => batch.datasetId === datasetId && batch.status === status)
      .map(({ created, recordCount }) => ({ at: created, value: value(recordCount) })),
});

/** Answers of the sandbox's inlets in the request log; 0 is none at all. */
const inletAnswers = (wanted: (status: number) => boolean): Source => ({
  by: "sandbox",
  points: (organization, sandbox) =>
    organization.requests
      .toArray()
      .filter(({ method, path, status }) => {
        const inlet = /^\/collection\/(?:batch\/)?([^/]+)$/u.exec(path)?.[1];
        const owner = inlet === undefined ? undefined : organization.inlets.get(inlet)?.sandbox;
        return method === "POST" && owner === sandbox.info.name && wanted(status);
      })
      .map(({ at }) => ({ at, value: 1 })),
});

/** The metrics that the emulator counts, by Adobe's names. */
export const metrics: Readonly<Record<string, Source>> = {
  "timeseries.ingestion.dataset.recordsuccess.count": batches("success", (records) => records),
  "timeseries.ingestion.dataset.batchsuccess.count": batches("success", () => 1),
  "timeseries.ingestion.dataset.batchfailed.count": batches("failed", () => 1),
  "timeseries.ingestion.dataset.dailysize": {
    by: "dataset",
    points: (sandbox, datasetId) =>
      sandbox
        .rows(datasetId)
        .all()
        .map(({ at, row }) => ({ at, value: Buffer.byteLength(JSON.stringify(row)) })),
  },
  "timeseries.data.collection.validation.category.presence.count": {
    by: "dataset",
    points: (sandbox, datasetId) =>
      sandbox
        .refused(datasetId)
        .all()
        .filter(({ reason }) => reason.includes("must have required property"))
        .map(({ at }) => ({ at, value: 1 })),
  },
  "timeseries.data.collection.inlet.success": inletAnswers(
    (status) => status >= 200 && status < 300,
  ),
  "timeseries.data.collection.inlet.failure": inletAnswers(
    (status) => status < 200 || status >= 300,
  ),
};

type Combine = (values: readonly number[]) => number;

const sum: Combine = (values) => values.reduce((total, value) => total + value, 0);

/** OpenTSDB's functions that make one number of several. */
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

const grouped = (points: readonly Point[], key: (at: number) => number): Map<number, number[]> => {
  const groups = new Map<number, number[]>();
  for (const { at, value } of points) {
    const start = key(at);
    groups.set(start, [...(groups.get(start) ?? []), value]);
  }
  return groups;
};

/** `2020-07-14T00:00:00Z`, as data points are keyed. */
const stamp = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

export interface Shape {
  readonly aggregator: string;
  readonly downsample: string | undefined;
  /** Upper case; undefined leaves every point at its own second. */
  readonly granularity: string | undefined;
}

/** One series of several: each cut into intervals by `downsample`, then all joined by `aggregator`. */
export const joined = (
  series: readonly (readonly Point[])[],
  { aggregator, downsample, granularity }: Shape,
): Record<string, number> => {
  const within = aggregators[downsample ?? aggregator] ?? sum;
  const interval = startOf[granularity ?? ""];
  const startAt = (at: number): number =>
    interval === undefined ? Math.floor(at / 1000) * 1000 : interval(new Date(at));
  const cut = series.flatMap((points) =>
    [...grouped(points, startAt)].map(([at, values]) => ({ at, value: within(values) })),
  );
  const all = [...grouped(cut, (at) => at)].sort(([a], [b]) => a - b);
  const across = aggregators[aggregator] ?? sum;
  return Object.fromEntries(all.map(([at, values]) => [stamp(at), across(values)]));
};
