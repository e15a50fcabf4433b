import { timeoutSignal, type TimeoutSignal } from "../shared/within";
import type { Delivery, Sender } from "./delivery";
import { MIN_POST_MS, type DeliverySettings } from "./settings";
import { isTooLarge, verdicts, type Verdict } from "./verdict";

/** The verdict on each message; `undefined`: not attempted. */
export type Results = Map<Delivery, Verdict | undefined>;

export interface SendOptions {
  readonly sender: Sender;
  readonly delivery: Pick<DeliverySettings, "concurrency" | "requestTimeoutMs">;
  /** Milliseconds until no request may be in flight. */
  readonly timeLeft: () => number;
  /** Default: the platform's timer. */
  readonly timeoutSignal?: TimeoutSignal | undefined;
}

/** Divides a group of at least two: in halves, or into single messages. */
function divide<T>(group: readonly T[], inHalves: boolean): (readonly T[])[] {
  if (!inHalves) return group.map((item) => [item]);
  const middle = Math.ceil(group.length / 2);
  return [group.slice(0, middle), group.slice(middle)];
}

/**
 * Sends all messages, several requests at a time. A batch that is rejected as a whole is divided and
 * sent again at once. Stops before the deadline: messages that were not attempted have no verdict.
 */
export async function sendAll(
  deliveries: readonly Delivery[],
  options: SendOptions,
): Promise<Results> {
  const { sender, delivery, timeLeft, timeoutSignal: makeSignal = timeoutSignal } = options;
  const results: Results = new Map(deliveries.map((each) => [each, undefined]));
  const groups = [...sender.group(deliveries)];

  async function sendNext(group: readonly Delivery[]): Promise<void> {
    const ms = Math.min(delivery.requestTimeoutMs, timeLeft());
    const response = await sender.send(group, makeSignal(ms));
    const found = verdicts(response, group.length);
    // Said of a batch as a whole, never of one message.
    // Stryker disable next-line OptionalChaining: a group is never empty
    if (found[0]?.kind === "retryIndividually") groups.push(...divide(group, isTooLarge(response)));
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
