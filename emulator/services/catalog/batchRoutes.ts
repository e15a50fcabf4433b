import { documented } from "../../common/behavior";
import { defined } from "../../common/json";
import { ok, type Call, type Route } from "../../common/service";
import { lastBatch } from "./batches";
import {
  lookUp,
  paginate,
  toBatchResponse,
  toFileResponse,
  versionHeaders,
  type ListItem,
} from "./responses";

const guide = "Catalog API guide, batches";

/** The last batches of each dataset that has one. */
function lastBatchItems(call: Call): ListItem[] {
  return call.sandbox.datasets.values().flatMap(({ id }) => {
    const last = lastBatch(call, id);
    if (last === undefined) return [];
    const response = defined({
      lastBatchId: last.id,
      lastBatchStatus: last.status,
      lastSuccessfulBatchId: lastBatch(call, id, "success")?.id,
      lastFailedBatchId: lastBatch(call, id, "failed")?.id,
      imsOrg: call.user.orgId,
      sandboxId: call.sandbox.id,
      created: last.created,
      updated: last.created,
    });
    return { id, response, filterFields: { dataSetId: id } };
  });
}

/** The files of datasets: one for each successful batch. */
function fileItems(call: Call): ListItem[] {
  return call.sandbox.batches
    .values()
    .filter(({ status }) => status === "success")
    .map((batch) => {
      const id = `${batch.id}-1`;
      return {
        id,
        response: toFileResponse(call, id, batch),
        filterFields: { dataSetId: batch.datasetId },
      };
    });
}

/** Routes of batches and their files; records that were rejected are in failed batches. */
export const batchRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/batches",
    behavior: documented(
      guide,
      "Lists batches keyed by id, newest first, filtered by dataSet, status, created and the other fields; rejected records are in failed ones.",
    ),
    handle: (call) => {
      const batches = call.sandbox.batches.values().map((batch) => ({
        id: batch.id,
        response: toBatchResponse(call, batch),
        filterFields: { batch: batch.id, dataSet: batch.datasetId },
      }));
      return ok(paginate(call, batches, "desc:created"));
    },
  },
  {
    method: "GET",
    path: "/batches/:id",
    behavior: documented(guide, "Returns one batch, or several, in an object keyed by id."),
    handle: (call) => {
      const found = lookUp(call, "Batch", (id) => {
        const batch = call.sandbox.batches.get(id);
        return batch === undefined ? undefined : toBatchResponse(call, batch);
      });
      return ok(found, versionHeaders(found));
    },
  },
  {
    method: "GET",
    path: "/lastBatches",
    behavior: documented(
      "Catalog Service API reference",
      "Lists the last, last successful and last failed batch of each dataset that has one, keyed by dataset.",
    ),
    handle: (call) => ok(paginate(call, lastBatchItems(call))),
  },
  {
    method: "GET",
    path: "/dataSetFiles",
    behavior: documented(
      "Catalog API guide, appendix",
      "Lists the files behind the `files` of a dataset: one for each successful batch.",
    ),
    handle: (call) => ok(paginate(call, fileItems(call))),
  },
  {
    method: "GET",
    path: "/dataSets/:id/views/:view/files",
    behavior: documented(
      "Catalog API guide, appendix",
      "Lists the files of a dataset by its own path too.",
    ),
    handle: (call) => {
      const own = fileItems(call).filter(
        ({ filterFields }) => filterFields?.["dataSetId"] === call.params["id"],
      );
      return ok(paginate(call, own));
    },
  },
];
