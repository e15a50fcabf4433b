import { resultOf } from "../../bench/growth/child";
import type { EventsCost } from "../../bench/growth/eventsCase";
import { dlqEvent, hold, runDlqInProcess, startDlq } from "../cli/dlqSupport";
import { quickTypeScript } from "../support/programs";

// The process that is measured takes some seconds of processor time.
jest.setTimeout(600_000);

/** The shortest id of an event is longer, and each event has several. */
const RETAINED_PER_EVENT = 30;

/**
 * Compiled code comes and goes on the heap when V8 sees fit, several hundred kilobytes at a time. Without the
 * compilers the same run differs by some bytes.
 */
const interpreted = ["--no-opt", "--no-maglev", "--no-sparkplug", "--no-flush-bytecode"];

test("receiver and forwarder keep nothing of an event", async () => {
  const script = require.resolve("../../bench/growth/eventsCase.ts");
  const flags = [...quickTypeScript, "--expose-gc", ...interpreted];
  // The first look is left out: that collection still finds what the start has left.
  const sizes = ["500", "1000", "1500", "2000", "2500", "3000"];
  const looks = (await resultOf<EventsCost[]>(script, ["keep", ...sizes], flags)).slice(1);
  const growth = looks.slice(1).map((after, index) => {
    const before = looks[index];
    if (!before) throw new Error("There is no result.");
    return (after.heap - before.heap) / (after.events - before.events);
  });
  // What is kept is kept each time, and what V8 moves on its own is not.
  const [, , retained = Infinity] = growth.sort((a, b) => a - b);
  expect(retained).toBeLessThan(RETAINED_PER_EVENT);
});

test.each([
  ["list", ["list"]],
  ["redrive --dry-run", ["redrive", "--all", "--dry-run"]],
])("dlq %s sends two requests for ten messages", async (_, args) => {
  const surroundings = await startDlq();
  const { aws } = surroundings;
  try {
    for (const waiting of [0, 10, 200]) {
      aws.messages.length = 0;
      aws.calls.length = 0;
      hold(
        aws,
        ...Array.from({ length: waiting }, (_each, index) => dlqEvent(`r-${index}`, "inlet-400")),
      );
      const { status } = await runDlqInProcess(surroundings, args);
      expect(status).toBe(0);
      const batches = waiting / 10;
      const count = (name: string) => aws.calls.filter((call) => call === name).length;
      // The last receive finds the queue empty.
      expect(count("ReceiveMessage")).toBe(batches + 1);
      expect(count("ChangeMessageVisibilityBatch")).toBe(batches);
      expect(aws.calls).toHaveLength(2 * batches + 1);
    }
  } finally {
    await surroundings.close();
  }
});
