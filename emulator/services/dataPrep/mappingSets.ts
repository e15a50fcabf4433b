import { hexId } from "../../common/ids";
import type { Call } from "../../common/service";
import type { Mapping, MappingSet, MappingSetVersion } from "../../state/entities";
import { versionOf } from "./compiledMapping";
import { dataPrepError, dataPrepErrors } from "./errors";
import { checkMappingSet, readMapping, sentMapping } from "./validate";

/** The mapping set that the path names. */
export function findMappingSet(call: Call): MappingSet {
  const id = call.params["id"] ?? "";
  const found = call.sandbox.mappingSets.get(id);
  if (found === undefined)
    throw dataPrepError(dataPrepErrors.notFound, `There is no mapping set ${id}.`);
  return found;
}

/** The version that the query names; without one, the first or the latest by the assumption. */
export function requestedVersion(call: Call, set: MappingSet): MappingSetVersion {
  const requested = call.query.get("version");
  const latest = set.versions.at(-1);
  const number =
    requested !== null
      ? Number(requested)
      : call.organization.assume["mapping-get-default"] === "latest"
        ? (latest?.version ?? 0)
        : 0;
  const found = versionOf(set, number);
  if (found === undefined) {
    throw dataPrepError(dataPrepErrors.notFound, `Mapping set ${set.id} has no version ${number}.`);
  }
  return found;
}

function save(call: Call, set: MappingSet): void {
  call.sandbox.mappingSets.set(set.id, set);
  call.organization.events.emit("change");
}

/** A stored set and one of its versions. */
export interface StoredVersion {
  readonly set: MappingSet;
  readonly version: MappingSetVersion;
}

export function createMappingSet(call: Call): StoredVersion {
  const version = checkMappingSet(call, 0);
  const set = { id: hexId(16), created: call.organization.now(), versions: [version] };
  save(call, set);
  return { set, version };
}

/** PUT: adds a version; the earlier ones stay. */
export function replaceMappingSet(call: Call): StoredVersion {
  const set = findMappingSet(call);
  const version = checkMappingSet(call, (set.versions.at(-1)?.version ?? -1) + 1);
  save(call, { ...set, versions: [...set.versions, version] });
  return { set, version };
}

export function deleteMappingSet(call: Call): void {
  const status = Number(call.organization.assume["mapping-delete"]);
  if (status !== 204) {
    throw dataPrepError(
      { ...dataPrepErrors.deleteRefused, status },
      "A mapping set cannot be deleted.",
    );
  }
  call.sandbox.mappingSets.delete(findMappingSet(call).id);
}

/** The newest version of a set. */
export function latestVersion(set: MappingSet): MappingSetVersion {
  const version = set.versions.at(-1);
  if (version === undefined)
    throw dataPrepError(dataPrepErrors.notFound, "The mapping set is empty.");
  return version;
}

/** The mapping that the path names. */
export function findMapping(call: Call, version: MappingSetVersion): Mapping {
  const id = call.params["mapping"] ?? "";
  const found = version.mappings.find((mapping) => mapping.id === id);
  if (found === undefined)
    throw dataPrepError(dataPrepErrors.notFound, `There is no mapping ${id}.`);
  return found;
}

/** Stores the set with other mappings in a new version, as a PUT of the whole set does. */
function saveMappings(call: Call, set: MappingSet, mappings: readonly Mapping[]): void {
  const old = latestVersion(set);
  const version = { ...old, version: old.version + 1, modified: call.organization.now(), mappings };
  save(call, { ...set, versions: [...set.versions, version] });
}

export function addMapping(call: Call, set: MappingSet): Mapping {
  const mapping = readMapping(sentMapping(call.body));
  saveMappings(call, set, [...latestVersion(set).mappings, mapping]);
  return mapping;
}

export function replaceMapping(call: Call, set: MappingSet): Mapping {
  const { mappings } = latestVersion(set);
  const { id } = findMapping(call, latestVersion(set));
  const mapping: Mapping = { ...readMapping(sentMapping(call.body)), id };
  saveMappings(
    call,
    set,
    mappings.map((old) => (old.id === id ? mapping : old)),
  );
  return mapping;
}

export function deleteMapping(call: Call, set: MappingSet): void {
  const { id } = findMapping(call, latestVersion(set));
  saveMappings(
    call,
    set,
    latestVersion(set).mappings.filter((old) => old.id !== id),
  );
}
