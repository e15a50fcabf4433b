import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";

import { createPace } from "../../cli/dlq/pace";
import { ingest } from "../../handlers/ingestion/ingest";
import { encodeReceiverSettings } from "../../handlers/receiver/settings";
import { wrapEvent, wrapRaw } from "../../handlers/shared/envelope";
import { toJson } from "../../handlers/shared/json";
import { startAwsServer, type AwsServer } from "../handlers/support/awsServer";
import { fixture } from "../handlers/support/fixtures";
import { eventOf, factsOf } from "../handlers/support/ingested";
import { receiverInput, receiverSettingsOf } from "../handlers/support/settings";
import { runInProcess } from "./inProcess";
import { environmentOf, outputsScript, runDlq, writePulumi, type Exit } from "./support";

let aws: AwsServer;
let bin: string;

function stubPulumi(script: string): void {
  writePulumi(bin, script);
}

function outputs(more = {}) {
  return outputsScript(aws, more);
}

beforeEach(async () => {
  aws = await startAwsServer();
  Object.assign(aws.functionEnvironment, encodeReceiverSettings(receiverInput()));
  bin = mkdtempSync(path.join(os.tmpdir(), "pulumi-"));
  stubPulumi(outputs());
});
afterEach(async () => {
  rmSync(bin, { recursive: true });
  await aws.close();
});

/** Runs the command with the local server in place of AWS. */
function dlq(args: readonly string[], env: Record<string, string> = {}): Promise<Exit> {
  return runInProcess({ aws, bin }, ["dlq", ...args], env);
}

/** An event that the forwarder moved to the dead-letter queue. */
function dlqEvent(requestId: string, reason: string): string {
  const { event, bytes } = fixture("feedback-left");
  const facts = { ...factsOf(event), requestId };
  const body = eventOf(ingest(bytes, facts, receiverSettingsOf()));
  return toJson({ ...wrapEvent(facts, body), reason, attempts: 80 });
}

function hold(...bodies: string[]) {
  aws.messages.push(...bodies.map((body, index) => ({ id: `m-${index}`, body, invisible: false })));
}

test("list shows all messages, oldest first and without content, and leaves them visible", async () => {
  hold(...Array.from({ length: 23 }, (_, index) => dlqEvent(`r-${index}`, "inlet-400")));
  // As a user does.
  const { status, stdout, stderr } = await runDlq({ aws, bin }, ["list"]);
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^ID +RECEIVED +EVENT +WIDGET +REASON$/m);
  for (let index = 0; index < 23; index += 1) {
    expect(stdout).toMatch(new RegExp(`^r-${index} .* feedback-left +main +inlet-400$`, "m"));
  }
  expect(stdout).toContain("23 messages");
  expect(aws.messages.filter(({ invisible }) => invisible)).toEqual([]);
});

test("list of an empty queue", async () => {
  expect((await dlq(["list"])).stdout).toBe("0 messages\n");
});

test("shows what can be read of a message of unknown format, and of one that SQS moved", async () => {
  const moved = JSON.parse(dlqEvent("r-moved", "")) as Record<string, unknown>;
  delete moved["reason"];
  hold("nothing to read", JSON.stringify(moved));
  const { stdout } = await dlq(["list", "--json"]);
  expect(JSON.parse(stdout)).toEqual([
    expect.objectContaining({ id: "m-0", kind: "unknown" }),
    expect.objectContaining({ id: "r-moved", reason: "moved-by-sqs", kind: "event" }),
  ]);
  expect((await dlq(["show", "m-0"])).stdout).toBe("nothing to read\n");
});

test("redrive sends the selected messages with their _id, and keeps the others", async () => {
  const chosen = dlqEvent("r-1", "inlet-400");
  hold(chosen, dlqEvent("r-2", "inlet-413"), dlqEvent("r-3", "inlet-400"));
  const done = await dlq(["redrive", "r-1", "r-2", "--reason", "inlet-400", "--json"]);
  expect(JSON.parse(done.stdout)).toEqual({
    dryRun: false,
    sent: ["r-1"],
    kept: [],
    missing: ["r-2"],
  });
  expect(aws.messages.map(({ id }) => id)).toEqual(["m-1", "m-2"]);
  const { body } = JSON.parse(chosen) as { body: { id: string } };
  expect(aws.sentTo("events")).toMatchObject([{ kind: "event", requestId: "r-1", body }]);
});

