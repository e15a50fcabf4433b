import { Keeper } from "../../handlers/keeper/keeper";
import type { Bucket } from "../../handlers/shared/aws/bucket";
import { copyKey } from "../../handlers/shared/copies";
import { KEEPER_MAX_RECEIVES, KEEPER_TIMEOUT_SECONDS } from "../../infra/relay/keeperSettings";
import { seededRandom } from "../support/random";
import type { InvariantChecker } from "./invariantChecker";
import { eventsIn, type Faults, type Recorder } from "./recorder";
import type { SeededBug } from "./seededBugs";
import { SimulatedSqs } from "./simulatedSqs";

const DEAD_LETTER_QUEUE = "https://sqs.example/dead";

/** Messages of one invocation of the keeper. */
const BATCH = 10;

export interface DeadLetterParts {
  readonly clock: { now: number };
  readonly faults: Faults;
  readonly recorder: Recorder;
  readonly checker: InvariantChecker | undefined;
  readonly bucketOutage: { readonly from: number; readonly to: number } | undefined;
  readonly bug: SeededBug;
}

/** The way of what nobody could deliver: its queue, the real keeper, a bucket, and the dead-letter queue. */
export class DeadLetters {
  private readonly queue: SimulatedSqs;
  /** The names of the copies in the bucket. */
  private readonly copies = new Set<string>();
  /** Of its own, so that the faults of the events' queue are the same with and without the keeper. */
  private readonly random = seededRandom(16);

  constructor(
    url: string,
    private readonly parts: DeadLetterParts,
  ) {
    const { clock, faults } = parts;
    this.queue = new SimulatedSqs(
      {
        url,
        visibilityMs: 6 * KEEPER_TIMEOUT_SECONDS * 1_000,
        maxReceiveCount: KEEPER_MAX_RECEIVES,
        now: () => clock.now,
        sendOn: (body) => this.sendToDlq(body),
        moved: (body) => {
          faults.add("movedWithoutCopy");
          this.arriveInDlq(body);
        },
        // Two DLQ messages of an event do not make a second row.
        duplicated: () => undefined,
      },
      this.random,
      faults,
    );
  }

  /** When the keeper can receive something: now or later; undefined when there is nothing. */
  nextVisible(): number | undefined {
    return this.queue.nextVisible();
  }

  /** Receiver or forwarder gives up a message. */
  giveUp(body: string): Promise<void> {
    this.parts.checker?.givenUp(body);
    this.put(body);
    return Promise.resolve();
  }

  /** A message arrives; SQS may have moved it. */
  put(body: string): void {
    this.queue.put(body);
  }

  /** Runs one invocation of the keeper. */
  async keep(): Promise<void> {
    const { bug, faults } = this.parts;
    const records = this.queue.receive(BATCH);
    if (records.length === 0) return;
    const isKilled = this.random.chance(0.2);
    // What it does after it was killed has no effect.
    let workLeft = isKilled ? this.random.below(2 * records.length) : Infinity;
    const alive = () => (workLeft -= 1) >= 0;
    const keeper = new Keeper({
      settings: { deadLetterQueueUrl: DEAD_LETTER_QUEUE },
      queue: bug.keeperQueue(this.queue.client()),
      bucket: bug.bucket(this.bucket(alive)),
      log: () => undefined,
    });
    const invocation = { getRemainingTimeInMillis: () => KEEPER_TIMEOUT_SECONDS * 1_000 };
    const handle = bug.keeper((event, context) => keeper.handle(event, context));
    const result = await handle({ Records: records }, invocation).catch(() => "thrown" as const);
    if (isKilled) {
      faults.add("keeperKilled");
      this.queue.abandon(records);
    } else if (result === "thrown") this.queue.putAllBack(records);
    else {
      const failed = result.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
      this.queue.finish(records, new Set(failed));
    }
  }

  private bucket(alive: () => boolean): Bucket {
    const { bucketOutage, clock, faults } = this.parts;
    return {
      put: (name) => {
        const isOut = bucketOutage && clock.now >= bucketOutage.from && clock.now < bucketOutage.to;
        if (!alive()) return Promise.reject(new Error("killed"));
        if (isOut || this.random.chance(0.3)) {
          faults.add("bucketRefused");
          return Promise.reject(new Error("SlowDown"));
        }
        this.copies.add(name);
        return Promise.resolve();
      },
    };
  }

  private sendToDlq(body: string): Promise<void> {
    if (this.random.chance(0.1)) {
      this.parts.faults.add("dlqRefused");
      return Promise.reject(new Error("ServiceUnavailable"));
    }
    if (!this.copies.has(copyKey(body)))
      this.parts.checker?.violation("the keeper moved messages on without a copy");
    this.arriveInDlq(body);
    return Promise.resolve();
  }

  private arriveInDlq(body: string): void {
    const [event] = eventsIn(body);
    if (event !== undefined) this.parts.recorder.movedToDlq(event);
  }
}
