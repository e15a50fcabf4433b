import type { Invocation } from "../shared/within";

/** Parts of the margin that must be left after the dead-letter queue, and after the visibility timeouts. */
const AFTER_QUARANTINE = 0.5;
const AFTER_VISIBILITY = 0.2;

/**
 * Divides the time of one invocation. The margin before Lambda's own deadline belongs to the calls to
 * SQS at the end. Each of them gets only a part of it, so that the result for the delivered messages
 * is returned even if SQS hangs.
 */
export class Deadline {
  constructor(
    private readonly invocation: Invocation,
    private readonly marginMs: number,
  ) {}

  /** Milliseconds until no request to the streaming endpoint may be in flight. */
  readonly msToSend = (): number => this.invocation.getRemainingTimeInMillis() - this.marginMs;

  /** Milliseconds that a message to the dead-letter queue may take. */
  msToMoveToDeadLetterQueue(): number {
    return this.msUntil(AFTER_QUARANTINE);
  }

  /** Milliseconds that extending the visibility timeouts may take. */
  msToExtendVisibility(): number {
    return this.msUntil(AFTER_VISIBILITY);
  }

  private msUntil(part: number): number {
    const left = this.invocation.getRemainingTimeInMillis() - part * this.marginMs;
    return Math.min(this.marginMs, left);
  }
}
