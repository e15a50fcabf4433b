import { documented } from "../core/behaviour";
import { filterBy, sortBy } from "../core/filter";
import { valueAt, type JsonObject } from "../core/json";
import { created, ok, type Call, type Service } from "../core/service";
import type { Dataset } from "../state/entities";
import {
  createDataset,
  datasetOf,
  deleteDataset,
  patchDataset,
  replaceDataset,
  shownDataset,
} from "./datasets";
import { batchRoutes } from "./batches";
import { catalogError, catalogErrors } from "./errors";

const guide = "Catalog API guide";
const longestPage = 100;

const reference = (id: string): string => `@/dataSets/${id}`;

/** Trims an object to the wanted properties; dots go into objects. */
const trimmed = (object: JsonObject, properties: string | null): JsonObject => {
  if (properties === null || properties === "") return object;
  return Object.fromEntries(
    properties
      .split(",")
      .map((path) => [path, valueAt(object, ...path.split("."))] as const)
      .filter(([, value]) => value !== undefined),
  );
};

/** What list requests call their own; every other parameter is a filter by that field. */
const listParameters = new Set([
  "limit",
  "start",
  "orderBy",
  "properties",
  "property",
  "requestDataSource",
]);

const list = (call: Call): JsonObject => {
  const { query } = call;
  const view = (dataset: Dataset): JsonObject => ({
    id: dataset.id,
    ...shownDataset(call, dataset),
  });
  const conditions = [
    ...query.getAll("property"),
    ...[...query]
      .filter(([key]) => !listParameters.has(key))
      .map(([key, value]) => `${key}==${value}`),
  ];
  const matching = sortBy(
    filterBy(call.sandbox.datasets.values(), conditions, view),
    query.get("orderBy"),
    view,
  );
  const start = Number(query.get("start") ?? 0) || 0;
  const wanted = Number(query.get("limit") ?? longestPage);
  const limit =
    Number.isInteger(wanted) && wanted > 0 ? Math.min(wanted, longestPage) : longestPage;
  return Object.fromEntries(
    matching
      .slice(start, start + limit)
      .map((dataset) => [
        dataset.id,
        trimmed(shownDataset(call, dataset), query.get("properties")),
      ]),
  );
};

/** Datasets and batches. */
export const catalog: Service = {
  name: "Catalog",
  base: "/data/foundation/catalog",
  access: "gateway",
  errors: catalogErrors,
  notes: [documented(guide, "The server adds tags, among them the table name adobe/pqs/table.")],
  sandbox: (world, name) => {
    if (name === undefined)
      throw catalogError(catalogErrors.sandboxMissing, "Send x-sandbox-name.");
    const sandbox = world.sandbox(name);
    if (sandbox === undefined)
      throw catalogError(catalogErrors.sandboxUnknown, `There is no sandbox ${name}.`);
    return sandbox;
  },
  badBody: () => catalogError(catalogErrors.badJson, "The body could not be read as JSON."),
  routes: [
    {
      method: "GET",
      path: "/dataSets",
      about: documented(
        guide,
        "Lists datasets as an object keyed by id, at most 100, with filters by field, property, orderBy, start and properties.",
      ),
      handle: (call) => ok(list(call)),
    },
    {
      method: "POST",
      path: "/dataSets",
      about: documented(
        guide,
        'Makes a dataset and answers 201 with `["@/dataSets/{id}"]` and Location; Pragma: validate-only makes none.',
      ),
      handle: (call) => {
        const { id } = createDataset(call);
        return created([reference(id)], { location: `/data/foundation/catalog/dataSets/${id}` });
      },
    },
    {
      method: "GET",
      path: "/dataSets/:id",
      about: documented(
        guide,
        "Gives a dataset in an object keyed by its id, its version in E-Tag; `properties` trims it.",
      ),
      handle: (call) => {
        const dataset = datasetOf(call);
        const shown = trimmed(shownDataset(call, dataset), call.query.get("properties"));
        return ok(
          { [dataset.id]: shown },
          { "e-tag": `"${dataset.version}"`, etag: `"${dataset.version}"` },
        );
      },
    },
    {
      method: "PUT",
      path: "/dataSets/:id",
      about: documented(guide, "Replaces a dataset; If-Match with another version is refused."),
      handle: (call) => ok([reference(replaceDataset(call).id)]),
    },
    {
      method: "PATCH",
      path: "/dataSets/:id",
      about: documented(
        guide,
        "Merges top-level fields, or applies JSON Patch with content type application/json-patch+json.",
      ),
      handle: (call) => ok([reference(patchDataset(call, false).id)]),
    },
    ...["/v2/dataSets/:id", "/v2/datasets/:id"].map((path) => ({
      method: "PATCH" as const,
      path,
      about: documented(
        guide,
        "Merges deeply and makes missing parents; sets row retention below `extensions`.",
      ),
      handle: (call: Call) => ok([reference(patchDataset(call, true).id)]),
    })),
    {
      method: "DELETE",
      path: "/dataSets/:id",
      about: {
        ...documented(
          guide,
          "Removes a dataset with its rows and answers its id; 200 with [] where there is none.",
        ),
        assumption: "catalog-delete-missing",
      },
      handle: (call) => {
        const id = call.params["id"] ?? "";
        if (deleteDataset(call)) return ok([reference(id)]);
        if (call.world.assume["catalog-delete-missing"] === "200") return ok([]);
        throw catalogError(catalogErrors.notFound, `Dataset ${id} was not found.`);
      },
    },
    {
      method: "GET",
      path: "/ttl/:id",
      about: documented(
        "Dataset retention guide",
        "Gives default, least and most row retention of a dataset.",
      ),
      handle: (call) => {
        const { id } = datasetOf(call);
        return ok({
          extensions: {
            adobe_lakeHouse: {
              rowExpiration: { defaultValue: null, minValue: "P30D", maxValue: "P10Y" },
            },
            adobe_unifiedProfile: {
              rowExpiration: { defaultValue: null, minValue: "P1D", maxValue: "P10Y" },
            },
          },
          datasetId: id,
        });
      },
    },
    ...batchRoutes,
  ],
};
