import { rmSync } from "node:fs";
import path from "node:path";

import { ingest } from "../../handlers/ingestion/ingest";
import { encodeReceiverSettings } from "../../handlers/receiver/settings";
import { wrapRaw } from "../../handlers/shared/envelope";
import { toJson } from "../../handlers/shared/json";
import { fixture } from "../handlers/support/fixtures";
import { eventOf, factsOf } from "../handlers/support/ingested";
import { receiverInput, receiverSettingsOf } from "../handlers/support/settings";
import { dlqEvent, hold as holdIn, runDlqInProcess, startDlqForEach } from "./dlqSupport";
import { outputsScript, runDlq, writePulumi, type Exit } from "./support";

const stack = startDlqForEach();

function stubPulumi(script: string): void {
  writePulumi(stack.bin, script);
}

function outputs(more = {}) {
  return outputsScript(stack.aws, more);
}

/** Runs the command with the local server in place of AWS. */
function dlq(args: readonly string[], env: Record<string, string> = {}): Promise<Exit> {
  return runDlqInProcess(stack, args, env);
}

function hold(...bodies: readonly string[]): void {
  holdIn(stack.aws, ...bodies);
}

test("list shows all messages, oldest first and without content, and leaves them visible", async () => {
  hold(...Array.from({ length: 23 }, (_, index) => dlqEvent(`r-${index}`, "inlet-400")));
  // As a user does.
  const { status, stdout, stderr } = await runDlq(stack, ["list"]);
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^ID +RECEIVED +EVENT +WIDGET +REASON$/m);
  for (let index = 0; index < 23; index += 1) {
    expect(stdout).toMatch(new RegExp(`^r-${index} .* feedback-left +main +inlet-400$`, "m"));
  }
  expect(stdout).toContain("23 messages");
  expect(stack.aws.messages.filter(({ invisible }) => invisible)).toEqual([]);
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
  expect(JSON.parse((await dlq(["show", "m-0", "--json"])).stdout)).toBe("nothing to read");
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
  expect(stack.aws.messages.map(({ id }) => id)).toEqual(["m-1", "m-2"]);
  const { body } = JSON.parse(chosen) as { body: { id: string } };
  expect(stack.aws.sentTo("events")).toMatchObject([{ kind: "event", requestId: "r-1", body }]);
});

test("redrive converts a raw body with the deployed settings", async () => {
  const { event, bytes } = fixture("feedback-left");
  const facts = { ...factsOf(event), requestId: "r-shop", widget: "shop" };
  const raw = toJson(wrapRaw(facts, bytes, "unknown-widget"));
  hold(raw);
  expect((await dlq(["redrive", "--all"])).stdout).toBe("0 sent again\n1 kept: unknown-widget\n");
  Object.assign(
    stack.aws.functionEnvironment,
    encodeReceiverSettings(receiverInput({ widgets: ["shop"], privacy: { text: "drop" } })),
  );
  expect((await dlq(["redrive", "--all"])).stdout).toBe("1 sent again\n");
  expect(stack.aws.messages).toEqual([]);
  expect(stack.aws.sentTo("events")).toMatchObject([{ kind: "event", widget: "shop" }]);
  const { message } = JSON.parse(Buffer.from(bytes).toString()) as { message: string };
  expect(stack.aws.sent[0]?.body).not.toContain(message);
});

test("redrive converts a raw body with the receiver's salts, which a secret holds", async () => {
  const { event, bytes } = fixture("feedback-left");
  const salts = { dedupeSalt: "salt-of-the-ids" };
  const facts = { ...factsOf(event), requestId: "r-salted" };
  hold(toJson(wrapRaw(facts, bytes, "salts-unavailable")));
  const saltsSecret = { arn: "arn:salts", versionId: "v1" };
  Object.assign(
    stack.aws.functionEnvironment,
    encodeReceiverSettings(receiverInput({ saltsSecret })),
  );
  const failed = await dlq(["redrive", "--all"]);
  expect(failed.stderr).toContain("Cannot read the receiver's salts in Secrets Manager");
  expect(stack.aws.messages).toHaveLength(1);

  stack.aws.secrets.set("v1", JSON.stringify(salts));
  expect((await dlq(["redrive", "--all"])).stdout).toBe("1 sent again\n");
  const { id } = eventOf(ingest(bytes, facts, receiverSettingsOf(salts)));
  expect(stack.aws.sentTo("events")).toMatchObject([{ body: { id } }]);
});

test("a message that the queue rejects stays in the dead-letter queue", async () => {
  hold(dlqEvent("r-1", "inlet-400"));
  stack.aws.behave("SendMessage", "fails");
  const { status, stderr } = await dlq(["redrive", "--all"]);
  expect(status).toBe(1);
  expect(stderr).toMatch(/^AWS: .*Check the credentials/);
  expect(stack.aws.messages).toMatchObject([{ id: "m-0", invisible: false }]);
});

describe("a user error is one line that says what to do", () => {
  test.each([
    ["nothing chosen", ["redrive"], "Say which messages to send again", 2],
    ["an unknown id", ["show", "nope"], "There is no DLQ message nope. Run `chatlio-aep dlq", 1],
  ])("%s", async (_, args, words, code) => {
    const { status, stderr } = await dlq(args);
    expect(status).toBe(code);
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test("no id", async () => {
    const { status, stderr } = await runDlq(stack, ["show"]);
    expect([status, stderr]).toEqual([
      2,
      expect.stringContaining("missing required argument 'id'"),
    ]);
  });

  test("Pulumi is not installed", async () => {
    rmSync(path.join(stack.bin, "pulumi"));
    const { status, stderr } = await dlq(["list"], { PATH: stack.bin });
    expect(status).toBe(2);
    expect(stderr).toContain("`pulumi` is on the PATH");
  });

  test("the stack does not exist", async () => {
    stubPulumi("echo \"error: no stack named 'x' found\" >&2; exit 255");
    const { status, stderr } = await dlq(["list", "--stack", "x"]);
    expect(status).toBe(2);
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
    Object.assign(stack.aws.functionEnvironment, { CHATLIO_AEP_SETTINGS: "{}" });
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
