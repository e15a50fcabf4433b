import type { JsonObject } from "../core/json";
import type { Call } from "../core/service";
import { allFlows } from "./flows";

/** One run per dataflow that data went through: what it counted so far. */
export const runsOf = (call: Call): JsonObject[] => {
  if (call.world.assume["flow-runs"] === "no") return [];
  return allFlows(call).flatMap((flow) => {
    const counts = call.sandbox.flowCounts.get(flow.id);
    if (counts === undefined) return [];
    const failed = counts.refused > 0;
    return [
      {
        id: `${flow.id.slice(0, 24)}${"0".repeat(12)}`,
        createdAt: counts.firstAt,
        updatedAt: counts.lastAt,
        createdBy: call.user.userId,
        flowId: flow.id,
        sandboxId: call.sandbox.id,
        sandboxName: call.sandbox.info.name,
        imsOrgId: call.user.orgId,
        name: flow.name,
        etag: flow.etag,
        metrics: {
          durationSummary: { startedAtUTC: counts.firstAt, completedAtUTC: counts.lastAt },
          sizeSummary: { inputBytes: counts.bytes },
          recordSummary: {
            inputRecordCount: counts.received,
            outputRecordCount: counts.delivered,
            failedRecordCount: counts.refused,
          },
          fileSummary: { inputFileCount: 0, outputFileCount: 0 },
          statusSummary: failed
            ? {
                status: counts.delivered > 0 ? "partial_success" : "failed",
                errors: [{ code: "DCVS-1106-400", message: "Records were refused." }],
              }
            : { status: "success", errors: [] },
        },
        activities: [],
      },
    ];
  });
};
