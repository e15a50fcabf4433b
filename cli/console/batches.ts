import type { CatalogBatch } from "../../adobe/client/catalog";
import { MINUTE_MS } from "../../adobe/client/timeUnits";
import { hasEnded } from "../../handlers/comparison/batchStatus";
import type { UseAdobe } from "../adobeClient";
import { MINUTES } from "./traffic";

/** What AEP has ingested into the dataset in the last hour. */
export interface Ingested {
  readonly rows: number;
  readonly rejected: number;
  /** Batches that AEP still works on. */
  readonly open: number;
  /** Rows by the minute in which their batch was opened, the oldest first. */
  readonly minutes: readonly number[];
  /** When the last batch was opened: RFC 3339. */
  readonly lastAt?: string;
}

/** Reads the batches of the dataset. */
export async function readIngested(
  datasetId: string,
  use: UseAdobe,
  now = Date.now(),
): Promise<Ingested> {
  const since = (Math.floor(now / MINUTE_MS) + 1 - MINUTES) * MINUTE_MS;
  const batches = await use((client) => client.catalog.batches(datasetId, since));
  return ingestedOf(batches, since);
}

/** Sums up batches. @param since - start of the first minute, in milliseconds since 1970 */
export function ingestedOf(batches: readonly CatalogBatch[], since: number): Ingested {
  const minutes = new Array<number>(MINUTES).fill(0);
  let [rows, rejected, open, last] = [0, 0, 0, 0];
  for (const batch of batches) {
    const { created = since, failedRecordCount = 0, recordCount = 0, status } = batch;
    if (!hasEnded(batch)) open += 1;
    rejected += failedRecordCount;
    last = Math.max(last, created);
    if (status !== "success") continue;
    rows += recordCount;
    const minute = Math.min(Math.floor((created - since) / MINUTE_MS), MINUTES - 1);
    if (minute >= 0) minutes[minute] = (minutes[minute] ?? 0) + recordCount;
  }
  return {
    rows,
    rejected,
    open,
    minutes,
    ...(last > 0 && { lastAt: new Date(last).toISOString() }),
  };
}
