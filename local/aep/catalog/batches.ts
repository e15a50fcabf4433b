import { documented } from "../core/behaviour";
import { sortBy } from "../core/filter";
import type { JsonObject } from "../core/json";
import { ok, type Call, type Route } from "../core/service";
import type { Batch } from "../state/entities";
import { catalogError, catalogErrors } from "./errors";

const guide = "Catalog API guide, batches";
const longestPage = 100;

const shown = (call: Call, batch: Batch): JsonObject => ({
  status: batch.status,
  created: batch.created,
  updated: batch.created,
  started: batch.created,
  completed: batch.created,
  imsOrg: call.user.orgId,
  sandboxId: call.sandbox.id,
  createdClient: "streaming",
  relatedObjects: [{ type: "dataSet", id: batch.datasetId }],
  metrics: {
    recordsWritten: batch.recordCount,
    failedRecordCount: batch.failedRecordCount,
  },
  errors: batch.errors,
  version: "1.0.0",
});

const list = (call: Call): JsonObject => {
  const { query } = call;
  const dataset = query.get("dataSet");
  const status = query.get("status");
  const matching = call.sandbox.batches
    .values()
    .filter((batch) => dataset === null || batch.datasetId === dataset)
    .filter((batch) => status === null || status.split(",").includes(batch.status));
  const order = query.get("orderBy") ?? "desc:created";
  const start = Number(query.get("start") ?? 0) || 0;
  const limit = Math.min(Number(query.get("limit") ?? longestPage) || longestPage, longestPage);
  return Object.fromEntries(
    sortBy(matching, order, (batch) => batch)
      .slice(start, start + limit)
      .map((batch) => [batch.id, shown(call, batch)]),
  );
};

/** Batches: where refused records of a dataset can be found. */
export const batchRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/batches",
    about: documented(
      guide,
      "Lists batches keyed by id, newest first, by dataSet and status; refused records are in failed ones.",
    ),
    handle: (call) => ok(list(call)),
  },
  {
    method: "GET",
    path: "/batches/:id",
    about: documented(guide, "Gives one batch in an object keyed by its id."),
    handle: (call) => {
      const id = call.params["id"] ?? "";
      const found = call.sandbox.batches.get(id);
      if (found === undefined)
        throw catalogError(catalogErrors.notFound, `Batch ${id} was not found.`);
      return ok({ [id]: shown(call, found) });
    },
  },
];
