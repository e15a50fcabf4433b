import type { JsonObject } from "../../common/json";
import type { Call, Reply } from "../../common/service";
import type { RejectedRow } from "../../state/entities";
import { catalogError, catalogErrors } from "../catalog/errors";
import { paginate, toErrorLines, toFileResponse, type FileEntry } from "./responses";

const maxPreviewRows = 100;

const directory = "row_errors";
const errorFile = "conversion_errors_0.json";
const sampleFile = "row_errors_sample.json";

/** The records of the path's batch that were rejected. */
function rejectedRows(call: Call): RejectedRow[] {
  const id = call.params["id"] ?? "";
  const batch = call.sandbox.batches.get(id);
  if (batch === undefined) throw catalogError(catalogErrors.notFound, `Batch ${id} was not found.`);
  return call.sandbox
    .rejected(batch.datasetId)
    .all()
    .filter(({ batchId }) => batchId === id);
}

function errorFiles(call: Call, rows: readonly RejectedRow[]): FileEntry[] {
  return rows.length === 0
    ? []
    : [
        {
          name: errorFile,
          path: `${directory}/${errorFile}`,
          length: Buffer.byteLength(toErrorLines(call, rows)),
        },
      ];
}

export function batchMeta(call: Call): Reply {
  const rows = rejectedRows(call);
  const path = call.query.get("path");
  const first = rows.slice(0, maxPreviewRows);
  switch (path) {
    case null:
      return paginate(
        call,
        rows.length === 0
          ? []
          : [
              { name: directory, path: directory, length: 0 },
              {
                name: sampleFile,
                path: sampleFile,
                length: Buffer.byteLength(toErrorLines(call, first)),
              },
            ],
      );
    case directory:
      return paginate(call, errorFiles(call, rows));
    case sampleFile:
      return toFileResponse(call, first);
    default:
      if (path === `${directory}/${errorFile}` && rows.length > 0)
        return toFileResponse(call, rows);
      throw catalogError(catalogErrors.notFound, `There is no ${path}.`);
  }
}

export function failedFiles(call: Call): Reply {
  const rows = rejectedRows(call);
  const path = call.query.get("path");
  if (path === null) {
    const entries = errorFiles(call, rows).map((entry) => ({ ...entry, path: entry.name }));
    return paginate(call, entries);
  }
  if (path === errorFile && rows.length > 0) return toFileResponse(call, rows);
  throw catalogError(catalogErrors.notFound, `There is no ${path}.`);
}

export function previewDataset(call: Call): JsonObject {
  const id = call.params["id"] ?? "";
  if (call.sandbox.datasets.get(id) === undefined) {
    throw catalogError(catalogErrors.notFound, `Dataset ${id} was not found.`);
  }
  const now = call.organization.now();
  const rows = call.sandbox
    .rows(id)
    .all()
    .filter(({ visibleAt }) => visibleAt <= now);
  return { data: rows.slice(0, maxPreviewRows).map(({ row }) => row) };
}
