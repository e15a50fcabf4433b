import type { DeliverySettings } from "./settings";

/** SQS hides a message for at most 12 hours in all of one receive (Amazon SQS, visibility time-out). */
const MAX_HIDDEN_SECONDS = 43_000;

/** The longest `Retry-After` that is heeded: what the inlet cannot use up is the time the queue keeps. */
export const MAX_RETRY_AFTER_SECONDS = 3_600;

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

/** Seconds of a wait that was asked for, spread over a base interval so that not all come back at once. */
export function spreadSeconds(ms: number, figures: Figures, dice: number): number {
  return hidable(ms / 1_000 + dice * figures.backoffBaseSeconds);
}

/**
 * Seconds to hide a message after a failed attempt: exponential, capped, with full jitter.
 * `Retry-After` can make that longer, up to {@link MAX_RETRY_AFTER_SECONDS}, and never shorter: the
 * receives are to last for the promised outage whatever the inlet says.
 */
export function waitSeconds(
  receive: number,
  figures: Figures,
  random: () => number,
  retryAfterMs = 0,
): number {
  const dice = random();
  const named = Math.min(retryAfterMs, MAX_RETRY_AFTER_SECONDS * 1_000);
  const backoff = hidable(dice * waitCeiling(receive, figures));
  return named > 0 ? Math.max(backoff, spreadSeconds(named, figures, dice)) : backoff;
}

/** Whole seconds such as SQS takes. */
function hidable(seconds: number): number {
  return Math.min(Math.max(Math.ceil(seconds), 1), MAX_HIDDEN_SECONDS);
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
