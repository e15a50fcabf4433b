import { Response } from "node-fetch";

import type { Fetch } from "../../../adobe/client/exchange";
import { chatlioSender } from "../../../handlers/forwarder/chatlioSender";
import { Forwarder } from "../../../handlers/forwarder/forwarder";
import type { InletSecret } from "../../../handlers/forwarder/settings";
import type { Queue } from "../../../handlers/shared/queue";
import { ForwarderHarness, NOW } from "../support/forwarder";
import { batch, messages, record } from "../support/messages";
import { SimulatedTime } from "../support/simulatedTime";

const harness = new ForwarderHarness();

/** An AWS client that never gets a response: it ends with its signal, or ignores even that. */
function stalled(heedsSignal: boolean) {
  return (signal?: AbortSignal): Promise<never> =>
    new Promise((_, reject) => {
      if (heedsSignal) signal?.addEventListener("abort", () => reject(signal.reason as Error));
    });
}

/** Responds to `text 1` never, to `text 2` with 400, to `text 3` with 503, and accepts the others. */
const fetch = (async (_: string, { body, signal }: { body: string; signal: AbortSignal }) => {
  const { message = "" } = JSON.parse(body) as { message?: string };
  if (message === "text 1") return stalled(true)(signal);
  const status = { "text 2": 400, "text 3": 503 }[message] ?? 200;
  return new Response("{}", { status });
}) as unknown as Fetch;

const secret: InletSecret = { inletUrl: "https://inlet.example/collection/abc", flowId: "flow-1" };

describe.each([
  ["until its signal aborts", true],
  ["even after its signal has aborted", false],
])("the forwarder, when an AWS client stalls %s", (_, heedsSignal) => {
  const LAMBDA_MS = 1_900;
  const extended: number[] = [];

  /** Runs one invocation in simulated time; fails when Lambda would have ended it. */
  async function run(count: number, stall: "send" | "extendVisibility" | "secret") {
    const time = new SimulatedTime();
    const queue: Queue = {
      send: (_url, _body, { signal }) =>
        stall === "send" ? stalled(heedsSignal)(signal) : Promise.resolve(),
      extendVisibility: (_url, changes, { signal } = {}) => {
        extended.push(changes.length);
        return stall === "extendVisibility" ? stalled(heedsSignal)(signal) : Promise.resolve();
      },
    };
    const forwarder = new Forwarder({
      settings: harness.settings({ delivery: { deadlineMarginMs: 600 } }),
      queue,
      inlet: {
        read: () => (stall === "secret" ? stalled(false)() : Promise.resolve(secret)),
        invalidate: () => undefined,
      },
      makeSender: (read) => chatlioSender(read, fetch),
      log: () => undefined,
      meter: { count: () => undefined, time: () => undefined, flush: () => undefined },
      now: () => NOW + time.now,
      random: () => 0.5,
      timeoutSignal: time.timeoutSignal,
    });
    const records = [...messages(count), record("x", "not an envelope")];
    const result = await time.run(
      forwarder
        .handle(batch(...records), { getRemainingTimeInMillis: () => LAMBDA_MS - time.now })
        .catch(String),
    );
    expect(time.now).toBeLessThan(LAMBDA_MS);
    return result;
  }

  beforeEach(() => extended.splice(0));

  it.each([
    ["extendVisibility", []],
    ["send", ["m2", "x"]],
  ] as const)("in `%s`, reports the delivered messages in time", async (stall, notMoved) => {
    const result = await run(4, stall);
    if (typeof result === "string") throw new Error(result);
    const failed = result.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    expect(failed.sort()).toEqual(["m1", "m3", ...notMoved].sort());
  });

  it("reading the secret, retries all messages in time", async () => {
    expect(await run(2, "secret")).toMatchObject({
      batchItemFailures: [{ itemIdentifier: "m0" }, { itemIdentifier: "m1" }],
    });
    expect(extended).toEqual([2]);
  });
});
