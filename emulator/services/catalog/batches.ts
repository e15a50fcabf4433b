import type { JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import type { Batch } from "../../state/entities";

/** The newest batch of a dataset, or the newest one of a status. */
export function lastBatch(
  call: Call,
  datasetId: string,
  status?: Batch["status"],
): Batch | undefined {
  return call.sandbox.batches
    .values()
    .findLast(
      (batch) => batch.datasetId === datasetId && (status === undefined || batch.status === status),
    );
}

/** What a dataset's response says about its batches; empty before the first one. */
export function lastBatches(call: Call, datasetId: string): JsonObject {
  const last = lastBatch(call, datasetId);
  const success = lastBatch(call, datasetId, "success");
  const failed = lastBatch(call, datasetId, "failed");
  return {
    ...(last === undefined ? {} : { lastBatchId: last.id, lastBatchStatus: last.status }),
    ...(success === undefined ? {} : { lastSuccessfulBatch: success.id }),
    ...(failed === undefined ? {} : { lastFailedBatch: failed.id }),
  };
}
