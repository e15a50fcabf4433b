import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";

import type { Reconciliation } from "../../../cli/reconcile/actions";
import { encodeReceiverSettings } from "../../../handlers/receiver/settings";
import { conversationKey } from "../../../handlers/shared/conversationKey";
import { startClient, type Client } from "../../emulator/support/client";
import { makePipeline, postRecord, record, tenant } from "../../emulator/support/objects";
import { startAwsServer, type AwsServer } from "../../handlers/support/awsServer";
import { messageText } from "../../handlers/support/messages";
import { receiverInput } from "../../handlers/support/settings";
import { runWritten, writtenCommands } from "../../support/writtenCommands";
import { runInProcess } from "../inProcess";
import { addOperator, type Operated } from "../operatorServer";
import { environmentOf, emulatorConfig, stackScript, writePulumi, type Exit } from "../support";

let aep: Client;
let pipeline: { readonly datasetId: string; readonly flowId: string };
let aws: AwsServer;
let operated: Operated;
let bin: string;

beforeAll(async () => {
  aep = await startClient();
});
afterAll(() => aep.close());

beforeEach(async () => {
  pipeline = await makePipeline(aep);
  aws = await startAwsServer();
  operated = addOperator(aws);
  Object.assign(aws.functionEnvironment, encodeReceiverSettings(receiverInput()));
  bin = mkdtempSync(path.join(os.tmpdir(), "reconcile-"));
  deploy();
});
afterEach(async () => {
  rmSync(bin, { recursive: true });
  await aws.close();
});

function deploy(outputs: object = {}, config: object = {}): void {
  const relay = {
    datasetId: pipeline.datasetId,
    flowIds: { relay: pipeline.flowId },
    queueUrl: `${aws.url}/0/events`,
    deadLetterQueueUrl: `${aws.url}/0/dead`,
    receiverFunctionArn: "arn:aws:lambda:eu-west-1:0:function:receiver",
    archiveBucket: "archive",
    archivesEvents: true,
  };
  writePulumi(
    bin,
    stackScript(
      { ...relay, ...outputs },
      {
        ...emulatorConfig(aep),
        ...config,
      },
    ),
  );
}

function reconcile(...args: readonly string[]): Promise<Exit> {
  return runInProcess({ aws, bin }, ["reconcile", "--settle", "0s", ...args]);
}

async function reconciled(...args: readonly string[]): Promise<Reconciliation & { exit: number }> {
  const { status: exit, stdout } = await reconcile("--json", ...args);
  return { exit, ...(JSON.parse(stdout) as Reconciliation) };
}

/** Posts a record that the mapping makes a row of, or one whose time no row can have. */
async function post(id: string, isValid = true): Promise<void> {
  const at = isValid ? {} : { at: "not a time" };
  await postRecord(aep, pipeline.flowId, { ...record(id), ...at });
}

