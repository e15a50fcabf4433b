import { chatlioAep } from "../support/programs";
import { runInTerminal } from "../support/terminal";
import { dlqEvent, hold, runDlqInProcess, startDlqForEach } from "./dlqSupport";
import { environmentOf } from "./support";

const stack = startDlqForEach();

function dlq(...args: readonly string[]) {
  return runDlqInProcess(stack, args);
}

const nothing = {
  list: "0 messages\n",
  redrive: "0 sent again\n",
  "drop --yes": "0 dropped\n",
} as const;

describe.each(Object.entries(nothing))("%s", (command, printed) => {
  const run = (...filters: readonly string[]) =>
    dlq(...command.split(" "), ...(command.endsWith("--yes") ? ["--discard"] : []), ...filters);

  test("names the reasons that there are when no message has the requested one", async () => {
    hold(
      stack.aws,
      dlqEvent("r-1", "inlet-400"),
      dlqEvent("r-2", "inlet-413"),
      dlqEvent("r-3", ""),
    );
    expect(await run("--reason", "inlet-40", "--event", "feedback-left")).toEqual({
      status: 0,
      stdout: printed,
      stderr: "No message has the reason inlet-40. Theirs: inlet-400, inlet-413, (none).\n",
    });
    const { stderr } = await run("--event", "feedback", "--widget", "shop", "--json");
    expect(stderr).toBe(
      "No message has the event feedback. Theirs: feedback-left.\nNo message has the widget shop. Theirs: main.\n",
    );
    expect(stack.aws.messages).toHaveLength(3);
  });

  test("says nothing of an empty queue, or of messages that are not old enough", async () => {
    expect(await run("--reason", "inlet-400")).toMatchObject({ stdout: printed, stderr: "" });
    hold(stack.aws, dlqEvent("r-1", "inlet-400"));
    const filters = ["--reason", "inlet-400", "--older-than", "20000d"];
    expect(await run(...filters)).toMatchObject({ stdout: printed, stderr: "" });
  });
});

test("in 80 columns list shows to the minute when a webhook was received, and the whole reason", async () => {
  // As the gateway of AWS makes ids.
  hold(stack.aws, dlqEvent("JHkLmNoPqRsTuVw=", "inlet-400"));
  const narrow = ["sh", "-c", 'stty columns 80; exec "$@"', "sh"];
  const command = [...narrow, process.execPath, ...chatlioAep, "dlq", "list"];
  const env = { ...process.env, ...environmentOf(stack) };
  const { shown } = await runInTerminal(command, [], { cwd: stack.bin, env });
  expect(shown).toMatch(
    /^JHkLmNoPqRsTuVw= {2}\d{4}-\d\d-\d\d \d\d:\d\d {2}feedback-left {2}main {4}inlet-400\r?$/m,
  );
});

test("show takes the beginning of an id that only one message has", async () => {
  hold(stack.aws, ...["a1-1", "a1-2", "a1", "b1-1"].map((id) => dlqEvent(id, "inlet-400")));
  for (const [given, shown] of [
    ["b", "b1-1"],
    ["a1-2", "a1-2"],
    // The whole id of one, which two others begin with.
    ["a1", "a1"],
  ] as const)
    expect(JSON.parse((await dlq("show", given)).stdout)).toMatchObject({ requestId: shown });
  const { status, stderr, stdout } = await dlq("show", "a");
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toBe(
    "3 DLQ messages have an id that begins with a: a1-1, a1-2, a1. Give more of it.\n",
  );
});

test("show takes one of several messages with the same id", async () => {
  hold(stack.aws, dlqEvent("same", "inlet-400"), dlqEvent("same", "inlet-413"));
  expect(JSON.parse((await dlq("show", "sa")).stdout)).toMatchObject({ requestId: "same" });
});
