import { readFileSync } from "node:fs";
import path from "node:path";

import type { Command } from "commander";

import { createProgram } from "../../cli/main";
import { alarmInfo } from "../../infra/config/alarms";
import type { AlarmDefinition } from "../../infra/relay/alarms/definition";
import { alarms, all, flowCheck, ids } from "./alarmsOfStack";
import { problems } from "./configuration";
import { stateOf, type Series } from "./metricMath";
import { publishedMetrics } from "./metrics";

const repository = path.join(__dirname, "../..");

describe("the settings", () => {
  it("switch on every alarm but no-events", () => {
    expect(ids(alarms())).toEqual(ids(all).filter((id) => id !== "no-events"));
    expect(all.map(({ setting }) => setting).sort()).toEqual(
      alarmInfo.map(({ name }) => name).sort(),
    );
  });

  it("leave out only what compares rows without `reconcile`", () => {
    const left = ids(alarms({}, true, flowCheck));
    expect(ids(alarms()).filter((id) => !left.includes(id))).toEqual(["reconcile-gap"]);
  });

  it.each(all.map(({ id, setting }) => [setting, id]))("%s: off leaves out %s alone", (key, id) => {
    expect(ids(alarms({ noEvents: "24h", [key]: "off" }))).toEqual(
      ids(all).filter((other) => other !== id),
    );
  });

  it.each([
    ["deadLetters", 7, { threshold: 7 }],
    ["deadLetterAge", "3d", { threshold: 3 * 86_400 }],
    ["queueAge", "2h", { threshold: 7_200 }],
    ["endpointFailing", "60m", { threshold: 50, periods: 12 }],
    ["functionErrors", "3", { threshold: 3 }],
    ["clientErrors", 1_000, { threshold: 1_000 }],
    ["imbalance", 5, { threshold: 5 }],
    ["noEvents", "7d", { threshold: 1, periods: 168, periodSeconds: 3_600 }],
    ["reconcilerSilent", 3, { threshold: 1, periods: 19, periodSeconds: 3_600 }],
  ])("%s: %s reaches its alarm", (setting, value, condition) => {
    const found = alarms({ [setting]: value }).find((alarm) => alarm.setting === setting);
    expect(found?.condition).toMatchObject(condition);
  });

  it.each([
    [
      "queueAge",
      "soon",
      "must be a length of time such as 90s, 10m or 24h, from 5m to 10d, or off",
    ],
    ["deadLetters", 0, "must be a whole number from 1 to 100000, or off"],
    ["reconcilerSilent", 7, "must be a whole number from 1 to 6, or off"],
    ["deadLetters", true, "must be a threshold, or off"],
    ["noise", 1, "is not an alarm; there are deadLetters"],
  ])("%s: %p is rejected", (name, value, reason) => {
    const [problem, ...more] = problems({
      "chatlio-aep:alarms": JSON.stringify({ [name]: value }),
    });
    expect(more).toEqual([]);
    expect(problem?.reason).toContain(reason);
    expect(problem?.fix).toMatch(/^pulumi config (rm|set) --path 'chatlio-aep:alarms\./);
  });

  it("leave out what needs the functions' own metrics when there are none", () => {
    const left = alarms({ noEvents: "24h" }, false);
    const gone = ids(all).filter((id) => !ids(left).includes(id));
    expect(gone).toEqual([
      ...["endpoint-failing", "flow-down", "imbalance"],
      ...["reconcile-gap", "reconciler-silent", "wrong-tokens"],
    ]);
    for (const { condition } of left) {
      const spaces = Object.values(condition.metrics).map(({ namespace }) => namespace);
      expect(spaces.filter((namespace) => !namespace.startsWith("AWS/"))).toEqual([]);
    }
  });
});

test.each<[string, Record<string, unknown>]>([
  ["by default", {}],
  ["without reconcile-gap", { reconcileGap: "off" }],
  ["without flow-down", { flowDown: "off" }],
])("exactly one alarm tells of a run of the reconciler that failed: %s", (_, thresholds) => {
  const tells = alarms(thresholds).filter(({ condition }) =>
    Object.values(condition.metrics).some(
      ({ dimensions, metricName }) =>
        metricName === "Errors" && dimensions["FunctionName"] === "reconciler",
    ),
  );
  const first = "reconcileGap" in thresholds ? "flow-down" : "reconcile-gap";
  expect(ids(tells)).toEqual([first]);
});

const withFlowCheck = alarms({}, true, flowCheck)
  .filter(({ id }) => id === "flow-down")
  .map((alarm) => ({ ...alarm, id: "flow-down without reconcile" }));

describe.each(
  [...all, ...withFlowCheck].map((alarm): [string, AlarmDefinition] => [alarm.id, alarm]),
)("%s", (_, { condition }) => {
  const { breaching, expression, metrics, periods, periodSeconds } = condition;

  it("looks only at metrics that AWS publishes or the functions write", () => {
    for (const { namespace, metricName, dimensions } of Object.values(metrics)) {
      const known = publishedMetrics[namespace === "chatlio-aep/test" ? "own" : namespace];
      expect(known?.names).toContain(metricName);
      expect(Object.keys(dimensions)).toEqual(known?.dimensions);
    }
  });

  it("is one that CloudWatch accepts", () => {
    // PutMetricAlarm: the time that is looked at, and the size of metric math.
    expect(periods * periodSeconds).toBeLessThanOrEqual(periodSeconds < 3_600 ? 86_400 : 604_800);
    expect(breaching ?? periods).toBeLessThanOrEqual(periods);
    expect(Object.keys(metrics).length).toBeLessThanOrEqual(10);
    expect(expression?.length ?? 0).toBeLessThanOrEqual(1_024);
    const names = expression === undefined ? ["m"] : (expression.match(/\b[a-z]\w*\b/g) ?? []);
    expect([...new Set(names)].sort()).toEqual(Object.keys(metrics).sort());
  });
});

describe("with these values, period by period", () => {
  const alarm = (id: string) => {
    const found = [...all, ...withFlowCheck].find((one) => one.id === id);
    if (found === undefined) throw new Error(`no ${id}`);
    return found.condition;
  };
  const hours = (values: Record<number, number>, length = 24): (number | undefined)[] =>
    Array.from({ length }, (_, hour) => values[hour]);
  const every = (value: number): readonly number[] => Array.from({ length: 24 }, () => value);
  const _ = undefined;

  const rows: readonly [string, string, Record<string, Series>, string][] = [
    ["a message in the dead-letter queue", "dead-letters", { m: [0, 1] }, "ALARM"],
    ["none any more", "dead-letters", { m: [1, 0] }, "OK"],
    ["nothing known of an idle queue", "dead-letters", { m: [_] }, "unchanged"],
    ["a rejected row", "reconcile-gap", { gap: [_, 1, _, _, _, _, _] }, "ALARM"],
    ["a run that failed", "reconcile-gap", { failed: [_, _, 1, _, _, _, _] }, "ALARM"],
    ["a run without a gap", "reconcile-gap", { gap: [_, 0, _, _, _, _, _] }, "OK"],
    ["no run yet", "reconcile-gap", {}, "OK"],
    ["a run that finds the dataflow disabled", "flow-down", { m: [_, 1, _, _, _, _, _] }, "ALARM"],
    ["a run that finds it enabled", "flow-down", { m: [_, _, _, _, _, 0, _] }, "OK"],
    ["no run yet", "flow-down", {}, "OK"],
    [
      "a look that finds the dataflow gone",
      "flow-down without reconcile",
      { down: [1, _], failed: [0, _] },
      "ALARM",
    ],
    ["a look that failed", "flow-down without reconcile", { failed: [_, 3] }, "ALARM"],
    ["a look that finds it enabled", "flow-down without reconcile", { down: [0, 0] }, "OK"],
    ["no run of the reconciler in 7 hours", "reconciler-silent", { m: hours({}, 7) }, "ALARM"],
    [
      "one run in 7 hours, also one that failed",
      "reconciler-silent",
      { m: hours({ 2: 1 }, 7) },
      "OK",
    ],
    ["a message of ten days", "dead-letter-age", { m: [864_000] }, "ALARM"],
    ["one of nine days", "dead-letter-age", { m: [777_600] }, "OK"],
    ["an event that waits for 30 minutes", "queue-age", { m: [1_800] }, "ALARM"],
    ["an event that waits for 29 minutes", "queue-age", { m: [1_740] }, "OK"],
    ["a message that the keeper has not taken for 2 hours", "keeper-age", { m: [7_200] }, "ALARM"],
    ["one of an hour", "keeper-age", { m: [3_600] }, "OK"],
    ["no event in 24 hours", "no-events", { m: hours({}) }, "ALARM"],
    ["one event in 24 hours", "no-events", { m: hours({ 3: 1 }) }, "OK"],
    ["an error of the receiver", "function-errors", { receiver: [1] }, "ALARM"],
    ["an error of the forwarder", "function-errors", { forwarder: [1] }, "ALARM"],
    [
      "invocations that failed with the endpoint",
      "function-errors",
      { receiver: [0], forwarder: [4], retried: [40] },
      "OK",
    ],
    ["no invocation", "function-errors", {}, "OK"],
    ["a throttled webhook", "throttles", { receiver: [1], forwarder: [0] }, "ALARM"],
    ["no throttled webhook", "throttles", { receiver: [0], forwarder: [_] }, "OK"],
    ["one 5xx", "server-errors", { m: [1] }, "ALARM"],
    ["no 5xx", "server-errors", { m: [_] }, "OK"],
    ["100 requests with a 4xx", "client-errors", { m: [100] }, "ALARM"],
    ["99 requests with a 4xx", "client-errors", { m: [99] }, "OK"],
    ["five wrong tokens", "wrong-tokens", { m: [5] }, "ALARM"],
    ["none", "wrong-tokens", { m: [_] }, "OK"],
    [
      "15 minutes of failures",
      "endpoint-failing",
      { retried: [9, 9, 9], delivered: [1, _, 0] },
      "ALARM",
    ],
    [
      "10 minutes of failures",
      "endpoint-failing",
      { retried: [_, 9, 9], delivered: [9, _, _] },
      "OK",
    ],
    ["no attempts", "endpoint-failing", { retried: [_, _, _], delivered: [_, _, _] }, "unchanged"],
    ["success again", "endpoint-failing", { retried: [9, 9, _], delivered: [_, _, 1] }, "OK"],
    [
      "an event missing for eight hours",
      "imbalance",
      { accepted: hours({ 16: 5 }), delivered: hours({ 16: 4 }) },
      "ALARM",
    ],
    [
      "an event missing for seven",
      "imbalance",
      { accepted: hours({ 17: 5 }), delivered: hours({ 17: 4 }) },
      "OK",
    ],
    [
      "an event that went to the dead-letter queue",
      "imbalance",
      { accepted: hours({ 10: 5 }), delivered: hours({ 10: 4 }), dead: hours({ 12: 1 }) },
      "OK",
    ],
    [
      "one event missing of 100 an hour, of which some are always in flight",
      "imbalance",
      { accepted: every(100), delivered: [...every(100).slice(0, 3), 99, ...every(100).slice(4)] },
      "ALARM",
    ],
    [
      "events in flight at the end of each fourth hour",
      "imbalance",
      {
        accepted: every(100),
        delivered: every(100).map((_, hour) => [99, 101, 100, 100][hour % 4]),
      },
      "OK",
    ],
    [
      "some of 10,000 events an hour in flight at the end of each",
      "imbalance",
      { accepted: every(10_000), delivered: [9_960, ...every(10_000).slice(1)] },
      "OK",
    ],
    [
      "51 missing of 10,000 an hour",
      "imbalance",
      { accepted: every(10_000), delivered: [9_949, ...every(10_000).slice(1)] },
      "ALARM",
    ],
    [
      "events that wait for their next attempt",
      "imbalance",
      { accepted: hours({ 8: 3 }), retried: every(3) },
      "OK",
    ],
    [
      "a loss while others wait for their next attempt",
      "imbalance",
      { accepted: hours({ 8: 9 }), retried: every(3) },
      "ALARM",
    ],
    [
      "a forwarder that does not run",
      "imbalance",
      { accepted: every(7), visible: every(7).map((_, hour) => 7 * (hour + 1)) },
      "OK",
    ],
    [
      "an event at the edge of an hour",
      "imbalance",
      { accepted: hours({ 20: 5 }), delivered: hours({ 20: 4, 21: 1 }) },
      "OK",
    ],
    ["a day without events", "imbalance", {}, "OK"],
  ];

  it.each(rows)("%s: %s", (_what, id, series, state) => {
    expect(stateOf(alarm(id), series)).toBe(state);
  });

  it("each alarm fires with some, and does not with others", () => {
    for (const state of ["ALARM", "OK"]) {
      const shown = rows.filter(([, , , found]) => found === state).map(([, id]) => id);
      expect([...new Set(shown)].sort()).toEqual(ids([...all, ...withFlowCheck]));
    }
  });
});

test("the texts name commands of the CLI only, as its help has them", () => {
  const program = createProgram();
  const named = all.flatMap(({ act }) => [...act.matchAll(/chatlio-aep ([a-z][a-z -]*)/g)]);
  expect(named.length).toBeGreaterThan(4);
  for (const [, words = ""] of named) {
    let command: Command | undefined = program;
    for (const word of words.trim().split(" ")) {
      if (word.startsWith("--")) expect(command?.options.map(({ long }) => long)).toContain(word);
      else command = command?.commands.find((one) => one.name() === word);
      expect([words, command === undefined]).toEqual([words, false]);
    }
  }
  expect(all.filter(({ act }) => /\baws /.test(act))).toEqual([]);
});

test("a transcript that waits for its visitor at the end of many hours is not missing", () => {
  const byHour = (values: readonly number[]) =>
    Array.from({ length: 24 }, (_, hour) => values[hour % values.length]);
  const delivered = byHour([3, 5, 4]);
  const series = { accepted: byHour([4]), delivered, waiting: byHour([1, 0, 0]) };
  const imbalance = (links: boolean) =>
    alarms({}, true, flowCheck, links).find(({ id }) => id === "imbalance")?.condition;
  const [without, linking] = [imbalance(false), imbalance(true)];
  if (without === undefined || linking === undefined) throw new Error("no imbalance");
  expect(stateOf(without, series)).toBe("ALARM");
  expect(stateOf(linking, series)).toBe("OK");
  // One that was lost is missing all the same.
  const lost = { ...series, delivered: delivered.with(2, 3) };
  expect(stateOf(linking, lost)).toBe("ALARM");
});

test("every alarm has its runbook, and every runbook its alarm", () => {
  const text = readFileSync(path.join(repository, "docs/runbooks.md"), "utf8");
  const sections = [...text.matchAll(/^## `([a-z-]+)`$/gm)].map(([, id = ""]) => id);
  expect(sections.sort()).toEqual(ids(all));
  const table = readFileSync(path.join(repository, "docs/operating.md"), "utf8");
  for (const id of ids(all)) expect(table).toContain(`[\`${id}\`](runbooks.md#${id})`);
});

/** The number of metrics that AWS bills. */
function metricsOf(billed: readonly AlarmDefinition[]): number {
  return billed.reduce((sum, { condition }) => sum + Object.keys(condition.metrics).length, 0);
}

test("docs and README say how many metrics the alarms look at, which AWS bills", () => {
  const billed = metricsOf(alarms({}, true, flowCheck));
  expect(billed).toBe(23);
  // docs/costs.md is made from the same numbers (scripts/costs/model.ts).
  expect(metricsOf(alarms()) - billed).toBe(1);
  expect(metricsOf(alarms({}, true, flowCheck, true)) - billed).toBe(1);
  const read = (file: string) => readFileSync(path.join(repository, file), "utf8");
  expect(read("docs/operating.md")).toContain(`${billed} with the defaults`);
  expect(read("docs/operating.md")).toContain("and one more with `reconcile`");
  expect(read("README.md")).toContain(`they look at ${billed} metrics at $0.10`);
  expect(read("README.md")).toContain(`up to $${(billed / 10).toFixed(2)} a month`);
});
