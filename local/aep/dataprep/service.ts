import { assumed, documented, seenInClient } from "../core/behaviour";
import { sortBy } from "../core/filter";
import { defined, objectOf, type JsonObject } from "../core/json";
import { hexId } from "../core/ids";
import { noContent, ok, type Call, type Route, type Service } from "../core/service";
import { composedById } from "../registry/compose";
import type { Mapping, MappingSet, MappingSetVersion } from "../state/entities";
import { dataPrepError, dataPrepErrors } from "./errors";
import { languageRoutes } from "./language";
import { compiledMapping, mappingSetFrom, versionOf } from "./mappingSet";

const guide = "Data Prep API guide, mapping sets";
const reference = "Data Prep API reference";
const base = "/data/foundation/conversion";

const readNames: Readonly<Record<string, string>> = {
  ATTRIBUTE: "text/x.schema-path",
  EXPRESSION: "text/x.aep-xl",
  STATIC: "text/plain",
};

const setOf = (call: Call): MappingSet => {
  const id = call.params["id"] ?? "";
  const found = call.sandbox.mappingSets.get(id);
  if (found === undefined)
    throw dataPrepError(dataPrepErrors.notFound, `There is no mapping set ${id}.`);
  return found;
};

/** The version asked for; without one, the first or the latest as the switch says. */
const wantedVersion = (call: Call, set: MappingSet): MappingSetVersion => {
  const asked = call.query.get("version");
  const latest = set.versions.at(-1);
  const number =
    asked !== null
      ? Number(asked)
      : call.world.assume["mapping-get-default"] === "latest"
        ? (latest?.version ?? 0)
        : 0;
  const found = versionOf(set, number);
  if (found === undefined) {
    throw dataPrepError(dataPrepErrors.notFound, `Mapping set ${set.id} has no version ${number}.`);
  }
  return found;
};

const shownMapping = (mapping: Mapping, version: MappingSetVersion): JsonObject =>
  defined({
    id: mapping.id,
    version: 0,
    createdDate: version.modified,
    modifiedDate: version.modified,
    sourceType: readNames[mapping.sourceType] ?? mapping.sourceType,
    source: mapping.source,
    destination: mapping.destination,
    name: mapping.name,
    description: mapping.description,
    identity: mapping.identity,
    primaryIdentity: false,
    matchScore: 0,
    functionVersion: 0,
    sourceAttribute: mapping.source,
    destinationXdmPath: mapping.destination,
  });

const summary = (call: Call, set: MappingSet, version: MappingSetVersion): JsonObject => ({
  id: set.id,
  version: version.version,
  createdDate: set.created,
  modifiedDate: version.modified,
  createdBy: call.user.userId,
  modifiedBy: call.user.userId,
});

const shown = (call: Call, set: MappingSet, version: MappingSetVersion): JsonObject => {
  const expand = call.query.get("expandSchema") === "true" && version.schemaRef !== undefined;
  return defined({
    ...summary(call, set, version),
    name: version.name,
    status: "PUBLISHED",
    supportVersion: "1.1",
    inputSchema: version.inputSchema,
    outputSchema: defined({
      id: version.schemaRef?.id,
      version: "1",
      schemaRef: version.schemaRef,
      jsonSchema: expand
        ? JSON.stringify(composedById(call.sandbox, version.schemaRef.id)?.schema)
        : undefined,
    }),
    mappings: version.mappings.map((mapping) => shownMapping(mapping, version)),
    strictMapping: false,
    allowNullValues: false,
    schemaRef: version.schemaRef,
    xdmSchema: version.schemaRef?.id,
    xdmVersion: "1.0",
  });
};

const accepted = (call: Call, number: number): MappingSetVersion => {
  const version = mappingSetFrom(objectOf(call.body), number, call.world.now());
  if (version.schemaRef === undefined || !Array.isArray(objectOf(call.body)["mappings"])) {
    throw dataPrepError(dataPrepErrors.invalid, "Required: outputSchema.schemaRef and mappings.");
  }
  if (composedById(call.sandbox, version.schemaRef.id) === undefined) {
    throw dataPrepError(dataPrepErrors.invalid, `There is no schema ${version.schemaRef.id}.`);
  }
  if (call.query.get("validate") === "true") refuseFaults(call, version);
  return version;
};

const refuseFaults = (call: Call, version: MappingSetVersion): void => {
  const { faults } = compiledMapping(call.sandbox, version);
  if (faults.length > 0) {
    throw dataPrepError(
      dataPrepErrors.invalid,
      faults.map(({ mapping, reason }) => `${mapping.destination}: ${reason}`).join(" "),
    );
  }
};

