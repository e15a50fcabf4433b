/** Largest request that Adobe's streaming endpoint accepts, batches included (Adobe streaming ingestion overview). */
export const MAX_REQUEST_BYTES = 1_000_000;
