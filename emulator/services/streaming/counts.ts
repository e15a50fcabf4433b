import { hexId } from "../../common/ids";
import type { Batch } from "../../state/entities";
import type { Organization } from "../../state/organization";
import type { Sandbox } from "../../state/sandbox";

/** A batch takes the records of one minute. */
const batchMs = 60_000;

/** Adds one record to what went through a dataflow. */
export function countForFlow(
  sandbox: Sandbox,
  flowId: string,
  at: number,
  isValid: boolean,
  bytes: number,
): void {
  const old = sandbox.flowCounts.get(flowId);
  sandbox.flowCounts.set(flowId, {
    firstAt: old?.firstAt ?? at,
    lastAt: at,
    received: (old?.received ?? 0) + 1,
    delivered: (old?.delivered ?? 0) + (isValid ? 1 : 0),
    refused: (old?.refused ?? 0) + (isValid ? 0 : 1),
    bytes: (old?.bytes ?? 0) + bytes,
    deliveredBytes: (old?.deliveredBytes ?? 0) + (isValid ? bytes : 0),
  });
}

function newBatch(datasetId: string, status: Batch["status"], now: number): Batch {
  return {
    id: `01${hexId(12).toUpperCase()}`,
    datasetId,
    status,
    created: now,
    updated: now,
    recordCount: 0,
    failedRecordCount: 0,
  };
}

/**
 * Adds one record to the batch of its dataset, outcome and minute; returns the batch's id.
 *
 * @param reason - why the record is rejected; undefined when it is valid. The first one of a batch is kept.
 */
export function countInBatch(
  organization: Organization,
  sandbox: Sandbox,
  datasetId: string,
  reason?: string,
): string {
  const isValid = reason === undefined;
  const now = organization.now();
  const status = isValid ? "success" : "failed";
  const key = `${datasetId}/${status}`;
  const openId = organization.openBatches.get(key);
  const open = openId === undefined ? undefined : sandbox.batches.get(openId);
  const batch =
    open !== undefined && now - open.created < batchMs ? open : newBatch(datasetId, status, now);
  organization.openBatches.set(key, batch.id);
  sandbox.batches.set(batch.id, {
    ...batch,
    updated: now,
    recordCount: batch.recordCount + (isValid ? 1 : 0),
    failedRecordCount: batch.failedRecordCount + (isValid ? 0 : 1),
    ...(isValid ? {} : { reason: batch.reason ?? reason }),
  });
  return batch.id;
}
