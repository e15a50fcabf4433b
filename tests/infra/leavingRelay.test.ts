import { untilEmpty, type Waiting } from "../../infra/leavingRelay";

/** Runs the wait over counts that follow each other, the last one for ever; its result and when it ended. */
async function wait(protectData: boolean, ...counts: readonly Waiting[]) {
  let now = 0;
  let reads = 0;
  const reports: string[] = [];
  const count = () => Promise.resolve(counts[Math.min(reads++, counts.length - 1)] as Waiting);
  const clock = {
    now: () => now,
    sleep: (milliseconds: number) => Promise.resolve(void (now += milliseconds)),
  };
  const result = await untilEmpty(count, protectData, (text) => reports.push(text), clock).catch(
    String,
  );
  return { result, seconds: now / 1000, reports };
}

const empty = { events: 0, deadLetters: 0 };

describe("removing the relay", () => {
  it("waits until the queue has been empty three times in a row", async () => {
    const busy = { events: 7, deadLetters: 0 };
    const { result, seconds, reports } = await wait(true, busy, empty, empty, busy, empty);
    expect([result, seconds]).toEqual([0, 30]);
    expect(reports[0]).toContain("7 events");
  });

  it("gives up after 20 minutes, and says that the relay is kept", async () => {
    const { result, seconds } = await wait(true, { events: 3, deadLetters: 0 });
    expect(result).toContain("3 events are still in the relay's queue, so the relay is kept");
    expect(seconds).toBeGreaterThan(20 * 60);
  });

  it("deletes no message of the dead-letter queue, and leaves a protected queue alone", async () => {
    const dead = { events: 0, deadLetters: 2 };
    expect((await wait(false, dead)).result).toContain("dead-letter queue has 2 messages");
    expect((await wait(true, dead)).result).toBe(2);
  });
});
