import { documented } from "../../common/behavior";
import type { JsonObject } from "../../common/json";
import { ok, type Call, type Route } from "../../common/service";
import type { Batch } from "../../state/entities";
import { listed, lookedUp, versionHeaders, type Listed } from "./list";

const guide = "Catalog API guide, batches";

const shown = (call: Call, batch: Batch): JsonObject => ({
  status: batch.status,
  created: batch.created,
  updated: batch.created,
  started: batch.created,
  completed: batch.created,
  imsOrg: call.user.orgId,
  sandboxId: call.sandbox.id,
  createdClient: "streaming",
  createdUser: call.user.userId,
  updatedUser: call.user.userId,
  recordCount: batch.recordCount,
  failedRecordCount: batch.failedRecordCount,
  relatedObjects: [{ type: "dataSet", id: batch.datasetId }],
  metrics: {
    recordsWritten: batch.recordCount,
    failedRecordCount: batch.failedRecordCount,
  },
  errors: batch.errors,
  version: "1.0.0",
});

const lastOf = (call: Call, datasetId: string, status?: Batch["status"]): Batch | undefined =>
  call.sandbox.batches
    .values()
    .findLast(
      (batch) => batch.datasetId === datasetId && (status === undefined || batch.status === status),
    );

/** What a dataset tells of its batches; nothing before the first. */
export const lastBatches = (call: Call, datasetId: string): JsonObject => {
  const last = lastOf(call, datasetId);
  const good = lastOf(call, datasetId, "success");
  const bad = lastOf(call, datasetId, "failed");
  return {
    ...(last === undefined ? {} : { lastBatchId: last.id, lastBatchStatus: last.status }),
    ...(good === undefined ? {} : { lastSuccessfulBatch: good.id }),
    ...(bad === undefined ? {} : { lastFailedBatch: bad.id }),
  };
};

const lastBatchesOfAll = (call: Call): Listed[] =>
  call.sandbox.datasets.values().flatMap(({ id }) => {
    const { lastSuccessfulBatch, lastFailedBatch, ...last } = lastBatches(call, id);
    const batch = lastOf(call, id);
    return batch === undefined
      ? []
      : {
          id,
          shown: {
            ...last,
            ...(lastSuccessfulBatch === undefined
              ? {}
              : { lastSuccessfulBatchId: lastSuccessfulBatch }),
            ...(lastFailedBatch === undefined ? {} : { lastFailedBatchId: lastFailedBatch }),
            imsOrg: call.user.orgId,
            sandboxId: call.sandbox.id,
            created: batch.created,
            updated: batch.created,
          },
          findBy: { dataSetId: id },
        };
  });

/** Files of datasets: one for each batch that brought records. What is in them cannot be had. */
const files = (call: Call): Listed[] =>
  call.sandbox.batches
    .values()
    .filter(({ status }) => status === "success")
    .map((batch) => {
      const id = `${batch.id}-1`;
      return {
        id,
        shown: {
          id,
          batchId: batch.id,
          dataSetViewId: batch.datasetId,
          imsOrg: call.user.orgId,
          createdUser: call.user.userId,
          createdClient: "streaming",
          updatedUser: call.user.userId,
          version: "1.0.0",
          created: batch.created,
          updated: batch.created,
        },
        findBy: { dataSetId: batch.datasetId },
      };
    });

/** Batches: what came in together, and where refused records of a dataset can be found. */
export const batchRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/batches",
    behavior: documented(
      guide,
      "Lists batches keyed by id, newest first, filtered by dataSet, status, created and the other fields; refused records are in failed ones.",
    ),
    handle: (call) => {
      const batches = call.sandbox.batches.values().map((batch) => ({
        id: batch.id,
        shown: shown(call, batch),
        findBy: { batch: batch.id, dataSet: batch.datasetId },
      }));
      return ok(listed(call, batches, "desc:created"));
    },
  },
  {
    method: "GET",
    path: "/batches/:id",
    behavior: documented(guide, "Gives one batch, or several, in an object keyed by id."),
    handle: (call) => {
      const found = lookedUp(call, "Batch", (id) => {
        const batch = call.sandbox.batches.get(id);
        return batch === undefined ? undefined : shown(call, batch);
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
    handle: (call) => ok(listed(call, lastBatchesOfAll(call))),
  },
  {
    method: "GET",
    path: "/dataSetFiles",
    behavior: documented(
      "Catalog API guide, appendix",
      "Lists the files behind the `files` of a dataset: one for each successful batch.",
    ),
    handle: (call) => ok(listed(call, files(call))),
  },
  {
    method: "GET",
    path: "/dataSets/:id/views/:view/files",
    behavior: documented(
      "Catalog API guide, appendix",
      "Lists the files of a dataset by its own path too.",
    ),
    handle: (call) => {
      const own = files(call).filter(({ findBy }) => findBy?.["dataSetId"] === call.params["id"]);
      return ok(listed(call, own));
    },
  },
];
