import { lookUntil } from "../pauses";
import { countMessages } from "../queueCounts";
import { regionOf, type StackOutputs } from "../stackOutputs";
import type { DlqCounts } from "./queuePlace";

/** Messages that the search did not read. SQS counts them approximately; each is the larger one of the counts before and after. */
export interface InFlight {
  /** On their way to Adobe. */
  readonly events: number;
  /** On their way to the dead-letter queue. */
  readonly undelivered: number;
  /** In the dead-letter queue, and not seen: invisible, because a command has received them, or new. */
  readonly deadLetters: number;
}

/** The queues of a stack, as SQS counts them. */
export class Traffic {
  private events = 0;
  private undelivered = 0;
  private deadLetters = 0;
  private waitMs: number;

  /**
   * @param pace awaited before each request
   * @param waitMs how long to wait for messages of the dead-letter queue that are invisible
   */
  constructor(
    private readonly outputs: StackOutputs,
    private readonly pace: () => Promise<void>,
    waitMs: number,
  ) {
    this.waitMs = waitMs;
  }

  get inFlight(): InFlight {
    const { deadLetters, events, undelivered } = this;
    return { events, undelivered, deadLetters };
  }

  /** Whether a message that the search did not read is in the dead-letter queue, or will be. */
  get isHidden(): boolean {
    return this.undelivered + this.deadLetters > 0;
  }

  /** Counts what is on its way. */
  async count(): Promise<void> {
    this.events = Math.max(this.events, await this.total(this.outputs.queueUrl));
    const url = this.outputs.undeliveredQueueUrl;
    if (url !== undefined) this.undelivered = Math.max(this.undelivered, await this.total(url));
  }

  /** Waits until the messages of the dead-letter queue are visible. */
  async untilVisible(): Promise<void> {
    await this.settled((counts) => invisible(counts) === 0);
  }

  /**
   * Counts the messages of the dead-letter queue that a pass did not see. The counts of SQS are up to a minute late, so
   * what the pass itself received and released may still count as invisible: it is counted again for a while.
   */
  async countUnseen({ missed, there }: DlqCounts): Promise<void> {
    const unseen = (counts: Counts) =>
      Math.max(invisible(counts), invisible(counts) + counts.waiting - there, 0);
    const counts = await this.settled((each) => unseen(each) === 0);
    this.deadLetters = Math.max(this.deadLetters, missed + unseen(counts));
  }

  private async settled(isEnough: (counts: Counts) => boolean): Promise<Counts> {
    const look = () => this.counts(this.outputs.deadLetterQueueUrl);
    const looked = await lookUntil(this.waitMs, look, isEnough);
    // Waiting once more would only take longer: the report cannot say that everything was seen.
    if (!looked.isEnough) this.waitMs = 0;
    return looked.found;
  }

  private async counts(url: string): Promise<Counts> {
    await this.pace();
    return countMessages(regionOf(this.outputs), url);
  }

  private async total(url: string): Promise<number> {
    const counts = await this.counts(url);
    return invisible(counts) + counts.waiting;
  }
}

type Counts = Awaited<ReturnType<typeof countMessages>>;

function invisible({ delayed, inFlight }: Counts): number {
  return delayed + inFlight;
}
