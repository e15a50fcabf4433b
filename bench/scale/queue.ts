import type { Queue } from "../../handlers/shared/queue";
import type { SimulatedClock } from "./clock";

/** Messages that a standard queue lets functions hold at once, waiting retries included (Amazon SQS quotas). */
export const SQS_IN_FLIGHT = 120_000;

/** A message of the queue. Its text is made when it is received, so that a million of them fit into memory. */
export interface Message {
  /** Its number, as text. */
  readonly id: string;
  readonly sentAt: number;
  receives: number;
  /** Seconds for which it stays invisible after this receive; undefined: the queue's visibility timeout. */
  backoffSeconds: number | undefined;
}

/** A queue with visibility timeouts and the limit on messages in flight, and without faults. */
export class ScaleQueue {
  private readonly visible: Message[] = [];
  private head = 0;
  private readonly inFlight = new Map<string, Message>();
  /** When each message came, by its number, and whether it is gone. */
  private readonly sentAt: number[] = [];
  private readonly gone: boolean[] = [];
  private oldest = 0;

  constructor(
    private readonly clock: SimulatedClock,
    private readonly visibilityMs: number,
    private readonly onVisible: () => void,
  ) {}

  /** Messages that can be received. */
  get waiting(): number {
    return this.visible.length - this.head;
  }

  /** Messages that a function holds, or that wait for their next try. */
  get held(): number {
    return this.inFlight.size;
  }

  /** When the oldest message that can be received has come; undefined when there is none. */
  get oldestWaiting(): number | undefined {
    return this.visible[this.head]?.sentAt;
  }

  /** Age of the oldest message that is still in the queue, in milliseconds. */
  get oldestAgeMs(): number {
    const { gone, sentAt } = this;
    while (gone[this.oldest]) this.oldest += 1;
    return this.clock.now - (sentAt[this.oldest] ?? this.clock.now);
  }

  send(): void {
    const { now } = this.clock;
    const id = String(this.sentAt.push(now) - 1);
    this.show({ id, sentAt: now, receives: 0, backoffSeconds: undefined });
  }

  receive(limit: number): Message[] {
    const room = Math.min(limit, SQS_IN_FLIGHT - this.inFlight.size, this.waiting);
    const messages = this.visible.slice(this.head, this.head + Math.max(room, 0));
    this.head += messages.length;
    if (this.head > 100_000) this.visible.splice(0, this.head);
    if (this.head > 100_000) this.head = 0;
    for (const message of messages) {
      message.receives += 1;
      message.backoffSeconds = undefined;
      this.inFlight.set(message.id, message);
    }
    return messages;
  }

  /** Deletes the messages of an invocation, except those that must be tried again. */
  finish(messages: readonly Message[], failed: ReadonlySet<string>): void {
    for (const message of messages) {
      if (!failed.has(message.id)) {
        this.inFlight.delete(message.id);
        this.gone[Number(message.id)] = true;
        continue;
      }
      const { backoffSeconds } = message;
      const ms = backoffSeconds === undefined ? this.visibilityMs : backoffSeconds * 1_000;
      this.clock.at(this.clock.now + ms, () => {
        this.inFlight.delete(message.id);
        this.show(message);
      });
    }
  }

  /** What the forwarder has of it. `onDead` gets each message that it gives up. */
  client(onDead: () => void): Queue {
    return {
      send: () => {
        onDead();
        return Promise.resolve();
      },
      extendVisibility: (_, changes) => {
        for (const { receiptHandle, seconds } of changes) {
          const message = this.inFlight.get(receiptHandle);
          if (message) message.backoffSeconds = seconds;
        }
        return Promise.resolve();
      },
    };
  }

  private show(message: Message): void {
    this.visible.push(message);
    this.onVisible();
  }
}
