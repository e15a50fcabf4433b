import type { Ingestion } from "./ingestedRows";

/** What was delivered, next to what AEP says of it. */
export interface Comparison {
  /**
   * `wrong`: rows were rejected or are missing. `unknown`: nothing says how much was delivered, so rows may be missing.
   */
  readonly verdict: "ok" | "wrong" | "unknown";
  /** Events that AEP's endpoint has accepted. Left out when nothing counts them. */
  readonly delivered?: number;
  readonly rows: number;
  /** The larger one of what batches and runs say. */
  readonly rejected: number;
  /** Delivered, and neither a row nor rejected: at least so many. Left out without `delivered`. */
  readonly missing?: number;
}

/**
 * Compares the events that were delivered until some time with the rows of all batches since, so that a row that AEP
 * takes an hour for is not missing. Rows that came after that time can hide missing ones; none is reported that is there.
 *
 * @param delivered - undefined: nothing counts them
 */
export function compare(
  delivered: number | undefined,
  { rejected: inBatches, rows, runs }: Pick<Ingestion, "rejected" | "rows" | "runs">,
): Comparison {
  const rejected = Math.max(inBatches, runs?.rejected ?? 0);
  const missing = delivered === undefined ? undefined : Math.max(delivered - rows - rejected, 0);
  const isWrong = rejected > 0 || (missing ?? 0) > 0;
  return {
    verdict: isWrong ? "wrong" : delivered === undefined ? "unknown" : "ok",
    rows,
    rejected,
    ...(delivered !== undefined && { delivered }),
    ...(missing !== undefined && { missing }),
  };
}
