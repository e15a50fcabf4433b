import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout } from "node:timers/promises";

import { createPace } from "../../cli/dlq/pace";
import { chatlioAep } from "../support/programs";
import { dlqEvent, hold as holdIn, runDlqInProcess, startDlqForEach } from "./dlqSupport";
import { environmentOf, type Exit } from "./support";

const stack = startDlqForEach();

function dlq(args: readonly string[]): Promise<Exit> {
  return runDlqInProcess(stack, args);
}

function hold(...bodies: readonly string[]): void {
  holdIn(stack.aws, ...bodies);
}

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
    expect(stack.aws.messages).toMatchObject([{ id: "m-1" }]);
  });
});

describe("drop", () => {
  test("says what it would drop, and changes nothing without --yes", async () => {
    hold(dlqEvent("r-1", "inlet-400"), dlqEvent("r-2", "inlet-413"));
    const file = path.join(stack.bin, "dropped.jsonl");
    const { status, stdout } = await dlq(["drop", "--reason", "inlet-400", "--save", file]);
    expect([status, stdout]).toEqual([
      0,
      expect.stringMatching(/^1 would be dropped\nNothing was/),
    ]);
    expect(stack.aws.messages).toHaveLength(2);
    expect(existsSync(file)).toBe(false);
  });

  test("saves each message, readable for its owner only, and then deletes it", async () => {
    const body = dlqEvent("r-1", "inlet-400");
    hold(body, dlqEvent("r-2", "inlet-413"), "nothing to read");
    const file = path.join(stack.bin, "dropped.jsonl");
    const { stdout } = await dlq(["drop", "r-1", "m-2", "gone", "--yes", "--save", file]);
    expect(stdout).toBe("2 dropped\n1 not found: gone\n");
    expect(stack.aws.messages).toMatchObject([{ id: "m-1", invisible: false }]);
    const lines = readFileSync(file, "utf8").trim().split("\n");
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { id: "r-1", event: "feedback-left", widget: "main", reason: "inlet-400", message: body },
      { id: "m-2", message: "nothing to read" },
    ]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await dlq(["drop", "--all", "--yes", "--save", file]);
    expect(readFileSync(file, "utf8").trim().split("\n")).toHaveLength(3);
    expect(stack.aws.messages).toEqual([]);
  });

  test("keeps nothing with --discard", async () => {
    hold(dlqEvent("r-1", "inlet-400"));
    const { stdout } = await dlq(["drop", "--all", "--yes", "--discard", "--json"]);
    expect(JSON.parse(stdout)).toEqual({ dryRun: false, dropped: ["r-1"], missing: [] });
    expect(stack.aws.messages).toEqual([]);
  });

  test("a message that SQS does not delete is saved, and stays", async () => {
    hold(dlqEvent("r-1", "inlet-400"));
    stack.aws.behave("DeleteMessage", "fails");
    const file = path.join(stack.bin, "dropped.jsonl");
    const { status } = await dlq(["drop", "--all", "--yes", "--save", file]);
    expect(status).toBe(1);
    expect(stack.aws.messages).toMatchObject([{ id: "m-0", invisible: false }]);
    expect(readFileSync(file, "utf8")).toContain('"id":"r-1"');
  });

  test("killed at any message, each is in the file or in the queue", async () => {
    hold(...Array.from({ length: 8 }, (_, index) => dlqEvent(`r-${index}`, "inlet-400")));
    const file = path.join(stack.bin, "dropped.jsonl");
    const args = [...chatlioAep, "dlq", "drop", "--all", "--yes", "--save", file];
    const env = environmentOf(stack);
    const child = spawn(process.execPath, args, { cwd: stack.bin, env, stdio: "ignore" });
    const deletes = () => stack.aws.calls.filter((call) => call === "DeleteMessage").length;
    while (deletes() < 3) await setTimeout(5);
    stack.aws.behave("DeleteMessage", "hangs");
    while (deletes() < 4) await setTimeout(5);
    child.kill("SIGKILL");
    await once(child, "exit");
    const saved = readFileSync(file, "utf8").trim().split("\n");
    const ids = saved.map((line) => (JSON.parse(line) as { id: string }).id);
    const left = stack.aws.messages.map(
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
    expect([status, stderr]).toEqual([2, expect.stringContaining(words)]);
    expect(stack.aws.messages).toHaveLength(1);
  });
});

describe("restore", () => {
  test("puts what drop saved into the dead-letter queue again, and leaves the file", async () => {
    const bodies = [dlqEvent("r-1", "inlet-400"), dlqEvent("r-2", "inlet-413"), "nothing to read"];
    hold(...bodies);
    const file = path.join(stack.bin, "dropped.jsonl");
    await dlq(["drop", "--all", "--yes", "--save", file]);
    const saved = readFileSync(file, "utf8");
    const dry = await dlq(["restore", file, "--dry-run"]);
    expect(dry.stdout).toBe("3 would be restored\n");
    expect(stack.aws.sent).toEqual([]);
    expect((await dlq(["restore", file, "--reason", "inlet-413"])).stdout).toBe("1 restored\n");
    expect((await dlq(["restore", file, "--json"])).stdout).toContain('"r-1"');
    expect(stack.aws.sent.map(({ queue, body }) => [queue, body])).toEqual(
      [bodies[1], ...bodies].map((body) => ["dead", body]),
    );
    expect(readFileSync(file, "utf8")).toBe(saved);
  });

  test.each([
    ["a file that is not there", undefined, "Cannot read"],
    ["another file", '{"id":"r-1"}\n', "Line 1 of"],
    ["a line that was cut off", '{"id":"r-', "Line 1 of"],
  ])("%s is an error", async (_, content, words) => {
    const file = path.join(stack.bin, "saved");
    if (content !== undefined) writeFileSync(file, content);
    const { status, stderr } = await dlq(["restore", file]);
    expect([status, stderr]).toEqual([2, expect.stringContaining(words)]);
    expect(stack.aws.sent).toEqual([]);
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