const save = (call: Call, set: MappingSet): void => {
  call.sandbox.mappingSets.set(set.id, set);
  call.world.events.emit("change");
};

const list = (call: Call): unknown => {
  const [limit, start] = ["limit", "start"].map((name) => call.query.get(name));
  if (limit === null || start === null || limit === undefined || start === undefined) {
    throw dataPrepError(dataPrepErrors.paging, "Send limit and start.");
  }
  const all = call.sandbox.mappingSets.values().flatMap((set) => {
    const version = set.versions.at(-1);
    return version === undefined ? [] : [shown(call, set, version)];
  });
  const name = call.query.get("name");
  const order = call.query.get("orderBy")?.replace("updatedDate", "modifiedDate") ?? null;
  const matching = sortBy(
    all.filter((set) => name === null || set["name"] === name),
    order,
    (set) => set,
  );
  const from = Number(start) || 0;
  const page = matching.slice(from, from + (Number(limit) || 10));
  return {
    data: page,
    _page: { count: page.length, limit: Number(limit) },
    _links: { next: {}, page: {} },
  };
};

export const mappingSetRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/mappingSets",
    about: documented(
      guide,
      "Lists mapping sets below `data`, with the required limit and start, and with name and orderBy.",
    ),
    handle: (call) => ok(list(call)),
  },
  {
    method: "POST",
    path: "/mappingSets",
    about: {
      ...documented(
        guide,
        "Makes a mapping set from either vocabulary and answers 200 (not 201) with id and version 0.",
      ),
      assumption: "mapping-create-status",
    },
    handle: (call) => {
      const version = accepted(call, 0);
      const set: MappingSet = { id: hexId(16), created: call.world.now(), versions: [version] };
      save(call, set);
      return {
        status: Number(call.world.assume["mapping-create-status"]),
        body: summary(call, set, version),
      };
    },
  },
  {
    method: "GET",
    path: "/mappingSets/:id",
    about: {
      ...documented(
        reference,
        "Gives a version of a mapping set; source types read back as text/x.schema-path, text/x.aep-xl and text/plain.",
      ),
      assumption: "mapping-get-default",
    },
    handle: (call) => {
      const set = setOf(call);
      return ok(shown(call, set, wantedVersion(call, set)));
    },
  },
  {
    method: "PUT",
    path: "/mappingSets/:id",
    about: seenInClient(
      "aepp updateFlowMapping",
      "Replaces a mapping set: a new version, while dataflows keep the one they name.",
    ),
    handle: (call) => {
      const set = setOf(call);
      const version = accepted(call, (set.versions.at(-1)?.version ?? -1) + 1);
      save(call, { ...set, versions: [...set.versions, version] });
      return ok(shown(call, set, version));
    },
  },
  {
    method: "DELETE",
    path: "/mappingSets/:id",
    about: {
      ...seenInClient("aepp deleteMappingSet", "Removes a mapping set."),
      assumption: "mapping-delete",
    },
    handle: (call) => {
      const status = Number(call.world.assume["mapping-delete"]);
      if (status !== 204) {
        throw dataPrepError(
          { ...dataPrepErrors.deleteRefused, status },
          "A mapping set cannot be deleted.",
        );
      }
      call.sandbox.mappingSets.delete(setOf(call).id);
      return noContent;
    },
  },
];

/** Mapping sets and the language they are written in. */
export const dataPrep: Service = {
  name: "Data Prep",
  base,
  access: "gateway",
  errors: dataPrepErrors,
  notes: [
    assumed(
      "Each PUT gives a higher version in every sample.",
      "Versions are counted from 0; none is ever overwritten.",
    ),
  ],
  sandbox: (world, name) => {
    if (name === undefined)
      throw dataPrepError(dataPrepErrors.sandboxMissing, "Send x-sandbox-name.");
    const sandbox = world.sandbox(name);
    if (sandbox === undefined)
      throw dataPrepError(dataPrepErrors.sandboxUnknown, `There is no sandbox ${name}.`);
    return sandbox;
  },
  badBody: (problem) => {
    const kind = dataPrepErrors.badJson;
    const status = problem === "malformed" ? kind.status : 413;
    return dataPrepError({ ...kind, status }, "The body could not be read.");
  },
  routes: [...languageRoutes, ...mappingSetRoutes],
};
