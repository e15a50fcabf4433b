import { readFileSync } from "node:fs";

import { readReceiverSettings } from "../../handlers/receiver/settings";
import {
  archiveCost,
  eventCosts,
  fixedCosts,
  monthly,
  total,
  usage,
} from "../../scripts/costs/model";
import { costsPage } from "../../scripts/costs/page";
import { runProgram, token, type Recorded, type Run } from "../infra/program";

const basics = {
  "aws:region": "us-east-1",
  "chatlio-aep:webhookTokens": JSON.stringify([token]),
};
const config = {
  ...basics,
  "chatlio-aep:alarmEmail": "operations@example.com",
};

let run: Run;

beforeAll(async () => {
  run = await runProgram(config);
}, 60_000);

/** Metrics that an alarm looks at: of its own, or of the parts of its expression. */
function metricsOf({ inputs }: Recorded): number {
  const queries = (inputs["metricQueries"] ?? []) as readonly { readonly metric?: object }[];
  const parts = queries.filter(({ metric }) => metric !== undefined).length;
  return inputs["metricName"] === undefined ? parts : 1;
}

test("the costs are of what the program creates", () => {
  const ofType = (type: string) => run.resources.filter((one) => one.type === type);
  const memoryOf = (part: string) =>
    Number(run.one("aws:lambda/function:Function", `${part}-function`).inputs["memorySize"]) /
    1_000;
  expect(memoryOf("receiver")).toBeCloseTo(usage.receiverGb, 1);
  expect(memoryOf("forwarder")).toBeCloseTo(usage.forwarderGb, 1);
  // With alarms there is a second one, for the look at the dataflow.
  expect(ofType("aws:secretsmanager/secret:Secret")).toHaveLength(usage.secrets + 1);
  const alarms = ofType("aws:cloudwatch/metricAlarm:MetricAlarm").map(metricsOf);
  expect(alarms.reduce((sum, count) => sum + count, 0)).toBe(usage.alarmMetrics);
  expect(ofType("aws:cloudwatch/dashboard:Dashboard")).toHaveLength(1);
});

test("the default is what the program creates when nothing is switched on or off", async () => {
  const byDefault = await runProgram(basics);
  const types: Readonly<Record<string, string>> = {
    alarms: "aws:cloudwatch/metricAlarm:MetricAlarm",
    dashboard: "aws:cloudwatch/dashboard:Dashboard",
    "look at the dataflow": "aws:cloudwatch/eventRule:EventRule",
    secret: "aws:secretsmanager/secret:Secret",
  };
  for (const [what, type] of Object.entries(types)) {
    const isThere = byDefault.resources.some((one) => one.type === type);
    const cost = fixedCosts.find((one) => one.what === what);
    expect([what, isThere]).toEqual([what, cost?.has !== "onRequest"]);
  }
  const receiver = byDefault.one("aws:lambda/function:Function", "receiver-function");
  const { variables } = receiver.inputs["environment"] as { variables: Record<string, string> };
  const cost = fixedCosts.find(({ what }) => what === "custom metrics");
  expect([readReceiverSettings(variables).metrics, cost?.has]).toEqual(["totals", "byDefault"]);
});

test("the README says what the script computes", () => {
  const readme = readFileSync("README.md", "utf8");
  const busy = `$${monthly(1e5).toFixed(2)} a month`;
  expect(readme).toContain(
    `[${busy}](#what-it-costs) for 100,000 events by default, $${monthly(1e5, ["always"]).toFixed(2)} without`,
  );
  expect(readme).toContain(`${busy} for 100,000 events with the defaults`);
  const parts = eventCosts(1e6).map(({ dollars, what }) => `${what} ${dollars.toFixed(2)}`);
  expect(readme).toContain(`A million events of 5 KB (${parts.join(", ")})`);
  expect(readme).toContain(`about **$${total(eventCosts(1e6)).toFixed(2)}**`);
  const fixed = Object.fromEntries(fixedCosts.map(({ dollars, what }) => [what, dollars]));
  expect(readme).toContain(`up to $${(fixed["alarms"] ?? 0).toFixed(2)} a month`);
  expect(readme).toContain(`up to $${(fixed["custom metrics"] ?? 0).toFixed(2)} a month`);
});

test("an archive costs an object for each run of the forwarder, and what it keeps", () => {
  const trigger = run.one("aws:lambda/eventSourceMapping:EventSourceMapping", "forwarder-trigger");
  expect(trigger.inputs["batchSize"]).toBe(usage.batch);
  const kept = (months: number) => archiveCost(1e6, months) - archiveCost(1e6, 0);
  expect(kept(12)).toBeCloseTo(12 * kept(1), 6);
  expect(archiveCost(1e6, 0, 1)).toBeCloseTo(usage.batch * archiveCost(1e6, 0), 6);
  // S3 bills $5 for a million objects.
  expect(archiveCost(1e6, 0, 1)).toBeGreaterThan(5);
});

test("ten times as many events cost ten times as much, and none nothing", () => {
  expect(total(eventCosts(1e7))).toBeCloseTo(10 * total(eventCosts(1e6)), 6);
  expect(total(eventCosts(0))).toBe(0);
  expect(costsPage()).toMatch(/^\| 0 +\|/m);
});
