import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";

/** Everything that is counted. docs/delivery.md says what each means and how they add up. */
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

/** Counts and durations, by event type. Nothing else is ever a dimension: no widget, no token, no visitor. */
export interface Meter {
  count(name: Count | `Token.${string}`, event: string, by?: number): void;
  /** Milliseconds. */
  time(name: "DeliveryLag", event: string, milliseconds: number): void;
  /** Writes what was counted; to be called once an invocation. */
  flush(): void;
}

interface Entry {
  readonly counts: Map<string, number>;
  readonly times: Map<string, number[]>;
}

/** One line of the format holds at most 100 values of a metric (CloudWatch embedded metric format). */
const MAX_VALUES = 100;

/**
 * Metrics in CloudWatch's embedded metric format on standard output: no call, no permission, no wait.
 *
 * @param namespace of the stack, so that the figures of two in one account stay apart
 */
export function emfMeter(namespace: string): Meter {
  const metrics = new Metrics({ namespace });
  // The library would add the service as a dimension of its own.
  metrics.clearDefaultDimensions();
  const byEvent = new Map<string, Entry>();

  function entryOf(event: string): Entry {
    const entry = byEvent.get(event) ?? { counts: new Map(), times: new Map() };
    byEvent.set(event, entry);
    return entry;
  }

  function publish(event: string, add: () => void): void {
    metrics.addDimension("event", event);
    add();
    metrics.publishStoredMetrics();
  }

  return {
    count(name, event, by = 1) {
      const { counts } = entryOf(event);
      counts.set(name, (counts.get(name) ?? 0) + by);
    },
    time(name, event, milliseconds) {
      const { times } = entryOf(event);
      const values = times.get(name) ?? [];
      values.push(milliseconds);
      times.set(name, values);
    },
    flush() {
      for (const [event, { counts, times }] of byEvent) {
        publish(event, () => {
          for (const [name, value] of counts) metrics.addMetric(name, MetricUnit.Count, value);
        });
        for (const [name, values] of times)
          for (let from = 0; from < values.length; from += MAX_VALUES)
            publish(event, () => {
              for (const value of values.slice(from, from + MAX_VALUES))
                metrics.addMetric(name, MetricUnit.Milliseconds, value);
            });
      }
      byEvent.clear();
    },
  };
}