test("redrive converts a raw body with the deployed settings", async () => {
  const { event, bytes } = fixture("feedback-left");
  const facts = { ...factsOf(event), requestId: "r-shop", widget: "shop" };
  const raw = toJson(wrapRaw(facts, bytes, "unknown-widget"));
  hold(raw);
  expect((await dlq(["redrive", "--all"])).stdout).toBe("0 sent again\n1 kept: unknown-widget\n");
  Object.assign(
    aws.functionEnvironment,
    encodeReceiverSettings(receiverInput({ widgets: ["shop"], privacy: { text: "drop" } })),
  );
  expect((await dlq(["redrive", "--all"])).stdout).toBe("1 sent again\n");
  expect(aws.messages).toEqual([]);
  expect(aws.sentTo("events")).toMatchObject([{ kind: "event", widget: "shop" }]);
  const { message } = JSON.parse(Buffer.from(bytes).toString()) as { message: string };
  expect(aws.sent[0]?.body).not.toContain(message);
});

test("redrive converts a raw body with the receiver's salts, which a secret holds", async () => {
  const { event, bytes } = fixture("feedback-left");
  const salts = { dedupeSalt: "salt-of-the-ids" };
  const facts = { ...factsOf(event), requestId: "r-salted" };
  hold(toJson(wrapRaw(facts, bytes, "salts-unavailable")));
  const saltsSecret = { arn: "arn:salts", versionId: "v1" };
  Object.assign(aws.functionEnvironment, encodeReceiverSettings(receiverInput({ saltsSecret })));
  const failed = await dlq(["redrive", "--all"]);
  expect(failed.stderr).toContain("Cannot read the receiver's salts in Secrets Manager");
  expect(aws.messages).toHaveLength(1);

  aws.secrets.set("v1", JSON.stringify(salts));
  expect((await dlq(["redrive", "--all"])).stdout).toBe("1 sent again\n");
  const { id } = eventOf(ingest(bytes, facts, receiverSettingsOf(salts)));
  expect(aws.sentTo("events")).toMatchObject([{ body: { id } }]);
});

test("a message that the queue rejects stays in the dead-letter queue", async () => {
  hold(dlqEvent("r-1", "inlet-400"));
  aws.behave("SendMessage", "fails");
  const { status, stderr } = await dlq(["redrive", "--all"]);
  expect(status).toBe(1);
  expect(stderr).toMatch(/^AWS: .*Check the credentials/);
  expect(aws.messages).toMatchObject([{ id: "m-0", invisible: false }]);
});

describe("filters", () => {
  const hour = 3_600_000;

  /** A message whose request was received some hours ago. */
  function dlqEventOf(requestId: string, hours: number): string {
    const envelope = JSON.parse(dlqEvent(requestId, "inlet-400")) as object;
    const receivedAt = new Date(Date.now() - hours * hour).toISOString();
    return JSON.stringify({ ...envelope, receivedAt });
  }

  test.each([
    [["--older-than", "2h"], ["old"]],
    [["--newer-than", "2h"], ["new"]],
    [["--older-than", "30m", "--newer-than", "2h"], ["new"]],
    [["--older-than", "3d"], []],
    [["--older-than", "1s", "--widget", "shop"], []],
  ])("%j", async (filters, ids) => {
    hold(dlqEventOf("old", 5), dlqEventOf("new", 1), "of an unknown age");
    const { stdout } = await dlq(["list", "--json", ...filters]);
    expect((JSON.parse(stdout) as { id: string }[]).map(({ id }) => id)).toEqual(ids);
  });

  test("a redrive by age leaves the others", async () => {
    hold(dlqEventOf("old", 5), dlqEventOf("new", 1));
    expect((await dlq(["redrive", "--older-than", "2h"])).stdout).toBe("1 sent again\n");
    expect(aws.messages).toMatchObject([{ id: "m-1" }]);
  });
});

