import type { AwsServer, Input } from "../handlers/support/awsServer";

/** A line of the receiver's or the forwarder's log. */
export interface Line {
  readonly group: string;
  readonly timestamp: string;
  readonly message: string;
  readonly [field: string]: unknown;
}

/** What AWS shows the commands for operators. Change it at any time. */
export interface Operated {
  /** Messages by queue, in place of those that {@link AwsServer.messages} holds. */
  readonly counts: Map<string, number>;
  /** Seconds of the oldest message by queue. */
  readonly ages: Map<string, number>;
  /** What the metric `Delivered` has in each period; undefined: AWS has no values. */
  delivered: readonly number[];
  readonly lines: Line[];
  /** The queries of Logs Insights, as they came. */
  readonly queries: Input[];
  /** The alarms that CloudWatch has. */
  readonly alarms: AlarmOfAws[];
}

/** An alarm, as CloudWatch describes it. */
export interface AlarmOfAws {
  readonly AlarmName: string;
  StateValue: "OK" | "ALARM" | "INSUFFICIENT_DATA";
  readonly AlarmDescription: string;
}

/** Adds what CloudWatch, and SQS's counts, are for the commands of operators. */
export function addOperator(aws: AwsServer): Operated {
  const operated: Operated = {
    counts: new Map(),
    ages: new Map(),
    delivered: [],
    lines: [],
    queries: [],
    alarms: [],
  };
  const { ages, alarms, counts, lines, queries } = operated;
  aws.more.set("DescribeAlarms", ({ AlarmNames: names }) => {
    const found = alarms.filter(({ AlarmName }) => (names as string[]).includes(AlarmName));
    const since = Date.now() / 1_000 - 600;
    return {
      body: { MetricAlarms: found.map((one) => ({ ...one, StateUpdatedTimestamp: since })) },
    };
  });
  aws.more.set("GetQueueAttributes", ({ QueueUrl: url }) => {
    const queue = String(url).split("/").at(-1) ?? "";
    const held = queue === "dead" ? aws.messages.length : 0;
    const count = counts.get(queue) ?? held;
    return { body: { Attributes: { ApproximateNumberOfMessages: String(count) } } };
  });
  aws.more.set("GetMetricStatistics", ({ Dimensions: dimensions, MetricName: name }) => {
    if (name === "Delivered") {
      const sums = operated.delivered.map((Sum) => ({ Timestamp: Date.now() / 1_000, Sum }));
      return { body: { Label: "delivered", Datapoints: sums } };
    }
    const [{ Value: queue = "" } = {}] = dimensions as { Value?: string }[];
    const age = ages.get(queue);
    const at = Date.now() / 1_000;
    const points = [
      { Timestamp: at - 120, Maximum: 5 },
      { Timestamp: at - 60, Maximum: age },
    ];
    return { body: { Label: "age", Datapoints: age === undefined ? [] : points } };
  });
  aws.more.set("StartQuery", (input) => {
    queries.push(input);
    return { body: { queryId: String(queries.length - 1) } };
  });
  aws.more.set("GetQueryResults", ({ queryId }) => {
    const query = queries[Number(queryId)] ?? {};
    const matching = found(lines, query);
    const isCounted = String(query["queryString"]).includes("stats count(*) as events");
    const results = isCounted
      ? countedByHour(matching)
      : matching.map((line) => [
          { field: "@timestamp", value: line.timestamp },
          { field: "@message", value: JSON.stringify(line) },
        ]);
    return { body: { status: "Complete", results } };
  });
  return operated;
}

/** The rows of `stats count(*) as events by widget, event, bin(1h)`. */
function countedByHour(lines: readonly Line[]) {
  const groups = new Map<string, number>();
  for (const { event, timestamp, widget } of lines) {
    const hour = `${timestamp.slice(0, 13).replace("T", " ")}:00:00.000`;
    const key = JSON.stringify([widget, event, hour]);
    groups.set(key, (groups.get(key) ?? 0) + 1);
  }
  return [...groups].map(([key, count]) => {
    const [widget, event, hour] = JSON.parse(key) as [string, string, string];
    return [
      { field: "widget", value: widget },
      { field: "event", value: event },
      { field: "bin(1h)", value: hour },
      { field: "events", value: String(count) },
    ];
  });
}

/** What a query finds: its group, its time and its filters on the whole line are applied. */
function found(lines: readonly Line[], query: Input): Line[] {
  const text = String(query["queryString"]);
  const filters = [...text.matchAll(/@message (not )?like \/(.*)\/$/gm)].map(
    ([, not, pattern]) => ({ wanted: not === undefined, pattern: new RegExp(pattern ?? "") }),
  );
  return lines
    .filter((line) => {
      const seconds = Date.parse(line.timestamp) / 1_000;
      return (
        line.group === query["logGroupName"] &&
        seconds >= Number(query["startTime"]) &&
        seconds <= Number(query["endTime"]) &&
        filters.every(({ pattern, wanted }) => pattern.test(JSON.stringify(line)) === wanted)
      );
    })
    .reverse();
}
