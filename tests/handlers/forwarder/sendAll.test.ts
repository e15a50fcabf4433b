import type { Delivery, Sender } from "../../../handlers/forwarder/delivery";
import type { EndpointResponse } from "../../../handlers/forwarder/endpointResponse";
import { readMessages } from "../../../handlers/forwarder/messages";
import { sendAll } from "../../../handlers/forwarder/sendAll";
import { messages } from "../support/messages";

const ok: EndpointResponse = { status: 200, body: {} };
function status(code: number): EndpointResponse {
  return { status: code, body: {} };
}
function deliveries(count: number) {
  return readMessages(messages(count), 0).deliveries;
}
function numbers(group: readonly Delivery[]) {
  return group.map(({ messageId }) => messageId).join();
}

/** A sender with groups of a fixed size, whose responses a function gives. */
function sender(
  size: number,
  respond: (group: string) => EndpointResponse | Promise<EndpointResponse>,
) {
  const sent: string[] = [];
  const made: Sender = {
    group: (all) => {
      const groups = [];
      for (let from = 0; from < all.length; from += size) groups.push(all.slice(from, from + size));
      return groups;
    },
    send: async (group) => {
      sent.push(numbers(group));
      return await respond(numbers(group));
    },
  };
  return { sender: made, sent };
}

function options(made: Sender, changes: object = {}) {
  return {
    sender: made,
    delivery: { concurrency: 2, requestTimeoutMs: 5_000 },
    timeLeft: () => 60_000,
    ...changes,
  };
}

function kinds(results: Awaited<ReturnType<typeof sendAll>>) {
  return [...results].map(([{ messageId }, verdict]) =>
    [messageId, verdict?.kind ?? "none"].join(" "),
  );
}

describe("sendAll", () => {
  it("gives every message the verdict on its request", async () => {
    const { sender: made, sent } = sender(2, (group) => (group === "m2,m3" ? status(503) : ok));
    expect(kinds(await sendAll(deliveries(5), options(made)))).toEqual([
      "m0 delivered",
      "m1 delivered",
      "m2 retry",
      "m3 retry",
      "m4 delivered",
    ]);
    expect(sent).toEqual(["m0,m1", "m2,m3", "m4"]);
  });

  it("sends the messages of a rejected batch individually", async () => {
    const { sender: made, sent } = sender(3, (group) => (group.includes("m1") ? status(400) : ok));
    expect(kinds(await sendAll(deliveries(3), options(made)))).toEqual([
      "m0 delivered",
      "m1 deadLetter",
      "m2 delivered",
    ]);
    expect(sent).toEqual(["m0,m1,m2", "m0", "m1", "m2"]);
  });

  it("halves a batch that is too large, the first half not the smaller", async () => {
    const { sender: made, sent } = sender(5, (group) =>
      group.split(",").length > 2 ? status(413) : ok,
    );
    expect(kinds(await sendAll(deliveries(5), options(made)))).toHaveLength(5);
    expect(sent.slice(0, 3)).toEqual(["m0,m1,m2,m3,m4", "m0,m1,m2", "m3,m4"]);
    expect(sent.slice(3).sort()).toEqual(["m0,m1", "m2"]);
  });

  it("starts no request with less than a second left, and leaves its messages without a verdict", async () => {
    let left = 1_000;
    const { sender: made, sent } = sender(1, () => {
      left = 999;
      return ok;
    });
    const one = { delivery: { concurrency: 1, requestTimeoutMs: 10 }, timeLeft: () => left };
    expect(kinds(await sendAll(deliveries(2), options(made, one)))).toEqual([
      "m0 delivered",
      "m1 none",
    ]);
    expect(sent).toEqual(["m0"]);
  });

  it("gives each request the shorter of its timeout and the time left", async () => {
    const timeouts: number[] = [];
    const timeoutSignal = (ms: number) => {
      timeouts.push(ms);
      return new AbortController().signal;
    };
    const { sender: made } = sender(1, () => ok);
    await sendAll(deliveries(1), options(made, { timeoutSignal }));
    await sendAll(deliveries(1), options(made, { timeoutSignal, timeLeft: () => 1_500 }));
    expect(timeouts).toEqual([5_000, 1_500]);
  });

  it("aborts a request when its timeout is over", async () => {
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
    expect(kinds(await sendAll(deliveries(2), options(made, { delivery })))).toEqual([
      "m0 retry",
      "m1 retry",
    ]);
    expect(aborted).toEqual([true]);
  });

  it("has at most as many requests in flight as configured", async () => {
    let inFlight = 0;
    let most = 0;
    const { sender: made } = sender(1, async () => {
      most = Math.max(most, (inFlight += 1));
      await new Promise((resolve) => setImmediate(resolve));
      inFlight -= 1;
      return ok;
    });
    await sendAll(deliveries(7), options(made));
    expect(most).toBe(2);
  });
});
