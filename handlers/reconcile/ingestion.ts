import type { AdobeClient } from "../../adobe/client";
import type { CatalogBatch } from "../../adobe/client/catalog";
import { hasEnded, hasFailed } from "./batchStatus";
import { readRejectedRow, type RejectedRow } from "./rejectedRow";

/** What AEP says of the rows that came into a dataset. */
export interface Ingestion {
  /** Rows in batches that are in the dataset. */
  readonly rows: number;
  /** Rows that AEP has rejected after its endpoint had accepted them. */
  readonly rejected: number;
  /** Batches that AEP still works on: nobody knows how many rows they have. */
  readonly unfinished: number;
  /** Counts of Flow Service's runs. Left out when there are none. */
  readonly runs?: {
    readonly received: number;
    readonly delivered: number;
    readonly rejected: number;
  };
  /** The first of the rejected rows, with the reasons. */
  readonly rejectedRows: readonly RejectedRow[];
}

export interface IngestionQuery {
  readonly datasetId: string;
  readonly flowIds: readonly string[];
  /** From when on batches are counted, in milliseconds since 1970. */
  readonly since: number;
  /** Rejected rows that are read. */
  readonly maxRows: number;
}

/**
 * Reads what became of the rows of a dataset: its batches in Catalog, the runs of its dataflows in Flow Service, and
 * the rejected rows in Data Access.
 *
 * @throws AdobeError when Adobe rejects a request
 */
export async function readIngestion(
  client: Pick<AdobeClient, "catalog" | "dataAccess" | "flows">,
  { datasetId, flowIds, maxRows, since }: IngestionQuery,
): Promise<Ingestion> {
  const [batches, flows] = await Promise.all([
    client.catalog.allBatches(datasetId, since),
    Promise.all(flowIds.map((id) => client.flows.runTotals(id, since))),
  ]);
  const { counts, rejectedRows } = await readRejected(client, batches, maxRows);
  const total = (key: "received" | "delivered" | "rejected") =>
    flows.reduce((sum, flow) => sum + flow[key], 0);
  return {
    rows: sumOf(
      batches.filter(({ status }) => status === "success"),
      ({ recordCount = 0 }) => recordCount,
    ),
    rejected: sumOf(batches, (batch) => counts.get(batch.id) ?? 0),
    unfinished: batches.filter((batch) => !hasEnded(batch)).length,
    ...(flows.some(({ runs }) => runs > 0) && {
      runs: {
        received: total("received"),
        delivered: total("delivered"),
        rejected: total("rejected"),
      },
    }),
    rejectedRows,
  };
}

function sumOf(batches: readonly CatalogBatch[], countOf: (batch: CatalogBatch) => number): number {
  return batches.reduce((sum, batch) => sum + countOf(batch), 0);
}

/** Reads the rejected rows, the newest batches first, and counts those of each batch. */
async function readRejected(
  { dataAccess }: Pick<AdobeClient, "dataAccess">,
  batches: readonly CatalogBatch[],
  maxRows: number,
) {
  const counts = new Map<string, number>();
  const rejectedRows: RejectedRow[] = [];
  for (const batch of batches.toReversed()) {
    const { failedRecordCount = 0, id } = batch;
    if (failedRecordCount > 0) counts.set(id, failedRecordCount);
    else if (!hasFailed(batch)) continue;
    const left = maxRows - rejectedRows.length;
    // A failed batch without a count has to be read to be counted.
    if (left <= 0 && failedRecordCount > 0) continue;
    const read = await dataAccess.rejectedRows(id, Math.max(left, 1));
    counts.set(id, Math.max(failedRecordCount, read.length));
    rejectedRows.push(...read.slice(0, Math.max(left, 0)).map((row) => readRejectedRow(id, row)));
  }
  return { counts, rejectedRows };
}
