import { adminError } from "../common/apiError";
import type { Call } from "../common/service";
import type { Sandbox } from "../state/sandbox";
import { visibleRows } from "./visible";

function datasetIdOf({ params }: Call): string {
  return params["id"] ?? "";
}

function sandboxWith({ organization }: Call, datasetId: string): Sandbox {
  const found = organization.allSandboxes.find(
    ({ datasets }) => datasets.get(datasetId) !== undefined,
  );
  if (found !== undefined) return found;
  throw adminError(404, `There is no dataset ${datasetId} in any sandbox.`);
}

/** The rows of a dataset that can be seen by now, and its rejected records; `?limit=N` returns the newest only. */
export function datasetRows(call: Call): unknown {
  const id = datasetIdOf(call);
  const sandbox = sandboxWith(call, id);
  const limit = Number(call.query.get("limit") ?? 0);
  const { rows, total } = visibleRows(
    sandbox.rows(id),
    call.organization.now(),
    limit > 0 ? limit : undefined,
  );
  const log = sandbox.rejected(id);
  const rejected = limit > 0 ? log.latest(limit).reverse() : log.all();
  return {
    rows: rows.map(({ row }) => row),
    rejected: rejected.map(({ row, reason, batchId, flowId, at }) => ({
      row,
      reason,
      batchId,
      flowId,
      at,
    })),
    total: { rows: total, rejected: log.total },
  };
}

/** Profile's view of a dataset: of rows with the same `_id` only the first one counts. */
export function datasetProfile(call: Call): unknown {
  const id = datasetIdOf(call);
  const log = sandboxWith(call, id).rows(id);
  const { rows } = visibleRows(log, call.organization.now());
  const byId = new Map<string, unknown>();
  for (const { row } of rows) {
    const key = String(row["_id"]);
    if (!byId.has(key)) byId.set(key, row);
  }
  return { events: [...byId.values()], count: byId.size, duplicates: rows.length - byId.size };
}