describe("drop", () => {
  test("says what it would drop, and changes nothing without --yes", async () => {
    hold(dlqEvent("r-1", "inlet-400"), dlqEvent("r-2", "inlet-413"));
    const file = path.join(bin, "dropped.jsonl");
    const { status, stdout } = await dlq(["drop", "--reason", "inlet-400", "--save", file]);
    expect([status, stdout]).toEqual([
      0,
      expect.stringMatching(/^1 would be dropped\nNothing was/),
    ]);
    expect(aws.messages).toHaveLength(2);
    expect(existsSync(file)).toBe(false);
  });

  test("saves each message, readable for its owner only, and then deletes it", async () => {
    const body = dlqEvent("r-1", "inlet-400");
    hold(body, dlqEvent("r-2", "inlet-413"), "nothing to read");
    const file = path.join(bin, "dropped.jsonl");
    const { stdout } = await dlq(["drop", "r-1", "m-2", "gone", "--yes", "--save", file]);
    expect(stdout).toBe("2 dropped\n1 not found: gone\n");
    expect(aws.messages).toMatchObject([{ id: "m-1", invisible: false }]);
    const lines = readFileSync(file, "utf8").trim().split("\n");
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { id: "r-1", event: "feedback-left", widget: "main", reason: "inlet-400", message: body },
      { id: "m-2", message: "nothing to read" },
    ]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await dlq(["drop", "--all", "--yes", "--save", file]);
    expect(readFileSync(file, "utf8").trim().split("\n")).toHaveLength(3);
    expect(aws.messages).toEqual([]);
  });

  test("keeps nothing with --discard", async () => {
    hold(dlqEvent("r-1", "inlet-400"));
    const { stdout } = await dlq(["drop", "--all", "--yes", "--discard", "--json"]);
    expect(JSON.parse(stdout)).toEqual({ dryRun: false, dropped: ["r-1"], missing: [] });
    expect(aws.messages).toEqual([]);
  });

  test("a message that SQS does not delete is saved, and stays", async () => {
    hold(dlqEvent("r-1", "inlet-400"));
    aws.behave("DeleteMessage", "fails");
    const file = path.join(bin, "dropped.jsonl");
    const { status } = await dlq(["drop", "--all", "--yes", "--save", file]);
    expect(status).toBe(1);
    expect(aws.messages).toMatchObject([{ id: "m-0", invisible: false }]);
    expect(readFileSync(file, "utf8")).toContain('"id":"r-1"');
  });

  test("killed at any message, each is in the file or in the queue", async () => {
    hold(...Array.from({ length: 8 }, (_, index) => dlqEvent(`r-${index}`, "inlet-400")));
    const file = path.join(bin, "dropped.jsonl");
    const args = [path.resolve("cli/bin.js"), "dlq", "drop", "--all", "--yes", "--save", file];
    const env = environmentOf({ aws, bin });
    const child = spawn(process.execPath, args, { cwd: bin, env, stdio: "ignore" });
    const deletes = () => aws.calls.filter((call) => call === "DeleteMessage").length;
    while (deletes() < 3) await setTimeout(5);
    aws.behave("DeleteMessage", "hangs");
    while (deletes() < 4) await setTimeout(5);
    child.kill("SIGKILL");
    await once(child, "exit");
    const saved = readFileSync(file, "utf8").trim().split("\n");
    const ids = saved.map((line) => (JSON.parse(line) as { id: string }).id);
    const left = aws.messages.map(
      ({ body }) => (JSON.parse(body) as { requestId: string }).requestId,
    );
    expect([...new Set([...ids, ...left])].sort()).toEqual(
      Array.from({ length: 8 }, (_, index) => `r-${index}`),
    );
    expect(left.length).toBeGreaterThan(0);
  });

  test.each([
    [["drop"], "Say which messages to drop"],
    [["drop", "--all", "--yes"], "--save <file> keeps them, --discard loses them"],
    [["drop", "--all", "--yes", "--save", "x", "--discard"], "Say what to do with the messages"],
    [["drop", "--all", "--yes", "--save", "/no/such/directory"], "Cannot write to"],
  ])("%j is an error", async (args, words) => {
    hold(dlqEvent("r-1", "inlet-400"));
    const { status, stderr } = await dlq(args);
    expect([status, stderr]).toEqual([1, expect.stringContaining(words)]);
    expect(aws.messages).toHaveLength(1);
  });
});

test("sends no more than so many messages in a second", async () => {
  const sleeps: number[] = [];
  const pace = createPace(10, {
    now: () => 1_000,
    sleep: (ms) => Promise.resolve(void sleeps.push(ms)),
  });
  for (let count = 0; count < 4; count += 1) await pace();
  expect(sleeps).toEqual([100, 200, 300]);
});

