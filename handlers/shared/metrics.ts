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

/** Metrics in CloudWatch's embedded metric format on standard output: no call, no permission, no wait. */
export function emfMeter(): Meter {
  const metrics = new Metrics({ namespace: "ChatlioAep" });
  const byEvent = new Map<string, Entry>();

  function entryOf(event: string): Entry {
    const entry = byEvent.get(event) ?? { counts: new Map(), times: new Map() };
    byEvent.set(event, entry);
    return entry;
  }

  return {
    count(name, event, by = 1) {
      const { counts } = entryOf(event);
      counts.set(name, (counts.get(name) ?? 0) + by);
    },
    time(name, event, milliseconds) {
      const { times } = entryOf(event);
      times.set(name, [...(times.get(name) ?? []), milliseconds]);
    },
    flush() {
      for (const [event, { counts, times }] of byEvent) {
        metrics.addDimension("event", event);
        for (const [name, value] of counts) metrics.addMetric(name, MetricUnit.Count, value);
        for (const [name, values] of times)
          for (const value of values) metrics.addMetric(name, MetricUnit.Milliseconds, value);
        metrics.publishStoredMetrics();
      }
      byEvent.clear();
    },
  };
}
