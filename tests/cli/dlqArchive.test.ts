import path from "node:path";

import type { DlqArchive } from "../../cli/dlq/archive";
import type { DeadLetterQueue, DlqMessage } from "../../cli/dlq/deadLetterQueue";
import { redriveSelected } from "../../cli/dlq/redrive";
import { Keeper } from "../../handlers/keeper/keeper";
import { copyKey } from "../../handlers/shared/copies";
import { readEnvelope } from "../../handlers/shared/envelope";
import { toJson } from "../../handlers/shared/json";
import { sqsQueue } from "../../handlers/shared/queue";
import { invocation } from "../handlers/support/events";
import { batch, record } from "../handlers/support/messages";
import { PATIENT, receiverSettingsOf } from "../handlers/support/settings";
import { dlqEvent, hold, runDlqInProcess, startDlqForEach } from "./dlqSupport";
import { outputsScript, writePulumi, type Exit } from "./support";

const stack = startDlqForEach({ archiveBucket: "archive" });

function dlq(...args: readonly string[]): Promise<Exit> {
  return runDlqInProcess(stack, args);
}

const [one, other] = [dlqEvent("r-1", "inlet-400"), dlqEvent("r-2", "inlet-413")];
const unreadable = "nothing to read";

/** Puts messages into the dead-letter queue, with the copies that the keeper has made of them. */
function holdCopied(...bodies: readonly string[]): void {
  hold(stack.aws, ...bodies);
  for (const body of bodies) stack.aws.s3.objects.set(`archive/${copyKey(body)}`, body);
}

function archived(folder: string): readonly string[] {
  return [...stack.aws.s3.objects]
    .filter(([key]) => key.startsWith(`archive/${folder}/`))
    .map(([, body]) => body)
    .sort();
}

describe("drop", () => {
  test("says that --yes moves messages to the archive, and changes nothing without it", async () => {
    holdCopied(one, other);
    const { stdout } = await dlq("drop", "--reason", "inlet-400");
    expect(stdout).toBe(
      "1 would be dropped\nNothing was changed. --yes moves them to the archive, --save <file> to a file.\n",
    );
    expect([archived("dropped"), archived("dead-letters")]).toEqual([[], [one, other].sort()]);
  });

  test("moves messages and their copies to the archive", async () => {
    holdCopied(one, other, unreadable);
    const { stdout } = await dlq("drop", "r-1", "m-2", "--yes");
    expect(stdout).toBe("2 dropped, and kept in the archive\n");
    expect(stack.aws.messages).toMatchObject([{ id: "m-1" }]);
    expect(archived("dropped")).toEqual([one, unreadable].sort());
    expect(archived("dead-letters")).toEqual([other]);
  });

  test("a message that the archive does not take stays in the queue", async () => {
    holdCopied(one);
    stack.aws.s3.behavior = "denies";
    const { status, stderr } = await dlq("drop", "--all", "--yes");
    expect([status, stderr]).toEqual([1, expect.stringContaining("s3:PutObject")]);
    expect(stack.aws.messages).toMatchObject([{ id: "m-0", invisible: false }]);
  });

  test.each([["--discard"], ["--save", "dropped.jsonl"]])(
    "%s leaves nothing in it",
    async (...keep) => {
      holdCopied(one);
      const [option = "", file] = keep;
      await dlq("drop", "--all", "--yes", option, ...(file ? [path.join(stack.bin, file)] : []));
      expect(stack.aws.messages).toEqual([]);
      expect(stack.aws.s3.objects.size).toBe(0);
    },
  );
});

