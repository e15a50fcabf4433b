import type { AdobeClient } from "../../adobe/client";
import type { CatalogBatch } from "../../adobe/client/catalog";
import { withAdobe } from "../adobeClient";
import { lookUntil } from "../pauses";
import type { StackOptions } from "../stackOutputs";
import type { Ingested } from "./step";

/** Rows join a batch that was opened before they came. */
const LOOK_BACK_MS = 6 * 3_600_000;

/** A dataset's batches by id, as they were before the samples were posted. */
export type Before = ReadonlyMap<string, CatalogBatch>;

/** Reads the batches of a dataset, to compare with those after the samples. */
export async function readBatches(datasetId: string, options: StackOptions): Promise<Before> {
  const since = Date.now() - LOOK_BACK_MS;
  const found = await withAdobe(options, (client) => client.catalog.batches(datasetId, since));
  return byId(found);
}

function byId(batches: readonly CatalogBatch[]): Before {
  return new Map(batches.map((batch) => [batch.id, batch]));
}

interface Wait {
  /** Rows that are waited for. */
  readonly count: number;
  readonly before: Before;
  /** When the first sample was posted, in milliseconds since 1970. */
  readonly started: number;
  readonly timeoutMs: number;
}

/**
 * Waits until the batches of the dataset have as many more rows as samples were delivered. A batch does not say which
 * rows it has: other events of that time count too.
 */
export async function waitForBatches(
  datasetId: string,
  options: StackOptions,
  { before, count, started, timeoutMs }: Wait,
): Promise<Ingested> {
  const look = async (client: AdobeClient) => {
    const batches = await client.catalog.batches(datasetId, started - LOOK_BACK_MS);
    const written = batches.filter(({ status }) => status === "success");
    return {
      rows: growth(written, before, ({ recordCount }) => recordCount),
      rejected: growth(batches, before, ({ failedRecordCount }) => failedRecordCount),
    };
  };
  const { found } = await withAdobe(options, (client) =>
    lookUntil(
      timeoutMs,
      () => look(client),
      ({ rejected, rows }) => rows + rejected >= count,
    ),
  );
  if (found.rows < count) return found;
  return { ...found, seconds: Math.round((Date.now() - started) / 1_000) };
}

function growth(
  batches: readonly CatalogBatch[],
  before: Before,
  countOf: (batch: CatalogBatch) => number | undefined,
): number {
  return batches.reduce((total, batch) => {
    const earlier = before.get(batch.id);
    return total + (countOf(batch) ?? 0) - ((earlier && countOf(earlier)) ?? 0);
  }, 0);
}
