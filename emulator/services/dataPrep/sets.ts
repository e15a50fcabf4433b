import { createHash } from "node:crypto";
import type { ApiError } from "../../common/apiError";
import { typed } from "../../common/fields";
import { defined, type JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import { composedById } from "../schemaRegistry/compose";
import type { Mapping, MappingSet, MappingSetVersion } from "../../state/entities";
import { dataPrepError, dataPrepErrors } from "./errors";
import { versionOf } from "./mappingSet";

const readNames: Readonly<Record<string, string>> = {
  ATTRIBUTE: "text/x.schema-path",
  EXPRESSION: "text/x.aep-xl",
  STATIC: "text/plain",
};

const invalid = (detail: string): ApiError => dataPrepError(dataPrepErrors.invalid, detail);

/** A mapping set as it was sent. */
export const sentSet = (body: unknown): JsonObject =>
  typed(
    body,
    {
      name: "text",
      outputSchema: "object",
      inputSchema: "object",
      schemaRef: "object",
      xdmSchema: "text",
      mappings: "list of objects",
      tags: "list",
    },
    invalid,
  );

/** One mapping as it was sent. */
export const sentMapping = (body: unknown): JsonObject =>
  typed(
    body,
    { sourceType: "text", source: "text", destination: "text", name: "text", description: "text" },
    invalid,
  );

/** Refuses a mapping set for a schema that is not there. */
export const checkSchema = (call: Call, { schemaRef }: MappingSetVersion): void => {
  if (schemaRef !== undefined && composedById(call.sandbox, schemaRef.id) === undefined) {
    throw invalid(`There is no schema ${schemaRef.id}.`);
  }
};

/** The mapping set of the path, or 404. */
export const setOf = (call: Call): MappingSet => {
  const id = call.params["id"] ?? "";
  const found = call.sandbox.mappingSets.get(id);
  if (found === undefined)
    throw dataPrepError(dataPrepErrors.notFound, `There is no mapping set ${id}.`);
  return found;
};

/** The version asked for; without one, the first or the latest as the switch says. */
export const wantedVersion = (call: Call, set: MappingSet): MappingSetVersion => {
  const asked = call.query.get("version");
  const latest = set.versions.at(-1);
  const number =
    asked !== null
      ? Number(asked)
      : call.organization.assume["mapping-get-default"] === "latest"
        ? (latest?.version ?? 0)
        : 0;
  const found = versionOf(set, number);
  if (found === undefined) {
    throw dataPrepError(dataPrepErrors.notFound, `Mapping set ${set.id} has no version ${number}.`);
  }
  return found;
};

/** One mapping as it reads back. */
export const shownMapping = (
  call: Call,
  mapping: Mapping,
  version: MappingSetVersion,
): JsonObject =>
  defined({
    id: mapping.id,
    version: 0,
    createdDate: version.modified,
    modifiedDate: version.modified,
    createdBy: call.user.userId,
    modifiedBy: call.user.userId,
    sourceType: readNames[mapping.sourceType] ?? mapping.sourceType,
    source: mapping.source,
    destination: mapping.destination,
    name: mapping.name,
    description: mapping.description,
    identity: mapping.identity,
    primaryIdentity: false,
    matchScore: 0,
    functionVersion: 1,
    sourceAttribute: mapping.source,
    destinationXdmPath: mapping.destination,
  });

/** What a POST answers. */
export const summary = (call: Call, set: MappingSet, version: MappingSetVersion): JsonObject => ({
  id: set.id,
  version: version.version,
  createdDate: set.created,
  modifiedDate: version.modified,
  createdBy: call.user.userId,
  modifiedBy: call.user.userId,
});

/** The target schema under an id of Data Prep's own; with expandSchema it is there in full. */
const outputSchema = (call: Call, { schemaRef }: MappingSetVersion): JsonObject => {
  if (schemaRef === undefined) return {};
  const expand = call.query.get("expandSchema")?.toLowerCase() === "true";
  return defined({
    id: createHash("sha256").update(schemaRef.id).digest("hex").slice(0, 32),
    version: 0,
    schemaRef,
    jsonSchema: expand ? composedById(call.sandbox, schemaRef.id)?.schema : undefined,
  });
};

/** A version of a set as it reads back. */
export const shown = (call: Call, set: MappingSet, version: MappingSetVersion): JsonObject => {
  return defined({
    ...summary(call, set, version),
    name: version.name,
    status: "PUBLISHED",
    supportVersion: "1.1",
    inputSchema: version.inputSchema,
    outputSchema: outputSchema(call, version),
    mappings: version.mappings.map((mapping) => shownMapping(call, mapping, version)),
    tags:
      call.organization.assume["mapping-tags"] === "kept" && version.tags.length > 0
        ? version.tags
        : undefined,
    strictMapping: false,
    allowNullValues: false,
    schemaRef: version.schemaRef,
    xdmSchema: version.schemaRef?.id,
    xdmVersion: version.schemaRef?.contentType,
  });
};

/** Stores a mapping set. */
export const save = (call: Call, set: MappingSet): void => {
  call.sandbox.mappingSets.set(set.id, set);
  call.organization.events.emit("change");
};
