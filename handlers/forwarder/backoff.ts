import type { DeliverySettings } from "./settings";

/** SQS hides a message for at most 12 hours in all of one receive (Amazon SQS, visibility time-out). */
const MAX_HIDDEN_SECONDS = 43_000;

/** Hours that AEP may be down without an event leaving the queue for the dead-letter queue, by default. */
export const PROMISED_OUTAGE_HOURS = 24;

type Figures = Pick<DeliverySettings, "backoffBaseSeconds" | "backoffCapSeconds">;

/** Upper bound of the wait after a receive (counted from 1), in seconds. */
export function waitCeiling(receive: number, figures: Figures): number {
  return Math.min(
    figures.backoffCapSeconds,
    figures.backoffBaseSeconds * 2 ** Math.min(receive - 1, 30),
  );
}

/**
 * Seconds to hide a message after a failed attempt: what `Retry-After` says, spread over another
 * base interval so that not all come back at once; without it exponential, capped, with full jitter.
 */
export function waitSeconds(
  receive: number,
  figures: Figures,
  random: () => number,
  retryAfterMs?: number,
): number {
  const wait =
    retryAfterMs === undefined
      ? random() * waitCeiling(receive, figures)
      : retryAfterMs / 1000 + random() * figures.backoffBaseSeconds;
  return Math.min(Math.max(Math.ceil(wait), 1), MAX_HIDDEN_SECONDS);
}

/**
 * How long an event that fails every time stays in the queue, in seconds: the mean over the jitter,
 * and a time that all but one in three million events stay longer (five standard deviations less;
 * the sum of many uniform waits is close to normal).
 */
export function timeInQueue(maxReceiveCount: number, figures: Figures) {
  let mean = 0;
  let variance = 0;
  for (let receive = 1; receive < maxReceiveCount; receive += 1) {
    const ceiling = waitCeiling(receive, figures);
    mean += ceiling / 2;
    variance += ceiling ** 2 / 12;
  }
  return { mean, assured: Math.max(mean - 5 * Math.sqrt(variance), 0) };
}
