import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";

/** All counters. docs/delivery.md says what each of them means and how they add up. */
export type Count =
  | "Received"
  | "Accepted"
  | "Quarantined"
  | "Ignored"
  | "Refused"
  | "Unavailable"
  | "Delivered"
  | "Dead"
  | "Retried"
  | "HandedBack";

/** Counts and durations by event slug, the only dimension. */
export interface Meter {
  count(name: Count | `Token.${string}`, slug: string, by?: number): void;
  /** Milliseconds. */
  time(name: "DeliveryLag", slug: string, milliseconds: number): void;
  /** Writes what was counted. Call it once per invocation. */
  flush(): void;
}

interface Entry {
  readonly counts: Map<string, number>;
  readonly times: Map<string, number[]>;
}

/** Most values of one metric in a line (CloudWatch embedded metric format). */
const MAX_VALUES = 100;

/**
 * Writes metrics to standard output in CloudWatch's embedded metric format. This needs no request and no
 * permission.
 *
 * @param namespace one per stack, so that the metrics of two stacks in one account stay separate
 */
export function emfMeter(namespace: string): Meter {
  const metrics = new Metrics({ namespace });
  // The library would add the service as a dimension of its own.
  metrics.clearDefaultDimensions();
  const bySlug = new Map<string, Entry>();

  function entryOf(slug: string): Entry {
    const entry = bySlug.get(slug) ?? { counts: new Map(), times: new Map() };
    bySlug.set(slug, entry);
    return entry;
  }

  function publish(slug: string, add: () => void): void {
    metrics.addDimension("event", slug);
    add();
    metrics.publishStoredMetrics();
  }

  return {
    count(name, slug, by = 1) {
      const { counts } = entryOf(slug);
      counts.set(name, (counts.get(name) ?? 0) + by);
    },
    time(name, slug, milliseconds) {
      const { times } = entryOf(slug);
      const values = times.get(name) ?? [];
      values.push(milliseconds);
      times.set(name, values);
    },
    flush() {
      for (const [slug, { counts, times }] of bySlug) {
        publish(slug, () => {
          for (const [name, value] of counts) metrics.addMetric(name, MetricUnit.Count, value);
        });
        for (const [name, values] of times)
          for (let from = 0; from < values.length; from += MAX_VALUES)
            publish(slug, () => {
              for (const value of values.slice(from, from + MAX_VALUES))
                metrics.addMetric(name, MetricUnit.Milliseconds, value);
            });
      }
      bySlug.clear();
    },
  };
}
