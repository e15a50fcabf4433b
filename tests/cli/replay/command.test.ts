import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { messageText } from "../../handlers/support/messages";
import { startDlqForEach } from "../dlqSupport";
import { runInProcess } from "../inProcess";
import { outputsScript, writePulumi, type Exit } from "../support";

const stack = startDlqForEach({ archiveBucket: "archive", archivesEvents: true });

function replay(...args: readonly string[]): Promise<Exit> {
  return runInProcess(stack, ["replay", ...args]);
}

/** An archived event: a queue message that was received on a day of November 2026. */
function eventOf(day: number, message: string, event = "feedback-left"): string {
  const envelope = JSON.parse(messageText({ message }, event)) as object;
  return JSON.stringify({ ...envelope, receivedAt: `2026-11-${day}T10:00:00.000Z` });
}

/** Archives events as the forwarder does, in one object each. */
function archive(day: number, ...texts: readonly string[]): void {
  for (const text of texts)
    stack.aws.s3.objects.set(
      `archive/events/2026-11-${day}/100000-${stack.aws.s3.objects.size}.jsonl`,
      `${text}\n`,
    );
}

const [one, two, three] = [
  eventOf(20, "one"),
  eventOf(21, "two"),
  eventOf(22, "three", "offline-message"),
];

function sent(): readonly string[] {
  return stack.aws.sent.map(({ body }) => body);
}

test("says how many events of which kind it would send, and sends nothing without --yes", async () => {
  archive(20, one);
  archive(22, two, three);
  const { status, stdout } = await replay("--since", "2026-11-20");
  expect([status, stdout]).toEqual([
    0,
    "2 feedback-left\n1 offline-message\n3 would be sent again\nNothing was sent. --yes sends them.\n",
  ]);
  expect(stack.aws.sent).toEqual([]);
});

test("sends them to the events' queue as they were, with the same _id", async () => {
  archive(20, one);
  archive(22, two, three);
  const { stdout } = await replay("--since", "2026-11-20", "--yes", "--json");
  expect(JSON.parse(stdout)).toEqual({
    dryRun: false,
    total: 3,
    events: { "feedback-left": 2, "offline-message": 1 },
  });
  expect(stack.aws.sent.map(({ queue }) => queue)).toEqual(["events", "events", "events"]);
  expect(sent()).toEqual([one, two, three]);
});

test.each([
  [
    ["--since", "2026-11-21"],
    [two, three],
  ],
  [["--since", "2026-11-20", "--until", "2026-11-21T10:00:00Z"], [one]],
  [["--since", "2026-11-20", "--event", "offline-message"], [three]],
  [["--since", "2026-11-20", "--widget", "shop"], []],
  [["--since", "1m"], []],
])("%j chooses by the time of the request, event and widget", async (args, expected) => {
  archive(20, one);
  archive(22, two, three);
  await replay(...args, "--yes");
  expect(sent()).toEqual(expected);
});

test("sends an event once that was delivered twice, and passes over what is not an event", async () => {
  archive(20, one, "not JSON");
  archive(21, one, two);
  await replay("--since", "2026-11-20", "--yes");
  expect(sent()).toEqual([one, two]);
});

test("goes on where a killed run has stopped", async () => {
  archive(20, one, two, three);
  const file = path.join(stack.bin, "done");
  stack.aws.behave("SendMessage", "fails");
  expect((await replay("--since", "2026-11-20", "--yes", "--done", file)).status).toBe(1);
  stack.aws.behave("SendMessage", "works");
  const { id } = (JSON.parse(one) as { body: { id: string } }).body;
  // The first was sent, and the id of the second was cut off.
  writeFileSync(file, `\n${id}\n\nhalf`);
  const again = await replay("--since", "2026-11-20", "--yes", "--done", file);
  expect(again.stdout).toContain("2 sent again");
  expect(sent()).toEqual([two, three]);
  expect(readFileSync(file, "utf8").match(/^[0-9a-f-]{36}$|^\S{20,}$/gm)).toHaveLength(3);
  expect((await replay("--since", "2026-11-20", "--yes", "--done", file)).stdout).toBe(
    "0 sent again\n",
  );
});

test.each([
  [[], "--since"],
  [["--since", "yesterday"], "Give a duration such as 12h"],
  [["--since", "2026-13-40"], "Give a duration such as 12h"],
  [["--since", "1d", "--done", "/no/such/file"], "Cannot use /no/such/file (ENOENT)"],
])("%j is an error", async (args, words) => {
  const { status, stderr } = await replay(...args);
  expect([status, stderr]).toEqual([2, expect.stringContaining(words)]);
});

test.each([
  ["has no bucket", {}],
  ["has a bucket for copies of DLQ messages only", { archivesEvents: false }],
  ["was deployed by an earlier release, without an archive", { archivesEvents: undefined }],
])("a stack that %s has nothing to send: exit code 1", async (_, outputs) => {
  const bucket = "archivesEvents" in outputs && { archiveBucket: "archive" };
  writePulumi(stack.bin, outputsScript(stack.aws, { ...bucket, ...outputs }));
  stack.aws.s3.objects.set("archive/dead-letters/2026-11-20/feedback-left/inlet-400/1.json", one);
  for (const args of [[], ["--json"], ["--yes"]]) {
    const { status, stderr, stdout } = await replay("--since", "1d", ...args);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("The stack archives no events, so none can be sent again.");
    expect(stderr).toContain("Set `chatlio-aep:archive`");
  }
});

test("what was archived before the archive was switched off is sent", async () => {
  writePulumi(
    stack.bin,
    outputsScript(stack.aws, { archiveBucket: "archive", archivesEvents: false }),
  );
  archive(20, one);
  expect((await replay("--since", "2026-11-20", "--yes")).stdout).toContain("1 sent again");
});

test("a stack that archives events may have none yet", async () => {
  writePulumi(
    stack.bin,
    outputsScript(stack.aws, { archiveBucket: "archive", archivesEvents: true }),
  );
  const { status, stdout } = await replay("--since", "1d");
  expect([status, stdout]).toEqual([0, expect.stringMatching(/^0 would be sent again$/m)]);
});
