import { ALL_EVENTS, type Count, type MetricsLevel } from "./metricsSettings";

/** Counts and durations by event slug. */
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

/** Most values of one metric in a line (CloudWatch, embedded metric format). */
const MAX_VALUES = 100;

/** A meter for functions whose metrics are switched off. */
const silentMeter: Meter = {
  count: () => undefined,
  time: () => undefined,
  flush: () => undefined,
};

/** Makes the meter that a function's settings select. */
export function createMeter(settings: {
  readonly metricsNamespace: string;
  readonly metrics: MetricsLevel;
}): Meter {
  const { metricsNamespace, metrics } = settings;
  return metrics === "none" ? silentMeter : new EmfMeter(metricsNamespace, metrics === "byEvent");
}

/**
 * Writes metrics to standard output in CloudWatch's embedded metric format. This needs no request and no
 * permission. A line costs 2 µs, and cost a fifth of the receiver's time with AWS's library for it.
 */
export class EmfMeter implements Meter {
  /** By the value of the dimension `event`, the only one. */
  private readonly entries = new Map<string, Entry>();

  /**
   * @param namespace one per stack, so that the metrics of two stacks in one account stay separate
   * @param byEvent whether each event has metrics of its own, in addition to the totals
   */
  constructor(
    private readonly namespace: string,
    private readonly byEvent = false,
  ) {}

  count(name: Count | `Token.${string}`, slug: string, by = 1): void {
    for (const { counts } of this.entriesOf(slug)) counts.set(name, (counts.get(name) ?? 0) + by);
  }

  time(name: "DeliveryLag", slug: string, milliseconds: number): void {
    for (const { times } of this.entriesOf(slug)) {
      const values = times.get(name) ?? [];
      values.push(milliseconds);
      times.set(name, values);
    }
  }

  flush(): void {
    for (const [event, { counts, times }] of this.entries) {
      if (counts.size > 0) this.write(event, "Count", Object.fromEntries(counts));
      for (const [name, values] of times)
        for (let from = 0; from < values.length; from += MAX_VALUES)
          this.write(event, "Milliseconds", { [name]: values.slice(from, from + MAX_VALUES) });
    }
    this.entries.clear();
  }

  /** Totals are always written: alarms and dashboard read them. */
  private entriesOf(slug: string): readonly Entry[] {
    const keys = this.byEvent ? [ALL_EVENTS, slug] : [ALL_EVENTS];
    return keys.map((key) => {
      const entry = this.entries.get(key) ?? { counts: new Map(), times: new Map() };
      this.entries.set(key, entry);
      return entry;
    });
  }

  private write(
    event: string,
    unit: "Count" | "Milliseconds",
    values: Readonly<Record<string, number | readonly number[]>>,
  ): void {
    const definition = {
      Namespace: this.namespace,
      Dimensions: [["event"]],
      Metrics: Object.keys(values).map((name) => ({ Name: name, Unit: unit })),
    };
    const head = { Timestamp: Date.now(), CloudWatchMetrics: [definition] };
    process.stdout.write(`${JSON.stringify({ _aws: head, event, ...values })}\n`);
  }
}
