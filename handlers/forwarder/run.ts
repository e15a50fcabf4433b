import type { Delivery, Sender } from "./sender";
import { MIN_POST_MS, type DeliverySettings } from "./settings";
import { isTooLarge, verdicts, type Verdict } from "./verdict";

/** What became of each message; `undefined`: not begun, handed back. */
export type Results = Map<Delivery, Verdict | undefined>;

export interface RunOptions {
  readonly sender: Sender;
  readonly delivery: Pick<DeliverySettings, "concurrency" | "requestTimeoutMs">;
  /** Milliseconds until nothing may be under way any more. */
  readonly timeLeft: () => number;
  /** Runs something later; returns how to call it off. Default `setTimeout`. */
  readonly later?: Later | undefined;
}

export type Later = (ms: number, run: () => void) => () => void;

const realLater: Later = (ms, run) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

async function withTimeout<T>(
  ms: number,
  later: Later,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const cancel = later(ms, () => controller.abort());
  try {
    return await work(controller.signal);
  } finally {
    cancel();
  }
}

/** Two or more, in halves or one by one. */
function split<T>(group: readonly T[], halves: boolean): (readonly T[])[] {
  if (!halves) return group.map((item) => [item]);
  const middle = Math.ceil(group.length / 2);
  return [group.slice(0, middle), group.slice(middle)];
}

/**
 * Sends all messages, some at a time. A batch that was refused as a whole is taken apart and sent
 * again at once. Ends before the deadline: what was not begun is left without a verdict.
 */
export async function run(deliveries: readonly Delivery[], options: RunOptions): Promise<Results> {
  const { sender, delivery, timeLeft, later = realLater } = options;
  const results: Results = new Map(deliveries.map((each) => [each, undefined]));
  const groups = [...sender.group(deliveries)];

  async function sendNext(group: readonly Delivery[]): Promise<void> {
    const ms = Math.min(delivery.requestTimeoutMs, timeLeft());
    const answer = await withTimeout(ms, later, (signal) => sender.send(group, signal));
    const found = verdicts(answer, group.length);
    // Said of a batch as a whole, never of one message.
    // Stryker disable next-line OptionalChaining: a group is never empty
    if (found[0]?.kind === "alone") groups.push(...split(group, isTooLarge(answer)));
    else group.forEach((each, index) => results.set(each, found[index]));
  }

  async function work(): Promise<void> {
    while (timeLeft() >= MIN_POST_MS) {
      const group = groups.shift();
      if (!group) return;
      await sendNext(group);
    }
  }

  await Promise.all(Array.from({ length: delivery.concurrency }, work));
  return results;
}