describe("a user error is one line that says what to do", () => {
  test.each([
    ["nothing chosen", ["redrive"], "Say which messages to send again"],
    ["an unknown id", ["show", "nope"], "There is no DLQ message nope. Run `chatlio-aep dlq"],
  ])("%s", async (_, args, words) => {
    const { status, stderr } = await dlq(args);
    expect(status).toBe(1);
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test("no id", async () => {
    const { status, stderr } = await runDlq({ aws, bin }, ["show"]);
    expect([status, stderr]).toEqual([
      1,
      expect.stringContaining("missing required argument 'id'"),
    ]);
  });

  test("Pulumi is not installed", async () => {
    rmSync(path.join(bin, "pulumi"));
    const { status, stderr } = await dlq(["list"], { PATH: bin });
    expect(status).toBe(1);
    expect(stderr).toContain("`pulumi` is on the PATH");
  });

  test("the stack does not exist", async () => {
    stubPulumi("echo \"error: no stack named 'x' found\" >&2; exit 255");
    const { status, stderr } = await dlq(["list", "--stack", "x"]);
    expect(status).toBe(1);
    expect(stderr).toContain("no stack named 'x' found");
  });

  test("the stack was deployed by an older version", async () => {
    stubPulumi(outputs({ receiverFunctionArn: undefined }));
    const { status, stderr } = await dlq(["list"]);
    expect(status).toBe(1);
    expect(stderr).toContain("has no output receiverFunctionArn. Deploy it with this version");
  });

  test("the stack is in direct mode", async () => {
    stubPulumi(`echo '{"datasetId": "1", "webhookUrls": "[secret]"}'`);
    const { status, stderr } = await dlq(["list"]);
    expect(status).toBe(1);
    expect(stderr).toContain("has no relay: it is in direct mode");
  });

  test.each([
    [
      "prints no JSON",
      "echo 'warning: A new version of Pulumi is available'",
      "did not print JSON",
    ],
    ["prints a list", "echo '[]'", "has no output queueUrl"],
    ["prints nothing", "true", "did not print JSON"],
    [
      "fails with colors and several lines",
      "printf '\\033[31merror: a\\033[0m\\n\\n  b\\n' >&2; exit 1",
      "\\u001b[31merror: a\\u001b[0m; b",
    ],
  ])("Pulumi %s", async (_, script, words) => {
    stubPulumi(script);
    const { status, stderr } = await dlq(["list"]);
    expect(status).toBe(1);
    expect(stderr).toContain(words);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  test.each([
    ["an ARN without a region", { receiverFunctionArn: "arn:aws:lambda" }, "receiverFunctionArn"],
    ["an ARN of something else", { receiverFunctionArn: "arn:aws:s3:::b" }, "receiverFunctionArn"],
    ["a number for an ARN", { receiverFunctionArn: 5 }, "receiverFunctionArn"],
    ["a queue that is not a URL", { queueUrl: "events" }, "queueUrl"],
  ])("the stack has %s", async (_, output, name) => {
    stubPulumi(outputs(output));
    const { status, stderr } = await dlq(["list"]);
    expect(status).toBe(1);
    expect(stderr).toBe(
      `The selected stack has an invalid output ${name}. Deploy it again (\`pulumi up\`).\n`,
    );
  });

  test("the receiver has settings of another version", async () => {
    Object.assign(aws.functionEnvironment, { CHATLIO_AEP_SETTINGS: "{}" });
    const { status, stderr } = await dlq(["redrive", "--all"]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Receiver function: CHATLIO_AEP_SETTINGS is invalid at .*\.\n$/);
  });
});

test("a message that cannot be unpacked is kept and shown as it is, and the others are sent", async () => {
  const facts = { ...factsOf("feedback-left"), requestId: "r-bad" };
  const raw = { ...wrapRaw(facts, Buffer.from("{}"), "not-json"), encoding: "gzip+base64" };
  hold(toJson({ ...raw, body: "AAAA" }), dlqEvent("r-1", "inlet-400"));
  const shown = await dlq(["show", "r-bad"]);
  expect(JSON.parse(shown.stdout)).toMatchObject({ requestId: "r-bad", body: "AAAA" });
  const { status, stdout } = await dlq(["redrive", "--all"]);
  expect([status, stdout]).toEqual([0, "1 sent again\n1 kept: bad-envelope\n"]);
});

test("a hostile message reaches the terminal with its controls escaped", async () => {
  const hostile = "\u001b[2J\u009b31m\u202eevil\n";
  const envelope = JSON.parse(dlqEvent("r-1", "inlet-400")) as object;
  hold(JSON.stringify({ ...envelope, widget: hostile, reason: hostile }), `text ${hostile}`);
  const escaped = "\\u001b[2J\\u009b31m\\u202eevil";
  const { stdout } = await dlq(["list"]);
  expect(stdout).toContain(`${escaped}\\u000a`);
  expect(stdout.split("\n")).toHaveLength(5);
  expect(JSON.parse((await dlq(["list", "--json"])).stdout)).toMatchObject([
    { id: "m-1" },
    { widget: hostile },
  ]);
  expect((await dlq(["show", "m-1"])).stdout).toBe(`text ${escaped}\n\n`);
});
