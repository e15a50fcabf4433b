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
  /** Those in batches that AEP has ended since `endedSince`, and those that only its dataflows' runs tell of. */
  readonly newlyRejected?: number;
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
  /** Rejected rows are read of batches that AEP has ended since then. Left out: of all. Milliseconds since 1970. */
  readonly endedSince?: number;
}

/**
 * Reads what became of the rows of a dataset: its batches in Catalog, the runs of its dataflows in Flow Service, and
 * the rejected rows in Data Access.
 *
 * @throws AdobeError when Adobe rejects a request
 */
export async function readIngestion(
  client: Pick<AdobeClient, "catalog" | "dataAccess" | "flows">,
  query: IngestionQuery,
): Promise<Ingestion> {
  const { datasetId, flowIds, since } = query;
  const [batches, flows] = await Promise.all([
    client.catalog.allBatches(datasetId, since),
    Promise.all(flowIds.map((id) => client.flows.runTotals(id, since))),
  ]);
  const isNew = endedIn(query);
  const { counts, rejectedRows } = await readRejected(client, batches, query);
  const rejectedIn = (some: readonly CatalogBatch[]) =>
    sumOf(some, ({ id }) => counts.get(id) ?? 0);
  const rejected = rejectedIn(batches);
  const total = (key: "received" | "delivered" | "rejected") =>
    flows.reduce((sum, flow) => sum + flow[key], 0);
  return {
    rows: sumOf(
      batches.filter(({ status }) => status === "success"),
      ({ recordCount = 0 }) => recordCount,
    ),
    rejected,
    ...(query.endedSince !== undefined && {
      newlyRejected: rejectedIn(batches.filter(isNew)) + Math.max(total("rejected") - rejected, 0),
    }),
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

/** Whether AEP has ended a batch in the query's time. One without a time of its end may be of any time. */
function endedIn({ endedSince = 0 }: IngestionQuery): (batch: CatalogBatch) => boolean {
  return ({ updated }) => updated === undefined || updated >= endedSince;
}

/** A rejected row, with the time at which AEP has ended its batch. */
function rowOf({ id, updated }: CatalogBatch, row: Readonly<Record<string, unknown>>): RejectedRow {
  const rejectedAt = updated === undefined ? {} : { rejectedAt: new Date(updated).toISOString() };
  return { ...readRejectedRow(id, row), ...rejectedAt };
}

/** Reads the rejected rows, the newest batches first, and counts those of each batch. */
async function readRejected(
  { dataAccess }: Pick<AdobeClient, "dataAccess">,
  batches: readonly CatalogBatch[],
  query: IngestionQuery,
) {
  const isNew = endedIn(query);
  const counts = new Map<string, number>();
  const rejectedRows: RejectedRow[] = [];
  for (const batch of batches.toReversed()) {
    const { failedRecordCount = 0, id } = batch;
    if (failedRecordCount > 0) counts.set(id, failedRecordCount);
    else if (!hasFailed(batch)) continue;
    const left = isNew(batch) ? query.maxRows - rejectedRows.length : 0;
    // A failed batch without a count has to be read to be counted.
    if (left <= 0 && failedRecordCount > 0) continue;
    const read = await dataAccess.rejectedRows(id, Math.max(left, 1));
    counts.set(id, Math.max(failedRecordCount, read.length));
    rejectedRows.push(...read.slice(0, Math.max(left, 0)).map((row) => rowOf(batch, row)));
  }
  return { counts, rejectedRows };
}
