import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import type { Heartbeat } from "../../../cli/heartbeat";
import { encodeReceiverSettings } from "../../../handlers/receiver/settings";
import { wrapRaw } from "../../../handlers/shared/envelope";
import { toJson } from "../../../handlers/shared/json";
import { flowservice, startClient, type Client } from "../../emulator/support/client";
import { makePipeline, postRecord, record } from "../../emulator/support/objects";
import { startAwsServer, type AwsServer } from "../../handlers/support/awsServer";
import { factsOf } from "../../handlers/support/ingested";
import { receiverInput } from "../../handlers/support/settings";
import { runInProcess } from "../inProcess";
import { addOperator, type Operated } from "../operatorServer";
import { runCommand, emulatorConfig, stackScript, writePulumi, type Exit } from "../support";

/** What `status --json` prints, as far as the tests read it. */
interface Report {
  readonly verdict: string;
  readonly mode: string;
  readonly stack: string;
  readonly checks: readonly { readonly name: string; readonly now: string; verdict: string }[];
  readonly webhooks: readonly { widget: string; event: string; lastAt?: string }[];
  readonly tokens: readonly { id: string; place?: number; lastAt?: string }[];
  readonly problems: readonly string[];
  readonly heartbeats: readonly Heartbeat[];
  readonly dataflows: readonly { readonly lastRunAt?: string }[];
}

let aep: Client;
let flowId: string;
let aws: AwsServer;
let operated: Operated;
let bin: string;

beforeAll(async () => {
  aep = await startClient();
  ({ flowId } = await makePipeline(aep));
});
afterAll(() => aep.close());

beforeEach(async () => {
  aws = await startAwsServer();
  operated = addOperator(aws);
  Object.assign(aws.functionEnvironment, encodeReceiverSettings(receiverInput()));
  bin = mkdtempSync(path.join(os.tmpdir(), "status-"));
  deploy({ relay: flowId });
});
afterEach(async () => {
  rmSync(bin, { recursive: true });
  await aws.close();
});

function deploy(flowIds: object, config: object = {}): void {
  const relay = "relay" in flowIds && {
    queueUrl: `${aws.url}/0/events`,
    undeliveredQueueUrl: `${aws.url}/0/undelivered`,
    deadLetterQueueUrl: `${aws.url}/0/dead`,
    receiverFunctionArn: "arn:aws:lambda:eu-west-1:0:function:receiver",
  };
  const outputs = { datasetId: "5f1a", flowIds, ...relay };
  writePulumi(
    bin,
    stackScript(outputs, {
      ...emulatorConfig(aep),
      ...config,
    }),
  );
}

function status(...args: readonly string[]): Promise<Exit> {
  return runInProcess({ aws, bin }, ["status", ...args]);
}

async function report(...args: readonly string[]): Promise<Report & { exit: number }> {
  const { status: exit, stdout } = await status("--json", ...args);
  return { exit, ...(JSON.parse(stdout) as Report) };
}

function nowOf({ checks }: Report, wanted: string) {
  const found = checks.find(({ name }) => name === wanted);
  return [found?.verdict, found?.now];
}

/** A line of the receiver, some time ago. */
function accepted(
  minutes: number,
  widget: string,
  event: string,
  { tokenId = "2026b", ...others }: { tokenId?: string; synthetic?: true } = {},
): void {
  const timestamp = new Date(Date.now() - minutes * 60_000).toISOString();
  const message = "accepted";
  const group = "/aws/lambda/receiver";
  const line = { group, timestamp, level: "INFO", message, widget, event, tokenId };
  operated.lines.push({ ...line, ...others });
}

/** Responds to queries as MiniStack does: with lines in place of counts, and without what it does not know. */
function returnLinesOnly(): void {
  aws.more.set("GetQueryResults", () => {
    const results = operated.lines.map((line) => [
      { field: "@message", value: JSON.stringify(line) },
    ]);
    return { body: { status: "Complete", results } };
  });
}