describe("redrive", () => {
  test("deletes the copies of what it sends, and of nothing else", async () => {
    holdCopied(one, other, unreadable);
    await dlq("redrive", "r-1", "m-2");
    expect(stack.aws.sent.map(({ queue }) => queue)).toEqual(["events"]);
    expect(archived("dead-letters")).toEqual([other, unreadable].sort());
  });

  test("leaves the copy of a message that is in the dead-letter queue again before it ends", async () => {
    const copies = new Set([copyKey(one)]);
    const again: string[] = [];
    const keeper = new Keeper({
      settings: { deadLetterQueueUrl: "dead" },
      bucket: { put: (key) => Promise.resolve(void copies.add(key)) },
      queue: { ...sqsQueue(PATIENT), send: (_, text) => Promise.resolve(void again.push(text)) },
      log: () => undefined,
    });
    // Forwarder and keeper are done with the message before SQS has responded to the command.
    const redrive = async (_: unknown, text: string) => {
      const { reason, attempts } = JSON.parse(one) as Record<string, unknown>;
      const failed = toJson({ ...readEnvelope(text), reason, attempts });
      await keeper.handle(batch(record("again", failed)), invocation());
    };
    const message = { id: "r-1", text: one, enteredAt: 0 } as DlqMessage;
    const visit: DeadLetterQueue["visit"] = async (each) => {
      await each(message);
    };
    const queue = { startedAt: Date.now(), visit, redrive } as unknown as DeadLetterQueue;
    const deleteCopy = (text: string) => Promise.resolve(void copies.delete(copyKey(text)));
    const archive = { deleteCopy } as unknown as DlqArchive;
    for (let times = 0; times < 3; times += 1) {
      const parts = { dryRun: false, archive, pace: () => Promise.resolve() };
      const { sent } = await redriveSelected(queue, receiverSettingsOf(), { ids: ["r-1"] }, parts);
      expect(sent).toEqual(["r-1"]);
      const [text = ""] = again.splice(0);
      expect([...copies]).toEqual([copyKey(text)]);
      Object.assign(message, { text });
    }
  });

  test("goes on when copies cannot be deleted, and says so", async () => {
    holdCopied(one, other);
    stack.aws.s3.behavior = "denies";
    const { status, stdout } = await dlq("redrive", "--all");
    expect([status, stdout]).toEqual([
      0,
      expect.stringContaining("2 sent again\n2 copies could not be deleted from the archive"),
    ]);
    expect(stack.aws.messages).toEqual([]);
  });
});

describe("restore", () => {
  test("brings back what was dropped, with a copy again", async () => {
    holdCopied(one, other, unreadable);
    await dlq("drop", "--all", "--yes");
    expect((await dlq("restore", "--all", "--dry-run")).stdout).toBe("3 would be restored\n");
    expect(stack.aws.sent).toEqual([]);
    expect((await dlq("restore", "--reason", "inlet-400")).stdout).toBe("1 restored\n");
    expect(stack.aws.sent.map(({ queue, body }) => [queue, body])).toEqual([["dead", one]]);
    expect(archived("dead-letters")).toEqual([one]);
    expect(archived("dropped")).toEqual([other, unreadable].sort());
    expect((await dlq("restore", "--all")).stdout).toBe("2 restored\n");
    expect(archived("dropped")).toEqual([]);
  });

  test("says which reasons there are when the filter's is none of them", async () => {
    holdCopied(one, other, unreadable);
    await dlq("drop", "--all", "--yes");
    const { status, stderr, stdout } = await dlq("restore", "--reason", "nope");
    expect([status, stdout]).toEqual([0, "0 restored\n"]);
    expect(stderr).toMatch(/^No message has the reason nope\. Theirs: .*inlet-400/m);
  });

  test("a message that the queue does not take stays in the archive", async () => {
    holdCopied(one);
    await dlq("drop", "--all", "--yes");
    stack.aws.behave("SendMessage", "fails");
    expect((await dlq("restore", "--all")).status).toBe(1);
    expect(archived("dropped")).toEqual([one]);
  });

  test("--expired brings back what SQS has deleted after 14 days, once", async () => {
    holdCopied(one, other);
    const key = `archive/${copyKey(one)}`;
    const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
    stack.aws.s3.writtenAt.set(key, ago(15)).set(`archive/${copyKey(other)}`, ago(13));
    const { stdout } = await dlq("restore", "--expired", "--all", "--json");
    expect(JSON.parse(stdout)).toEqual({ dryRun: false, restored: ["r-1"] });
    expect(stack.aws.sent.map(({ body }) => body)).toEqual([one]);
    // The copy was written again, so that it is not of an expired message any more.
    expect((await dlq("restore", "--expired", "--all")).stdout).toBe("0 restored\n");
    expect(archived("dead-letters")).toEqual([one, other].sort());
  });

  test.each([
    [["restore"], "Say which messages to restore: a filter, or --all."],
    [["restore", "file", "--expired"], "Give a file or --expired, not both."],
  ])("%j is an error", async (args, words) => {
    const { status, stderr } = await dlq(...args);
    expect([status, stderr]).toEqual([2, expect.stringContaining(words)]);
  });

  test("of a stack without an archive is an error", async () => {
    writePulumi(stack.bin, outputsScript(stack.aws));
    const { status, stderr } = await dlq("restore", "--all");
    expect([status, stderr]).toEqual([1, expect.stringContaining("The stack has no archive")]);
  });
});
