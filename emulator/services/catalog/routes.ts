import { documented } from "../../common/behavior";
import { created, ok, type Call, type Route, type Service } from "../../common/service";
import { batchRoutes } from "./batchRoutes";
import { catalogBehaviors } from "./behaviors";
import {
  createDataset,
  deleteDataset,
  findDataset,
  patchDataset,
  patchTypes,
  replaceDataset,
} from "./datasets";
import { catalogError, catalogErrors } from "./errors";
import { multiRequestRoute } from "./multiRequest";
import { lookUp, paginate, referenceOf, toDatasetResponse, versionHeaders } from "./responses";
import { leastRetention } from "./retention";
import { catalogSandbox } from "./validate";

const guide = "Catalog API guide";

const datasetRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/dataSets",
    behavior: documented(
      guide,
      "Lists datasets as an object keyed by id, 20 or as `limit` says, at most 100, filtered by fields (`a,b`, `!a`, `name=te*t`), property, tags and time, with orderBy, start and properties.",
    ),
    handle: (call) =>
      ok(
        paginate(
          call,
          call.sandbox.datasets
            .values()
            .map((dataset) => ({ id: dataset.id, response: toDatasetResponse(call, dataset) })),
        ),
      ),
  },
  {
    method: "POST",
    path: "/dataSets",
    behavior: documented(
      guide,
      'Creates a dataset and returns 201 with `["@/dataSets/{id}"]` and Location; Pragma: validate-only makes none.',
    ),
    handle: (call) => {
      const { id } = createDataset(call);
      return created([referenceOf(id)], { location: `/data/foundation/catalog/dataSets/${id}` });
    },
  },
  {
    method: "GET",
    path: "/dataSets/:id",
    behavior: documented(
      guide,
      "Returns a dataset, or several by a list of ids, in an object keyed by id; the version of one alone in E-Tag; `properties` trims.",
    ),
    handle: (call) => {
      const found = lookUp(call, "Dataset", (id) => {
        const dataset = call.sandbox.datasets.get(id);
        return dataset === undefined ? undefined : toDatasetResponse(call, dataset);
      });
      return ok(found, versionHeaders(found));
    },
  },
  {
    method: "PUT",
    path: "/dataSets/:id",
    behavior: documented(guide, "Replaces a dataset; If-Match with another version is rejected."),
    handle: (call) => ok([referenceOf(replaceDataset(call).id)]),
  },
  {
    method: "PATCH",
    path: "/dataSets/:id",
    behavior: documented(
      guide,
      "Merges top-level fields, or applies JSON Patch with content type application/json-patch+json.",
    ),
    contentTypes: patchTypes,
    handle: (call) => ok([referenceOf(patchDataset(call, false).id)]),
  },
  ...["/v2/dataSets/:id", "/v2/datasets/:id"].map((path) => ({
    method: "PATCH" as const,
    path,
    behavior: {
      ...documented(
        guide,
        "Merges deeply and makes missing parents; sets row retention below `extensions`.",
      ),
      assumption: "retention-answer",
    },
    contentTypes: patchTypes,
    handle: (call: Call) => {
      const dataset = patchDataset(call, true);
      const whole = call.organization.assume["retention-answer"] === "dataset";
      return ok(
        whole ? { [dataset.id]: toDatasetResponse(call, dataset) } : [referenceOf(dataset.id)],
      );
    },
  })),
  {
    method: "DELETE",
    path: "/dataSets/:id",
    behavior: {
      ...documented(
        guide,
        "Removes a dataset with its rows and returns its id; 200 with [] where there is none.",
      ),
      assumption: "catalog-delete-missing",
    },
    handle: (call) => {
      const id = call.params["id"] ?? "";
      if (deleteDataset(call)) return ok([referenceOf(id)]);
      if (call.organization.assume["catalog-delete-missing"] === "200") return ok([]);
      throw catalogError(catalogErrors.notFound, `Dataset ${id} was not found.`);
    },
  },
  {
    method: "GET",
    path: "/ttl/:id",
    behavior: {
      ...documented(
        "Dataset retention guide",
        "Returns default, least and most row retention of a dataset.",
      ),
      assumption: "retention-least",
    },
    handle: (call) => {
      const { id } = findDataset(call);
      const extensions = Object.fromEntries(
        Object.entries(leastRetention(call)).map(([store, minValue]) => [
          store,
          { rowExpiration: { defaultValue: null, minValue, maxValue: "P10Y" } },
        ]),
      );
      return ok({ extensions, datasetId: id });
    },
  },
];

const singleRoutes: readonly Route[] = [...datasetRoutes, ...batchRoutes];

/** Datasets and batches. */
export const catalog: Service = {
  name: "Catalog",
  base: "/data/foundation/catalog",
  access: "gateway",
  errors: catalogErrors,
  notes: catalogBehaviors,
  sandbox: catalogSandbox,
  spread: {
    missing: (_call, id) => catalogError(catalogErrors.notFound, `Object ${id} was not found.`),
    inUse: ({ organization }, id) =>
      organization.assume["dataset-in-use"] === "allowed"
        ? undefined
        : catalogError(catalogErrors.inUse, `Dataflows target ${id}.`),
  },
  badBody: (problem) =>
    problem === "malformed"
      ? catalogError(catalogErrors.badJson, "The body could not be read as JSON.")
      : undefined,
  routes: [...singleRoutes, multiRequestRoute(singleRoutes)],
};
