import type { SimulatedClock } from "./clock";
import type { Message, ScaleQueue } from "./queue";

/** How Lambda reads a standard queue (AWS Lambda, scaling behavior of Amazon SQS event sources). */
export const lambdaPolling = {
  invocationsAtFirst: 5,
  morePerSecond: 300 / 60,
  most: 1_250,
} as const;

export interface PollerOptions {
  readonly clock: SimulatedClock;
  readonly batchSize: number;
  /** How long it waits for a full batch. */
  readonly windowMs: number;
  readonly maxConcurrency: number;
  /** Runs one invocation. False: it failed as a whole, and Lambda slows down. */
  readonly invoke: (messages: readonly Message[], slot: number) => Promise<boolean>;
}

/** Starts invocations for the messages of a queue, more of them at once while messages wait. */
export class Poller {
  /** Invocations that run. */
  running = 0;
  mostRunning = 0;
  private allowed: number;
  private allowedAt: number;
  private wakesAt = Number.POSITIVE_INFINITY;
  private readonly idle: number[] = [];
  private slots = 0;

  constructor(private readonly options: PollerOptions) {
    this.allowed = Math.min(lambdaPolling.invocationsAtFirst, options.maxConcurrency);
    this.allowedAt = options.clock.now;
  }

  /** Starts what can be started now. */
  poll(queue: ScaleQueue): void {
    const { clock, batchSize, windowMs } = this.options;
    this.grow(queue);
    while (this.running < Math.floor(this.allowed) && queue.waiting > 0) {
      const ready = (queue.oldestWaiting ?? clock.now) + windowMs;
      if (queue.waiting < batchSize && clock.now < ready) {
        this.wake(queue, ready);
        return;
      }
      const messages = queue.receive(batchSize);
      if (messages.length === 0) {
        // Too many are in flight: Lambda polls again a second later.
        this.wake(queue, clock.now + 1_000);
        return;
      }
      void this.run(queue, messages);
    }
    if (queue.waiting > 0 && this.allowed < this.limit) this.wake(queue, clock.now + 200);
  }

  private get limit(): number {
    return Math.min(this.options.maxConcurrency, lambdaPolling.most);
  }

  /** Adds invocations for the time in which all that were allowed had work. */
  private grow(queue: ScaleQueue): void {
    const { now } = this.options.clock;
    const isBusy = this.running >= Math.floor(this.allowed) && queue.waiting > 0;
    const seconds = isBusy ? Math.min((now - this.allowedAt) / 1_000, 1) : 0;
    this.allowed = Math.min(this.limit, this.allowed + seconds * lambdaPolling.morePerSecond);
    this.allowedAt = now;
  }

  private async run(queue: ScaleQueue, messages: readonly Message[]): Promise<void> {
    const slot = this.idle.pop() ?? (this.slots += 1);
    this.running += 1;
    this.mostRunning = Math.max(this.mostRunning, this.running);
    const isGood = await this.options.invoke(messages, slot);
    this.running -= 1;
    this.idle.push(slot);
    if (!isGood) this.allowed = Math.max(this.allowed / 2, 2);
    this.poll(queue);
  }

  private wake(queue: ScaleQueue, at: number): void {
    const { clock } = this.options;
    if (this.wakesAt > clock.now && this.wakesAt <= at) return;
    this.wakesAt = at;
    clock.at(at, () => {
      this.wakesAt = Number.POSITIVE_INFINITY;
      this.poll(queue);
    });
  }
}
