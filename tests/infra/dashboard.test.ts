import { publishedMetrics } from "./metrics";
import { runProgram, token, type Run } from "./program";

const alarmType = "aws:cloudwatch/metricAlarm:MetricAlarm";
const dashboardType = "aws:cloudwatch/dashboard:Dashboard";

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

type Options = Readonly<Record<string, unknown>>;

function widgetsOf(run: Run): readonly Widget[] {
  const { dashboardBody } = run.one(dashboardType).inputs;
  return (JSON.parse(dashboardBody as string) as { widgets: Widget[] }).widgets;
}

function lines(widgets: readonly Widget[]): readonly (readonly unknown[])[] {
  return widgets
    .filter(({ type }) => type === "metric")
    .flatMap(({ properties }) => properties["metrics"] as unknown[][]);
}

/** The metrics of a dashboard: namespace, name, dimensions, options. */
function metrics(widgets: readonly Widget[]) {
  return lines(widgets)
    .filter(([first]) => typeof first === "string")
    .map((line) => {
      const [namespace, name, ...rest] = line as string[];
      return { namespace, name, dimensions: rest.slice(0, -1), options: line.at(-1) as Options };
    });
}

let run: Run;
let widgets: readonly Widget[];

beforeAll(async () => {
  run = await runProgram({ "chatlio-aep:alarmEmail": "operations@example.com" });
  widgets = widgetsOf(run);
}, 60_000);

describe("the dashboard", () => {
  it("shows only metrics that AWS publishes or the functions write, of this stack", () => {
    const found = metrics(widgets);
    expect(found.length).toBeGreaterThan(15);
    for (const { namespace = "", name, dimensions, options } of found) {
      const known = publishedMetrics[namespace === "chatlio-aep/test" ? "own" : namespace];
      expect(known?.names).toContain(name);
      expect(dimensions.filter((_, index) => index % 2 === 0)).toEqual(known?.dimensions);
      expect(String(dimensions[1])).toMatch(/^(chatlio-aep-test-|all$|relay-api-http-id$)/);
      expect(options["stat"]).toMatch(/^(Sum|Maximum|p50|p95|p99)$/);
    }
  });

  it("shows what was received, accepted, delivered, kept and given up, and the time it took", () => {
    const own = metrics(widgets).filter(({ namespace }) => namespace === "chatlio-aep/test");
    expect(own.map(({ name, options }) => `${name} ${String(options["stat"])}`)).toEqual([
      "Received Sum",
      "Accepted Sum",
      "Delivered Sum",
      "Quarantined Sum",
      "Retried Sum",
      "Dead Sum",
      "DeliveryLag p50",
      "DeliveryLag p95",
      "DeliveryLag p99",
    ]);
  });

  it("computes only with metrics of the same graph", () => {
    for (const widget of widgets.filter(({ type }) => type === "metric")) {
      const options = lines([widget]).map((line) => line.at(-1) as Options);
      const ids = options.map(({ id }) => id);
      const used = options.flatMap(({ expression }) =>
        typeof expression === "string" ? (expression.match(/\b[a-z]\w*\b/g) ?? []) : [],
      );
      expect(used.filter((name) => !ids.includes(name))).toEqual([]);
    }
  });

  it("shows what the relay costs by use, at list prices", () => {
    const [costs] = widgets.filter(({ properties }) =>
      /^Cost an hour/.test(String(properties["title"])),
    );
    expect(costs?.properties["period"]).toBe(3_600);
    const computed = lines(costs === undefined ? [] : [costs]).flatMap(([options]) =>
      typeof options === "object" ? [options as Options] : [],
    );
    expect(computed.map(({ label }) => label)).toEqual([
      "HTTP API",
      "receiver",
      "forwarder",
      "SQS",
    ]);
    expect(computed[0]?.["expression"]).toBe("requests * 0.000001");
    // 1,769 of 1,024 MB for a thousandth of a second.
    expect(computed[1]?.["expression"]).toBe(
      "receiverRuns * 0.0000002 + receiverMs * 0.000000023033969",
    );
  });

  it("has at most 50 metrics: one with more is never free", () => {
    expect(metrics(widgets).length).toBeLessThanOrEqual(50);
  });

  it("has a place for each widget", () => {
    for (const [index, { x, y, width, height }] of widgets.entries()) {
      expect(x + width).toBeLessThanOrEqual(24);
      const overlapping = widgets
        .slice(index + 1)
        .filter(
          (other) =>
            other.x < x + width &&
            x < other.x + other.width &&
            other.y < y + height &&
            y < other.y + other.height,
        );
      expect(overlapping).toEqual([]);
    }
  });

  it("begins with what to do, and the state of every alarm", () => {
    const [first, second] = widgets;
    expect(first?.type).toBe("text");
    const text = String(first?.properties["markdown"]);
    for (const words of ["Stack test", "npx chatlio-aep dlq list", "docs/runbooks.md"])
      expect(text).toContain(words);
    expect(second?.type).toBe("alarm");
    const alarms = run.all(alarmType);
    expect(alarms[0]?.inputs["alarmDescription"]).toContain("\nRunbook: docs/runbooks.md#");
    expect([...(second?.properties["alarms"] as string[])].sort()).toEqual(
      alarms.map(({ name }) => `arn:of:${name}`).sort(),
    );
  });

  it("reads the logs of the stack for its tables", () => {
    const queries = widgets
      .filter(({ type }) => type === "log")
      .map(({ properties }) => String(properties["query"]));
    expect(queries).toHaveLength(4);
    for (const query of queries) {
      expect(query).toMatch(
        /^SOURCE '\/aws\/[\w/-]*chatlio-aep-test-\w+'( \| SOURCE '[^']*')* \| /,
      );
    }
  });

  it("contains no token and no URL", () => {
    const body = JSON.stringify(widgets);
    for (const secret of [token, "https://", "operations@example.com"])
      expect([secret, body.includes(secret)]).toEqual([secret, false]);
  });
});

test("without own metrics it shows those of AWS, and it links to the runbooks", async () => {
  const url = "https://wiki.example.com/runbooks";
  const topic = "arn:aws:sns:us-east-1:123456789012:operations";
  const other = await runProgram({
    "chatlio-aep:metrics": "none",
    "chatlio-aep:runbookUrl": url,
    "chatlio-aep:alarmTopicArn": topic,
  });
  const found = widgetsOf(other);
  const spaces = metrics(found).map(({ namespace }) => namespace);
  expect(spaces.filter((namespace) => !namespace?.startsWith("AWS/"))).toEqual([]);
  expect(found.filter(({ type }) => type === "log")).toHaveLength(4);
  expect(found[0]?.properties["markdown"]).toContain(`(${url})`);
  // The alarms need no topic of the stack when there is one of the user's.
  expect(other.all("aws:sns/topic:Topic")).toEqual([]);
  expect(other.all(alarmType)[0]?.inputs["alarmActions"]).toEqual([topic]);
}, 60_000);

test("nothing of it is there when it is switched off and nobody gets the alarms", async () => {
  const off = await runProgram({
    "chatlio-aep:dashboard": "false",
    "chatlio-aep:savedQueries": "false",
  });
  const types = off.resources.map(({ type }) => type);
  expect(types.filter((type) => /dashboard:|alarm|queryDefinition|sns/i.test(type))).toEqual([]);
}, 60_000);
