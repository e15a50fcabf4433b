import type { JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import type { Flow, FlowCounts, RejectedRow } from "../../state/entities";
import { firstCode } from "../schemaRegistry/recordMessages";
import { datasetIdOf } from "./references";

/** A run as `/runs` returns it; the parts that other code reads are typed. */
export interface Run extends JsonObject {
  readonly id: string;
  readonly metrics: Metrics;
}

/** Why records were rejected; nobody has seen the code of each reason. */
interface RunError {
  readonly code?: string;
  readonly message: string;
}

interface Metrics extends JsonObject {
  readonly durationSummary: { readonly startedAtUTC: number; readonly completedAtUTC: number };
  readonly statusSummary: {
    readonly status: string;
    readonly errors: readonly RunError[];
    readonly activityRefs: readonly string[];
  };
}

const activity = "promotionActivity";

/** The single run of a dataflow, with its counts so far; undefined before the first record. */
export function runOf(call: Call, flow: Flow): Run | undefined {
  const counts = call.sandbox.flowCounts.get(flow.id);
  if (counts === undefined || call.organization.assume["flow-runs"] === "no") return undefined;
  const metrics = metricsOf(counts, errorsOf(call, flow, counts));
  return {
    id: `${flow.id.slice(0, 24)}${"0".repeat(12)}`,
    createdAt: counts.firstAt,
    updatedAt: counts.lastAt,
    createdBy: call.user.userId,
    updatedBy: call.user.userId,
    createdClient: call.user.clientId,
    updatedClient: call.user.clientId,
    flowId: flow.id,
    sandboxId: call.sandbox.id,
    sandboxName: call.sandbox.info.name,
    imsOrgId: call.user.orgId,
    name: flow.name,
    state: metrics.statusSummary.status,
    etag: flow.etag,
    metrics,
    activities: [activityOf(call, flow, counts, metrics)],
  };
}

/** In Adobe's sample a run with some rejected records is a success with errors. */
function metricsOf(counts: FlowCounts, errors: readonly RunError[]): Metrics {
  const { received, delivered, refused } = counts;
  return {
    durationSummary: { startedAtUTC: counts.firstAt, completedAtUTC: counts.lastAt },
    sizeSummary: { inputBytes: counts.bytes, outputBytes: counts.deliveredBytes },
    recordSummary: {
      inputRecordCount: received,
      outputRecordCount: delivered,
      failedRecordCount: refused,
    },
    fileSummary: { inputFileCount: 0, outputFileCount: 0, activityRefs: [activity] },
    statusSummary: {
      status: delivered === 0 ? "failed" : "success",
      errors,
      activityRefs: [activity],
    },
  };
}

function activityOf(
  call: Call,
  flow: Flow,
  counts: FlowCounts,
  { durationSummary, sizeSummary, recordSummary, statusSummary }: Metrics,
): JsonObject {
  const batch = rejectedOf(call, flow, counts)?.batchId;
  const file = `${call.organization.origin}/data/foundation/export/batches/${batch ?? ""}/meta?path=row_errors`;
  return {
    id: activity,
    updatedAtUTC: counts.lastAt,
    durationSummary,
    sizeSummary,
    recordSummary,
    fileSummary: { inputFileCount: 0, outputFileCount: 0 },
    statusSummary: {
      ...statusSummary,
      ...(batch === undefined
        ? {}
        : { extensions: { manifest: { failedRecords: file, sampleErrors: file } } }),
    },
  };
}

/** The newest rejected record of the dataflow. */
function rejectedOf(call: Call, flow: Flow, { refused }: FlowCounts): RejectedRow | undefined {
  const datasetId = refused === 0 ? undefined : datasetIdOf(call.sandbox, flow);
  return datasetId === undefined
    ? undefined
    : call.sandbox
        .rejected(datasetId)
        .latest(1000)
        .find(({ flowId }) => flowId === flow.id);
}

/** One error for the newest rejected record, with the code that such a record has in its batch. */
function errorsOf(call: Call, flow: Flow, counts: FlowCounts): readonly RunError[] {
  if (counts.refused === 0) return [];
  const { reason = "" } = rejectedOf(call, flow, counts) ?? {};
  const code = firstCode(reason, call.organization.assume["streaming-codes"]);
  return [{ ...(code === undefined ? {} : { code }), message: "Records were rejected." }];
}
