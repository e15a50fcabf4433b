/** How long SQS keeps a message that nobody deletes, in seconds: its longest, 14 days (Amazon SQS quotas). */
export const QUEUE_RETENTION_SECONDS = 14 * 24 * 3_600;

/** Seconds before that at which the forwarder itself gives up, while there is time to do so: a day. */
export const RETENTION_MARGIN_SECONDS = 24 * 3_600;

/** Milliseconds until a message is too old to be put back once more; none or less: it is. */
export function timeToKeep(sentAt: number, now: number): number {
  return sentAt + (QUEUE_RETENTION_SECONDS - RETENTION_MARGIN_SECONDS) * 1_000 - now;
}