test("shows a healthy stack on one screen of 80 columns, next to what is expected", async () => {
  accepted(200, "main", "feedback-left");
  accepted(3, "main", "feedback-left");
  // As a user does.
  const command = ["status", "--stack", "prod"];
  const { status: exit, stdout, stderr } = await runCommand({ aws, bin }, command);
  expect([exit, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^Stack prod, mode relay, \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/m);
  expect(stdout).toMatch(/^ok +dataflow +enabled +enabled$/m);
  expect(stdout).toMatch(/^ok +queue +empty +oldest under 30 min$/m);
  expect(stdout).toMatch(/^ok +keeper +empty +oldest under 30 min$/m);
  expect(stdout).toMatch(/^ok +DLQ +empty +0 messages$/m);
  expect(stdout).toMatch(/^ok +heartbeat +2 in 24 h +none silent$/m);
  expect(stdout).toMatch(/^main +feedback-left +3 min ago +2 +0\.0$/m);
  expect(stdout).toMatch(/^support +feedback-left +none in 7 d +0 +0\.0$/m);
  expect(stdout).toMatch(/^2026b +1, in the URLs +3 min ago$/m);
  expect(stdout).toMatch(/^2026a +2 +none in 7 d$/m);
  const lines = stdout.split("\n");
  expect(lines.filter(({ length }) => length > 80)).toEqual([]);
  expect(lines.length).toBeLessThan(30);
});

test("names the selected stack, and prints what it shows as JSON", async () => {
  accepted(5, "support", "offline-message", { tokenId: "2026a" });
  accepted(9, "main", "offline-message", { tokenId: "former" });
  const found = await report();
  expect(found).toMatchObject({ stack: "selected", mode: "relay", verdict: "ok", exit: 0 });
  const used = found.webhooks.filter(({ lastAt }) => lastAt !== undefined);
  expect(used.map(({ event, widget }) => `${widget}/${event}`)).toEqual([
    "main/offline-message",
    "support/offline-message",
  ]);
  expect(found.tokens).toEqual([
    { id: "2026b", place: 1 },
    { id: "2026a", place: 2, lastAt: expect.any(String) as string },
    { id: "former", lastAt: expect.any(String) as string },
  ]);
  expect(nowOf(found, "tokens")).toEqual(["ok", "2 valid, rotation: an old one in use"]);
});

test("exits with 1 when DLQ messages wait, and counts them by reason without keeping them", async () => {
  for (const [index, reason] of ["not-json", "not-json", "unknown-widget"].entries()) {
    const facts = { ...factsOf("feedback-left"), requestId: `r-${index}` };
    const body = toJson(wrapRaw(facts, Buffer.from("x"), reason));
    aws.messages.push({ id: `m-${index}`, body, invisible: false });
  }
  const found = await report();
  expect(found.exit).toBe(1);
  expect(nowOf(found, "DLQ")).toEqual(["wrong", "3 messages: 2 not-json, 1 unknown-widget"]);
  expect(aws.messages.filter(({ invisible }) => invisible)).toEqual([]);
});

test("says of DLQ messages that another command is reading that it sees none", async () => {
  aws.messages.push({ id: "m", body: "x", invisible: true });
  const found = await report();
  expect(found.exit).toBe(1);
  const now = "1 message, hidden while another command reads them";
  expect(nowOf(found, "DLQ")).toEqual(["wrong", now]);
});

test.each([
  [600, "ok", "2 waiting, oldest 10 min", 0],
  [7_200, "wrong", "2 waiting, oldest 2 h", 1],
  [undefined, "ok", "2 waiting, age not known yet", 0],
])("judges the queue by its oldest message: %s s", async (age, verdict, now, exit) => {
  operated.counts.set("events", 2);
  if (age !== undefined) operated.ages.set("events", age);
  const found = await report();
  expect(nowOf(found, "queue")).toEqual([verdict, now]);
  expect(found.exit).toBe(exit);
});

test("exits with 1 when messages wait for the keeper for long: they are not in the dead-letter queue yet", async () => {
  operated.counts.set("undelivered", 4);
  operated.ages.set("undelivered", 3_000);
  const found = await report();
  expect(nowOf(found, "keeper")).toEqual(["wrong", "4 waiting, oldest 50 min"]);
  expect(nowOf(found, "DLQ")).toEqual(["ok", "empty"]);
  expect(found.exit).toBe(1);
});

test("exits with 1 when the dataflow is disabled or gone", async () => {
  const path = `/data/foundation/flowservice/flows/${flowId}/action`;
  await aep.call("POST", `${path}?op=disable`);
  expect(nowOf(await report(), "dataflow")).toEqual(["wrong", "disabled"]);
  await aep.call("POST", `${path}?op=enable`);
  deploy({ relay: "00000000-0000-4000-8000-000000000000" });
  expect(nowOf(await report(), "dataflow")).toEqual(["wrong", "does not exist"]);
});

test("of a stack in direct mode it shows the dataflows, and needs nothing of AWS", async () => {
  const direct = { main: { "feedback-left": flowId, "offline-message": flowId } };
  deploy({ direct });
  const found = await report();
  expect(found).toMatchObject({ mode: "direct", verdict: "ok", exit: 0 });
  expect(nowOf(found, "dataflow")).toEqual(["ok", "2 enabled"]);
  expect(found.checks).toHaveLength(1);
  expect(aws.iamRequests).toEqual([]);
  deploy({ direct: { main: { "feedback-left": flowId, "offline-message": "none" } } });
  expect(nowOf(await report(), "dataflow")).toEqual([
    "wrong",
    "main/offline-message: does not exist",
  ]);
});

test("of a stack in direct mode it shows when each dataflow ran last", async () => {
  deploy({ direct: { main: { "feedback-left": flowId } } });
  expect((await status()).stdout).toMatch(/^main\/feedback-left +enabled +none$/m);
  await postRecord(aep, flowId, record("event-1"));
  const runs = await aep.call("GET", `${flowservice}/runs?property=flowId==${flowId}`);
  const [flow] = (await report()).dataflows;
  const updatedAt = Date.parse(flow?.lastRunAt ?? "");
  expect(runs.body).toMatchObject({ items: [{ updatedAt }] });
  expect((await status()).stdout).toMatch(/^main\/feedback-left +enabled +\d+ \w+ ago$/m);
});

test("exits with 2 when a part cannot be read, and shows the rest", async () => {
  aws.behave("StartQuery", "fails");
  deploy({ relay: flowId }, { "adobe-aep:clientSecret": "wrong-one" });
  const found = await report();
  expect(found.exit).toBe(2);
  expect(nowOf(found, "queue")).toEqual(["ok", "empty"]);
  for (const part of ["dataflow", "webhooks", "heartbeat", "tokens"])
    expect(nowOf(found, part)).toEqual(["unknown", "cannot be read"]);
  expect(found.problems).toHaveLength(2);
  expect(found.problems.join("\n")).toContain("logs:StartQuery on its log group");
  expect(JSON.stringify(found)).not.toContain("wrong-one");
});

test("exits with 2 when the stack cannot be read", async () => {
  writePulumi(bin, "echo \"error: no stack named 'x' found\" >&2; exit 255");
  const { status: exit, stderr } = await status("--stack", "x");
  expect(exit).toBe(2);
  expect(stderr).toContain("no stack named 'x' found");
});

test("takes a sample for no event of Chatlio, nor for the use of a token", async () => {
  accepted(5, "main", "feedback-left", { synthetic: true });
  const found = await report();
  expect(found.webhooks.filter(({ lastAt }) => lastAt !== undefined)).toEqual([]);
  expect(found.tokens.filter(({ lastAt }) => lastAt !== undefined)).toEqual([]);
  expect(found.heartbeats.filter(({ today }) => today > 0)).toEqual([]);
});

test.each([
  ["the emulator of AWS, which knows no `not like`", false],
  ["CloudWatch", true],
])("leaves samples out of what %s returns, and finds the silence behind them", async (_, isAws) => {
  if (!isAws) returnLinesOnly();
  for (let day = 0; day <= 7; day += 1)
    for (let index = 0; index < 6; index += 1)
      accepted(day * 24 * 60 + 120 + index, "main", "feedback-left", {
        ...(day === 0 && { synthetic: true }),
      });
  const found = await report();
  expect(nowOf(found, "heartbeat")).toEqual([
    "wrong",
    "main/feedback-left: none in 24 h, usually 6 a day",
  ]);
});

test("exits with 1 when a webhook that has events each day had none today, and names it", async () => {
  const DAY = 24 * 60;
  for (let day = 1; day <= 7; day += 1)
    for (let index = 0; index < 6; index += 1) {
      accepted(day * DAY + 120 + index, "main", "conversation-started");
      accepted((day - 1) * DAY + 180 + index, "support", "feedback-left");
    }
  const found = await report();
  expect(found.exit).toBe(1);
  expect(nowOf(found, "heartbeat")).toEqual([
    "wrong",
    "main/conversation-started: none in 24 h, usually 6 a day",
  ]);
  expect(found.heartbeats.filter(({ usual }) => usual > 0)).toEqual([
    { widget: "main", event: "conversation-started", today: 0, usual: 6, isSilent: true },
    { widget: "support", event: "feedback-left", today: 6, usual: 5.1, isSilent: false },
  ]);
});

test("looks as far back as it is told", async () => {
  accepted(60 * 24 * 8, "main", "feedback-left");
  const lastOf = ({ webhooks }: Report) => webhooks.filter(({ lastAt }) => lastAt !== undefined);
  expect(lastOf(await report())).toEqual([]);
  expect(lastOf(await report("--days", "9"))).toHaveLength(1);
});