test("exits with 0 when all that was delivered is in the dataset", async () => {
  for (const id of ["e-1", "e-2", "e-3"]) await post(id);
  operated.delivered = [1, 2];
  const { status, stdout, stderr } = await reconcile();
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^delivered +3 +the forwarder's metric$/m);
  expect(stdout).toMatch(/^in the dataset +3 +batches of the dataset until now$/m);
  expect(stdout).toMatch(/^ +3 +the same by AEP's metric, whole hours$/m);
  expect(stdout).toMatch(/^missing, at least +0 /m);
  expect(stdout).toMatch(/runs: 3 in, 3 out, 0 failed$/m);
  expect(stdout.split("\n").filter(({ length }) => length > 80)).toEqual([]);
});

test("says why AEP's metric was not read, and does without it", async () => {
  await post("e-1");
  operated.delivered = [1];
  expect(await reconciled()).toMatchObject({ exit: 0, metricRows: 1 });
  await aep.admin.injectFault({
    match: { path: "/data/infrastructure/observability/*" },
    do: { status: 403 },
  });
  try {
    const found = await reconciled();
    expect(found).toMatchObject({ exit: 0, rows: 1 });
    expect(found.metricProblem).toMatch(/403/);
    expect(found).not.toHaveProperty("metricRows");
    const { stdout } = await reconcile();
    expect(stdout).toMatch(/^AEP's metric was not read\. .*403/m);
  } finally {
    await aep.admin.clearFaults();
  }
});

test("exits with 1 when AEP rejected a row later, and shows which one and why", async () => {
  await post("e-1");
  await post("e-bad", false);
  operated.delivered = [2];
  const found = await reconciled();
  expect(found).toMatchObject({ exit: 1, verdict: "wrong", delivered: 2, rows: 1, rejected: 1 });
  expect(found.missing).toBe(0);
  expect(found.rejectedRows).toMatchObject([{ id: "e-bad", eventType: "chatlio.test" }]);
  expect(found.rejectedRows[0]?.errors[0]?.message).toContain("timestamp");
  const { stdout } = await reconcile();
  expect(stdout).toMatch(/^e-bad +test +.*timestamp/m);
});

test("exits with 1 when rows are missing, and nothing says why", async () => {
  await post("e-1");
  operated.delivered = [3];
  expect(await reconciled()).toMatchObject({ exit: 1, verdict: "wrong", missing: 2, rejected: 0 });
});

test("a row that was written twice hides nothing and is not wrong", async () => {
  await post("e-1");
  await post("e-1");
  operated.delivered = [1];
  expect(await reconciled()).toMatchObject({ exit: 0, rows: 2, missing: 0 });
});

test("reads only as many rejected rows as are to be shown, and counts them all", async () => {
  for (let index = 0; index < 5; index += 1) await post(`bad-${index}`, false);
  const found = await reconciled("--rows", "2");
  expect(found.rejected).toBe(5);
  expect(found.rejectedRows).toHaveLength(2);
  expect((await reconcile("--rows", "2")).stdout).toContain("3 more: see --rows.");
});

test("without a metric it cannot say that nothing is missing: exit code 2", async () => {
  const settings = receiverInput({ metrics: "none" });
  Object.assign(aws.functionEnvironment, encodeReceiverSettings(settings));
  await post("e-1");
  expect(await reconciled()).toMatchObject({ exit: 2, verdict: "unknown", rows: 1 });
  await post("e-bad", false);
  expect(await reconciled()).toMatchObject({ exit: 1, verdict: "wrong", rejected: 1 });
});

test("of a stack in direct mode it shows what Adobe says, and needs nothing of AWS", async () => {
  deploy({ flowIds: { direct: { main: { "feedback-left": pipeline.flowId } } } });
  await post("e-bad", false);
  expect(await reconciled()).toMatchObject({ exit: 1, rejected: 1, runs: { rejected: 1 } });
  expect(aws.iamRequests).toEqual([]);
});

test.each([
  ["Adobe rejects the credential", { "adobe-aep:clientSecret": "wrong-one" }, /dobe/],
  ["the sandbox does not exist", { "adobe-aep:sandbox": "none" }, /sandbox/],
])("exits with 2 and one line when %s", async (_, config, message) => {
  deploy({}, config);
  const { status, stderr, stdout } = await reconcile();
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain("wrong-one");
  expect(stderr.trim().split("\n")).toHaveLength(1);
});

test("the commands of the documentation run as they are written", async () => {
  await post("e-1");
  operated.delivered = [1];
  const commands = writtenCommands("docs/operating.md", "npx chatlio-aep reconcile");
  const printed = await runWritten(commands, { cwd: bin, env: environmentOf({ aws, bin }) });
  expect(printed).toMatch(/^in the dataset +1 /m);
  expect(printed).toContain('"verdict": "ok"');
  expect(printed).toMatch(/^0 sent again$/m);
});

describe("against loss before the relay", () => {
  const [here, gone] = ["1", "2"].map((digit) => `0000000${digit}-0000-4000-8000-000000000000`);
  let chatlio: Server;
  let list: unknown;
  let config: Record<string, string>;

  beforeEach(async () => {
    list = [];
    chatlio = createServer((_, response) => response.end(JSON.stringify(list)));
    await once(chatlio.listen(0, "127.0.0.1"), "listening");
    config = {
      "chatlio-aep:chatlioApiKey": "key-of-chatlio",
      "chatlio-aep:chatlioUrl": `http://127.0.0.1:${(chatlio.address() as AddressInfo).port}`,
    };
    deploy({}, config);
  });
  afterEach(() => chatlio.close());

  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

  function started(minutes: number, conversationId?: string, event = "conversation-started"): void {
    const line = { group: "/aws/lambda/receiver", level: "INFO", message: "accepted", event };
    const conversation = conversationId && conversationKey(conversationId);
    operated.lines.push({ ...line, timestamp: ago(minutes), widget: "main", conversation });
  }

  test("is content when each conversation at Chatlio has its event", async () => {
    started(60, here);
    list = [{ conversationUUID: here, createdAt: ago(60) }];
    const found = await reconciled();
    expect(found).toMatchObject({ exit: 0, verdict: "ok" });
    expect(found.conversations).toEqual({ ongoing: 1, compared: 1, missing: [] });
    expect(found.heartbeats).toBeUndefined();
  });

  test("exits with 1 and names a conversation whose webhook never came", async () => {
    started(60, here);
    started(30, gone, "feedback-left");
    list = [here, gone].map((id) => ({ conversationUUID: id, createdAt: ago(60) }));
    const found = await reconciled();
    expect(found).toMatchObject({ exit: 1, verdict: "wrong", missing: 0 });
    expect(found.conversations?.missing?.map(({ id }) => id)).toEqual([gone]);
    const { stdout } = await reconcile();
    expect(stdout).toMatch(/^At Chatlio: 2 conversations, 2 compared, 1 without/m);
    expect(stdout).toMatch(new RegExp(`^${gone} +\\d{4}-`, "m"));
    expect(stdout.split("\n").filter(({ length }) => length > 80)).toEqual([]);
  });

  test("compares no conversation that has just begun, or began before the log names them", async () => {
    started(120);
    list = [
      { conversationUUID: here, createdAt: ago(1) },
      { conversationUUID: gone, createdAt: ago(180) },
    ];
    const { conversations, exit } = await reconciled();
    expect([exit, conversations]).toEqual([0, { ongoing: 2, compared: 0, missing: [] }]);
  });

  test("says that Chatlio's response cannot be read, goes on, and exits with 2", async () => {
    list = { status: "no list" };
    await post("e-1");
    operated.delivered = [1];
    const { status, stdout } = await reconcile();
    expect(status).toBe(2);
    expect(stdout).toMatch(/^in the dataset +1 /m);
    expect(stdout).toMatch(/^The conversations at Chatlio were not compared\. .*no list/m);
    expect(stdout).not.toContain("key-of-chatlio");
  });

  test.each([
    ["with a key", true],
    ["without one", false],
  ])("%s it shows the sums also when the log cannot be read, and exits with 2", async (_, key) => {
    if (!key) deploy();
    aws.behave("StartQuery", "fails");
    await post("e-1");
    operated.delivered = [1];
    const { status, stdout } = await reconcile();
    expect(status).toBe(2);
    expect(stdout).toMatch(/^in the dataset +1 /m);
    expect(stdout).toContain("logs:StartQuery on its log group");
  });

  test("without a key it shows each webhook next to its own history", async () => {
    deploy();
    started(60, here);
    expect((await reconcile()).stdout).toMatch(/^main +conversation-started +1 +0\.0$/m);
    const found = await reconciled();
    expect(found.heartbeats?.find(({ today }) => today > 0)).toEqual({
      ...{ widget: "main", event: "conversation-started" },
      ...{ today: 1, usual: 0, isSilent: false },
    });
    expect(found).not.toHaveProperty("conversations");
  });
});

describe("replay --failed-only", () => {
  function archive(...texts: readonly string[]): void {
    const today = new Date().toISOString().slice(0, 10);
    aws.s3.objects.set(`archive/events/${today}/1.jsonl`, texts.join("\n"));
  }

  function event(message: string) {
    const envelope = JSON.parse(messageText({ message })) as { body: { id: string } };
    const text = JSON.stringify({ ...envelope, receivedAt: new Date().toISOString() });
    return { id: envelope.body.id, text };
  }

  test("sends the events again whose rows AEP rejected, with the same _id, and no other", async () => {
    const [good, bad] = [event("good"), event("bad")];
    archive(good.text, bad.text);
    await post(good.id);
    await post(bad.id, false);
    expect((await run()).stdout).toMatch(/^1 would be sent again$/m);
    expect(aws.sent).toEqual([]);
    expect((await run("--yes")).stdout).toMatch(/^1 sent again$/m);
    expect(aws.sent.map(({ body }) => body)).toEqual([bad.text]);
  });

  const run = (...args: readonly string[]) =>
    runInProcess({ aws, bin }, ["replay", "--since", "1h", "--failed-only", ...args]);

  /** What the forwarder posts of an archived event. */
  function posted(text: string): { readonly id: string } & Record<string, unknown> {
    return (JSON.parse(text) as { body: { id: string } & Record<string, unknown> }).body;
  }

  test("sends the events again that AEP rejected before it mapped them", async () => {
    const [lost, good] = [event("sent to a disabled dataflow"), event("good")];
    archive(lost.text, good.text);
    const action = `/data/foundation/flowservice/flows/${pipeline.flowId}/action`;
    await aep.call("POST", `${action}?op=disable`);
    await postRecord(aep, pipeline.flowId, posted(lost.text));
    await aep.call("POST", `${action}?op=enable`);
    operated.delivered = [1];
    const { occurredAt } = posted(lost.text);
    expect((await reconciled()).rejectedRows).toMatchObject([
      { id: lost.id, eventType: "chatlio.feedbackLeft", timestamp: occurredAt },
    ]);
    const { status, stderr, stdout } = await run("--yes");
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^1 sent again$/m);
    expect(aws.sent.map(({ body }) => body)).toEqual([lost.text]);
  });

  test("sends an event again whose row lost its _id in the mapping", async () => {
    const fields = [
      ["occurredAt", "timestamp"],
      ["eventType", "eventType"],
      ["relayRequestId", `${tenant}.chatlio.relay.requestId`],
    ];
    const mappings = fields.map(([source = "", destination = ""]) => ({
      sourceType: "ATTRIBUTE" as const,
      source,
      destination,
    }));
    const requestId = { requestId: { type: "string" } };
    const relay = { relay: { type: "object", properties: requestId } };
    pipeline = await makePipeline(aep, mappings, {
      chatlio: { type: "object", properties: relay },
    });
    deploy();
    const bad = event("mapped without an _id");
    archive(bad.text);
    await postRecord(aep, pipeline.flowId, posted(bad.text));
    operated.delivered = [1];
    const [row] = (await reconciled()).rejectedRows;
    expect(row).toMatchObject({ requestId: posted(bad.text)["relayRequestId"] });
    expect(row).not.toHaveProperty("id");
    expect((await reconcile()).stdout).toContain(`\nrequest ${row?.requestId ?? ""}  `);
    expect((await run("--yes")).stdout).toMatch(/^1 sent again$/m);
    expect(aws.sent.map(({ body }) => body)).toEqual([bad.text]);
  });

  test("exits with 1 when it cannot tell which events the rejected rows were", async () => {
    archive(event("one").text);
    await postRecord(aep, pipeline.flowId, { ...record("x"), id: undefined, at: "not a time" });
    const { status, stderr, stdout } = await run();
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^1 rejected rows have neither/)]);
    expect(stdout).toMatch(/^0 would be sent again$/m);
  });

  test("exits with 1 when the archive does not have an event whose row was rejected", async () => {
    const [good, bad] = [event("good"), event("bad")];
    archive(good.text);
    await post(bad.id, false);
    const { status, stderr, stdout } = await run("--yes", "--json");
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^1 rejected events are not in/)]);
    expect(JSON.parse(stdout)).toMatchObject({ total: 0, unnamed: 0, notArchived: 1 });
    expect(aws.sent).toEqual([]);
  });
});
