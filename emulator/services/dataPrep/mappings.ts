import { documented, seenInClient } from "../../common/behavior";
import type { JsonObject } from "../../common/json";
import { created, noContent, ok, type Call, type Route } from "../../common/service";
import type { Mapping, MappingSet, MappingSetVersion } from "../../state/entities";
import { dataPrepError, dataPrepErrors } from "./errors";
import { mappingFrom } from "./mappingSet";
import { save, sentMapping, setOf, shownMapping } from "./sets";

const client = "aepp DataPrep";

const latest = (set: MappingSet): MappingSetVersion => {
  const version = set.versions.at(-1);
  if (version === undefined)
    throw dataPrepError(dataPrepErrors.notFound, "The mapping set is empty.");
  return version;
};

const mappingOf = (call: Call, version: MappingSetVersion): Mapping => {
  const id = call.params["mapping"] ?? "";
  const found = version.mappings.find((mapping) => mapping.id === id);
  if (found === undefined)
    throw dataPrepError(dataPrepErrors.notFound, `There is no mapping ${id}.`);
  return found;
};

/** Stores the set with other mappings: a new version, as a PUT of the whole set makes one. */
const withMappings = (call: Call, set: MappingSet, mappings: readonly Mapping[]): void => {
  const old = latest(set);
  const version = { ...old, version: old.version + 1, modified: call.organization.now(), mappings };
  save(call, { ...set, versions: [...set.versions, version] });
};

const sent = (call: Call): Mapping => mappingFrom(sentMapping(call.body));

/** Reading is in the reference; changing is not, but Adobe's client does it. */
const route = (
  method: Route["method"],
  path: string,
  says: string,
  handle: Route["handle"],
): Route => ({
  method,
  path: `/mappingSets/:id/mappings${path}`,
  behavior:
    method === "GET"
      ? documented("Data Prep API guide, mapping sets", says)
      : seenInClient(client, says),
  handle,
});

const shown = (call: Call, mapping: Mapping, set: MappingSet): JsonObject =>
  shownMapping(call, mapping, latest(set));

/** A mapping set nobody has stored, for the dataset's schema. Nothing is guessed, so it is empty. */
const suggestion = (call: Call): JsonObject => {
  const id = call.query.get("datasetId") ?? "";
  const dataset = call.sandbox.datasets.get(id);
  if (dataset === undefined)
    throw dataPrepError(dataPrepErrors.notFound, `There is no dataset ${id}.`);
  return {
    version: 0,
    outputSchema: { schemaRef: dataset.body["schemaRef"] },
    mappings: [],
  };
};

/** Single mappings of a set. In no document; Adobe's client calls them. */
export const mappingRoutes: readonly Route[] = [
  route("GET", "", "Lists the mappings of the latest version of a set, as a bare list.", (call) => {
    const set = setOf(call);
    return ok(latest(set).mappings.map((mapping) => shown(call, mapping, set)));
  }),
  route("POST", "", "Adds a mapping to a set, in a new version.", (call) => {
    const set = setOf(call);
    const mapping = sent(call);
    withMappings(call, set, [...latest(set).mappings, mapping]);
    return created(shown(call, mapping, set));
  }),
  route("GET", "/:mapping", "Gives one mapping.", (call) => {
    const set = setOf(call);
    return ok(shown(call, mappingOf(call, latest(set)), set));
  }),
  route("PUT", "/:mapping", "Replaces one mapping, in a new version.", (call) => {
    const set = setOf(call);
    const { id } = mappingOf(call, latest(set));
    const mapping: Mapping = { ...sent(call), id };
    withMappings(
      call,
      set,
      latest(set).mappings.map((old) => (old.id === id ? mapping : old)),
    );
    return ok(shown(call, mapping, set));
  }),
  route("DELETE", "/:mapping", "Removes one mapping, in a new version.", (call) => {
    const set = setOf(call);
    const { id } = mappingOf(call, latest(set));
    withMappings(
      call,
      set,
      latest(set).mappings.filter((old) => old.id !== id),
    );
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
