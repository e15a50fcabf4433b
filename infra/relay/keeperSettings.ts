/** Seconds that the keeper has for a batch. */
export const KEEPER_TIMEOUT_SECONDS = 30;

/**
 * Receives of the keeper before SQS moves a message to the dead-letter queue without a copy: an hour in which S3
 * does not work.
 */
export const KEEPER_MAX_RECEIVES = 20;
