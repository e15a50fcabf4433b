import { readMessages } from "../../../handlers/forwarder/messages";
import type { InletAnswer } from "../../../handlers/forwarder/answer";
import { run } from "../../../handlers/forwarder/run";
import type { Delivery, Sender } from "../../../handlers/forwarder/sender";
import { messages } from "../support/messages";

const ok: InletAnswer = { status: 200, body: {} };
const status = (code: number): InletAnswer => ({ status: code, body: {} });
const deliveries = (count: number) => readMessages(messages(count), 0).deliveries;
const numbers = (group: readonly Delivery[]) => group.map(({ messageId }) => messageId).join();

/** A sender in groups of a size, whose answers a function gives. */
function sender(size: number, answer: (group: string) => InletAnswer | Promise<InletAnswer>) {
  const sent: string[] = [];
  const made: Sender = {
    group: (all) => {
      const groups = [];
      for (let from = 0; from < all.length; from += size) groups.push(all.slice(from, from + size));
      return groups;
    },
    send: async (group) => {
      sent.push(numbers(group));
      return await answer(numbers(group));
    },
  };
  return { sender: made, sent };
}

const options = (made: Sender, changes: object = {}) => ({
  sender: made,
  delivery: { concurrency: 2, requestTimeoutMs: 5_000 },
  timeLeft: () => 60_000,
  ...changes,
});

const kinds = (results: Awaited<ReturnType<typeof run>>) =>
  [...results].map(([{ messageId }, verdict]) => [messageId, verdict?.kind ?? "none"].join(" "));

describe("run", () => {
  it("gives every message the verdict on its group", async () => {
    const { sender: made, sent } = sender(2, (group) => (group === "m2,m3" ? status(503) : ok));
    expect(kinds(await run(deliveries(5), options(made)))).toEqual([
      "m0 delivered",
      "m1 delivered",
      "m2 wait",
      "m3 wait",
      "m4 delivered",
    ]);
    expect(sent).toEqual(["m0,m1", "m2,m3", "m4"]);
  });

  it("takes a refused group apart, one by one", async () => {
    const { sender: made, sent } = sender(3, (group) => (group.includes("m1") ? status(400) : ok));
    expect(kinds(await run(deliveries(3), options(made)))).toEqual([
      "m0 delivered",
      "m1 dead",
      "m2 delivered",
    ]);
    expect(sent).toEqual(["m0,m1,m2", "m0", "m1", "m2"]);
  });

  it("halves one that is too large, the first half not the smaller", async () => {
    const { sender: made, sent } = sender(5, (group) =>
      group.split(",").length > 2 ? status(413) : ok,
    );
    expect(kinds(await run(deliveries(5), options(made)))).toHaveLength(5);
    expect(sent.slice(0, 3)).toEqual(["m0,m1,m2,m3,m4", "m0,m1,m2", "m3,m4"]);
    expect(sent.slice(3).sort()).toEqual(["m0,m1", "m2"]);
  });

  it("begins nothing with less than a second left, and leaves it without a verdict", async () => {
    let left = 1_000;
    const { sender: made, sent } = sender(1, () => {
      left = 999;
      return ok;
    });
    const one = { delivery: { concurrency: 1, requestTimeoutMs: 10 }, timeLeft: () => left };
    expect(kinds(await run(deliveries(2), options(made, one)))).toEqual([
      "m0 delivered",
      "m1 none",
    ]);
    expect(sent).toEqual(["m0"]);
  });

  it("gives a request the shorter of its time-out and the time left, and calls the timer off", async () => {
    const set: number[] = [];
    let cancelled = 0;
    const later = (ms: number) => {
      set.push(ms);
      return () => void (cancelled += 1);
    };
    const { sender: made } = sender(1, () => ok);
    await run(deliveries(1), options(made, { later }));
    await run(deliveries(1), options(made, { later, timeLeft: () => 1_500 }));
    expect(set).toEqual([5_000, 1_500]);
    expect(cancelled).toBe(2);
  });

  it("leaves no timer behind", async () => {
    jest.useFakeTimers({ doNotFake: ["setImmediate", "nextTick", "queueMicrotask"] });
    try {
      const { sender: made } = sender(1, () => ok);
      await run(deliveries(3), options(made));
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });

  it("aborts the request when its time is up", async () => {
    const aborted: boolean[] = [];
    const made: Sender = {
      group: (all) => [all],
      send: (_, signal) =>
        new Promise((resolve) => {
          signal.addEventListener("abort", () => {
            aborted.push(signal.aborted);
            resolve({ reason: "time-out" });
          });
        }),
    };
    const delivery = { concurrency: 1, requestTimeoutMs: 5 };
    expect(kinds(await run(deliveries(2), options(made, { delivery })))).toEqual([
      "m0 wait",
      "m1 wait",
    ]);
    expect(aborted).toEqual([true]);
  });

  it("has as many under way as it may, no more", async () => {
    let underWay = 0;
    let most = 0;
    const { sender: made } = sender(1, async () => {
      most = Math.max(most, (underWay += 1));
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
      return ok;
    });
    await run(deliveries(7), options(made));
    expect(most).toBe(2);
  });
});
