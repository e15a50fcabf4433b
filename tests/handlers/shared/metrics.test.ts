import { eventLabel, eventSlugs } from "../../../handlers/model";
import { createMeter, type Meter } from "../../../handlers/shared/metrics";
import { counts, type MetricsLevel } from "../../../handlers/shared/metricsSettings";
import { documentedMetrics } from "../../infra/metrics";
import { captureOutput } from "../support/environment";

let output: ReturnType<typeof captureOutput>;
beforeEach(() => (output = captureOutput()));
afterEach(() => output.stop());

function meterOf(metrics: MetricsLevel) {
  return createMeter({ metricsNamespace: "Test/dev", metrics });
}

interface Line {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
    }[];
  };
  readonly [key: string]: unknown;
}

function lines() {
  return output.lines() as unknown as Line[];
}

/** What CloudWatch bills: each metric with each value of its dimensions. */
function series(): string[] {
  const all = lines().flatMap((line) =>
    line._aws.CloudWatchMetrics.flatMap(({ Dimensions, Metrics }) =>
      Dimensions.flatMap((names) =>
        Metrics.map(({ Name }) => [Name, ...names.map((name) => String(line[name]))].join(" ")),
      ),
    ),
  );
  return [...new Set(all)].sort();
}

/** What receiver and forwarder count for one webhook of each kind. */
function countOneOfEach(meter: Meter): void {
  for (const slug of eventSlugs) {
    for (const name of ["Received", "Accepted", "Token.0f4c7a2b", "Delivered"] as const)
      meter.count(name, slug);
    meter.time("DeliveryLag", slug, 100);
    meter.flush();
  }
}

describe("metrics of one webhook of each kind", () => {
  it.each([
    ["none", 0],
    ["totals", 5],
    ["byEvent", 30],
  ] as const)("with level %s are %d custom metrics", (level, count) => {
    countOneOfEach(meterOf(level));
    expect(series()).toHaveLength(count);
  });

  it("have the same sums with either level", () => {
    const sums = (total: boolean) =>
      ["Received", "Delivered", "DeliveryLag"].map((name) =>
        lines()
          .filter((line) => (line["event"] === "all") === total)
          .reduce((sum, line) => sum + Number(line[name] ?? 0), 0),
      );
    countOneOfEach(meterOf("totals"));
    expect([sums(true), sums(false)]).toEqual([
      [5, 5, 500],
      [0, 0, 0],
    ]);
    countOneOfEach(meterOf("byEvent"));
    expect([sums(true), sums(false)]).toEqual([
      [10, 10, 1_000],
      [5, 5, 500],
    ]);
  });
});

test("docs/delivery.md has every metric that the functions write, and no others", () => {
  expect([...documentedMetrics()].sort()).toEqual([...counts, "DeliveryLag", "Token.<id>"].sort());
});

describe("the meter", () => {
  it("writes totals under one value of the dimension", () => {
    const meter = meterOf("totals");
    meter.count("Received", "feedback-left");
    meter.count("Received", "offline-message", 2);
    meter.flush();
    expect(lines()).toEqual([
      {
        _aws: {
          Timestamp: expect.any(Number) as number,
          CloudWatchMetrics: [
            {
              Namespace: "Test/dev",
              Dimensions: [["event"]],
              Metrics: [{ Name: "Received", Unit: "Count" }],
            },
          ],
        },
        event: "all",
        Received: 3,
      },
    ]);
  });

  it("gives unknown events no separate name", () => {
    const meter = meterOf("byEvent");
    meter.count("Received", eventLabel("feedback-left"));
    meter.count("Received", eventLabel("made-up"));
    meter.flush();
    expect(series()).toEqual(["Received all", "Received feedback-left", "Received unknown"]);
  });

  it.each(["totals", "byEvent"] as const)(
    "with level %s keeps 250 durations of a batch",
    (level) => {
      const meter = meterOf(level);
      for (let index = 0; index < 250; index += 1)
        meter.time("DeliveryLag", "feedback-left", index);
      meter.flush();
      const values = lines()
        .filter((line) => line["event"] === "all")
        .map((line) => line["DeliveryLag"] as number[]);
      expect(values.map((line) => line.length)).toEqual([100, 100, 50]);
      expect(values.flat()).toEqual(Array.from({ length: 250 }, (_, index) => index));
    },
  );

  it("writes nothing when nothing was counted, and nothing twice", () => {
    const meter = meterOf("totals");
    meter.flush();
    meter.count("Received", "feedback-left");
    meter.flush();
    meter.flush();
    expect(lines()).toHaveLength(1);
  });
});
