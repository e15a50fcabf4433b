import type { Delivery } from "./delivery";
import { TOO_OLD_SECONDS, type DeliverySettings, type ForwarderSettings } from "./settings";
import { FLOW_NOT_READY, isWaiting, type Failure } from "./verdict";

/** SQS limits the visibility timeout to 12 hours, counted from the receive. */
const MAX_VISIBILITY_SECONDS = 43_000;

/** The longest `Retry-After` that is honored, so that the retries fit into the queue's retention. */
export const MAX_RETRY_AFTER_SECONDS = 3_600;

/** Hours that AEP may be down before an event moves to the dead-letter queue, with default settings. */
export const PROMISED_OUTAGE_HOURS = 24;

/** Delay of a message that was released without an attempt: the next invocation takes it. */
const RELEASE_SECONDS = 2;

type BackoffSettings = Pick<DeliverySettings, "backoffBaseSeconds" | "backoffCapSeconds">;

/** Upper bound of the backoff after a receive (counted from 1), in seconds. */
export function backoffCeiling(receiveCount: number, settings: BackoffSettings): number {
  return Math.min(
    settings.backoffCapSeconds,
    settings.backoffBaseSeconds * 2 ** Math.min(receiveCount - 1, 30),
  );
}

/** Seconds for a requested delay, spread over one base interval so that messages do not return together. */
export function spreadSeconds(ms: number, settings: BackoffSettings, random: number): number {
  return toVisibilityTimeout(ms / 1_000 + random * settings.backoffBaseSeconds);
}

/**
 * Seconds to wait after a failed attempt: exponential, capped, with full jitter.
 * `Retry-After` can make that longer, up to {@link MAX_RETRY_AFTER_SECONDS}, but never shorter. So the
 * allowed receives always last for the promised outage.
 */
export function backoffSeconds(
  receiveCount: number,
  settings: BackoffSettings,
  random: () => number,
  retryAfterMs = 0,
): number {
  const jitter = random();
  const requestedMs = Math.min(retryAfterMs, MAX_RETRY_AFTER_SECONDS * 1_000);
  const backoff = toVisibilityTimeout(jitter * backoffCeiling(receiveCount, settings));
  return requestedMs > 0
    ? Math.max(backoff, spreadSeconds(requestedMs, settings, jitter))
    : backoff;
}

/** Rounds up to whole seconds in the range that SQS accepts. */
function toVisibilityTimeout(seconds: number): number {
  return Math.min(Math.max(Math.ceil(seconds), 1), MAX_VISIBILITY_SECONDS);
}

/**
 * How long an event that fails every time stays in the queue, in seconds: the mean over the jitter,
 * and a time that all but one in three million events exceed (five standard deviations below the
 * mean; the sum of many uniform waits is close to normal).
 */
export function timeInQueue(maxReceiveCount: number, settings: BackoffSettings) {
  let mean = 0;
  let variance = 0;
  for (let receiveCount = 1; receiveCount < maxReceiveCount; receiveCount += 1) {
    const ceiling = backoffCeiling(receiveCount, settings);
    mean += ceiling / 2;
    variance += ceiling ** 2 / 12;
  }
  return { mean, assured: Math.max(mean - 5 * Math.sqrt(variance), 0) };
}

/** Milliseconds until a message is too old for another retry; zero or less: it is too old now. */
function remainingLifeMs({ sentAt }: Delivery, now: number): number {
  return sentAt + TOO_OLD_SECONDS * 1_000 - now;
}

/**
 * Decides what happens to a message that was not delivered: whether to give up, and otherwise when to
 * try again. A failure of `undefined` means that the message was not attempted.
 */
export class RetryPolicy {
  constructor(
    private readonly settings: Pick<ForwarderSettings, "maxReceiveCount" | "delivery">,
    /** 0 ≤ x < 1. */
    private readonly random: () => number,
  ) {}

  /** The reason to move the message to the dead-letter queue; undefined when a retry makes sense. */
  reasonToGiveUp(delivery: Delivery, failure: Failure, now: number): string | undefined {
    if (failure && failure.kind !== "retry") return failure.reason;
    if (remainingLifeMs(delivery, now) <= 0) return "too-old";
    // Only failed attempts count, not receives that only waited or had no time left.
    if (!failure || failure.reason === FLOW_NOT_READY || isWaiting(failure)) return undefined;
    return delivery.receiveCount >= this.settings.maxReceiveCount ? failure.reason : undefined;
  }

  /** Seconds until the message becomes visible again. */
  secondsToRetry(delivery: Delivery, failure: Failure, now: number): number {
    const lifeMs = remainingLifeMs(delivery, now);
    // The dead-letter queue did not accept the message: try that again soon.
    if (lifeMs <= 0) return backoffSeconds(1, this.settings.delivery, this.random);
    // Return before the message is too old, so that it can still be moved.
    return Math.min(this.waitSeconds(delivery, failure), Math.ceil(lifeMs / 1_000));
  }

  private waitSeconds({ receiveCount }: Delivery, failure: Failure): number {
    if (!failure) return RELEASE_SECONDS;
    const { delivery } = this.settings;
    // Stryker disable next-line ConditionalExpression: only the verdict `retry` has it
    const retryAfterMs = failure.kind === "retry" ? failure.retryAfterMs : undefined;
    if (isWaiting(failure)) return toVisibilityTimeout((retryAfterMs ?? 0) / 1_000);
    if (failure.reason === FLOW_NOT_READY)
      return spreadSeconds(retryAfterMs ?? 0, delivery, this.random());
    return backoffSeconds(receiveCount, delivery, this.random, retryAfterMs);
  }
}
