import { documented, seenInClient } from "../../common/behavior";
import type { JsonObject } from "../../common/json";
import { created, noContent, ok, type Call, type Route } from "../../common/service";
import type { Mapping, MappingSet } from "../../state/entities";
import { dataPrepError, dataPrepErrors } from "./errors";
import {
  addMapping,
  deleteMapping,
  findMapping,
  findMappingSet,
  latestVersion,
  replaceMapping,
} from "./mappingSets";
import { toMappingResponse } from "./responses";

const client = "aepp DataPrep";

/** The reference has the requests that read; only Adobe's client shows those that change. */
function route(
  method: Route["method"],
  path: string,
  says: string,
  handle: Route["handle"],
): Route {
  return {
    method,
    path: `/mappingSets/:id/mappings${path}`,
    behavior:
      method === "GET"
        ? documented("Data Prep API guide, mapping sets", says)
        : seenInClient(client, says),
    handle,
  };
}

function toResponse(call: Call, mapping: Mapping, set: MappingSet): JsonObject {
  return toMappingResponse(call, mapping, latestVersion(set));
}

/** A suggested mapping set for the schema of a dataset. The emulator guesses nothing, so it is empty. */
function suggestion(call: Call): JsonObject {
  const id = call.query.get("datasetId") ?? "";
  const dataset = call.sandbox.datasets.get(id);
  if (dataset === undefined)
    throw dataPrepError(dataPrepErrors.notFound, `There is no dataset ${id}.`);
  return {
    version: 0,
    outputSchema: { schemaRef: dataset.body["schemaRef"] },
    mappings: [],
  };
}

/** Routes of single mappings. No document has them; Adobe's client calls them. */
export const mappingRoutes: readonly Route[] = [
  route("GET", "", "Lists the mappings of the latest version of a set, as a bare list.", (call) => {
    const set = findMappingSet(call);
    return ok(latestVersion(set).mappings.map((mapping) => toResponse(call, mapping, set)));
  }),
  route("POST", "", "Adds a mapping to a set, in a new version.", (call) => {
    const set = findMappingSet(call);
    return created(toResponse(call, addMapping(call, set), set));
  }),
  route("GET", "/:mapping", "Returns one mapping.", (call) => {
    const set = findMappingSet(call);
    return ok(toResponse(call, findMapping(call, latestVersion(set)), set));
  }),
  route("PUT", "/:mapping", "Replaces one mapping, in a new version.", (call) => {
    const set = findMappingSet(call);
    return ok(toResponse(call, replaceMapping(call, set), set));
  }),
  route("DELETE", "/:mapping", "Removes one mapping, in a new version.", (call) => {
    deleteMapping(call, findMappingSet(call));
    return noContent;
  }),
  {
    method: "GET",
    path: "/mappingSets/suggestion",
    behavior: seenInClient(
      client,
      "Suggests a mapping set for a dataset (datasetId) and a batch (batchId), which is not stored; the emulator's has no mappings.",
    ),
    handle: (call) => ok(suggestion(call)),
  },
];
