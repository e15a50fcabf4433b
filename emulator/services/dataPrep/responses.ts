import { createHash } from "node:crypto";

import { filterBy, sortBy } from "../../common/filter";
import { defined, type JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import type { Mapping, MappingSet, MappingSetVersion } from "../../state/entities";
import { composedById } from "../schemaRegistry/compose";
import { dataPrepError, dataPrepErrors } from "./errors";
import type { MappingFunction } from "./language/functions/function";

/** The media type by which a source type reads back. */
function mediaTypeOf(sourceType: string, { organization }: Call): string {
  if (sourceType === "ATTRIBUTE") return "text/x.schema-path";
  if (sourceType === "EXPRESSION") return "text/x.aep-xl";
  return sourceType === "STATIC" ? organization.assume["mapping-static-type"] : sourceType;
}

/** One mapping as it reads back. */
export function toMappingResponse(
  call: Call,
  mapping: Mapping,
  version: MappingSetVersion,
): JsonObject {
  return defined({
    id: mapping.id,
    version: 0,
    createdDate: version.modified,
    modifiedDate: version.modified,
    createdBy: call.user.userId,
    modifiedBy: call.user.userId,
    sourceType: mediaTypeOf(mapping.sourceType, call),
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
}

/** The short form that a POST returns. */
export function toReceipt(call: Call, set: MappingSet, version: MappingSetVersion): JsonObject {
  return {
    id: set.id,
    version: version.version,
    createdDate: set.created,
    modifiedDate: version.modified,
    createdBy: call.user.userId,
    modifiedBy: call.user.userId,
  };
}

/** The target schema under an id that Data Prep assigns; in full with expandSchema. */
function outputSchema(call: Call, { schemaRef }: MappingSetVersion): JsonObject {
  if (schemaRef === undefined) return {};
  const expand = call.query.get("expandSchema")?.toLowerCase() === "true";
  return defined({
    id: createHash("sha256").update(schemaRef.id).digest("hex").slice(0, 32),
    version: 0,
    schemaRef,
    jsonSchema: expand ? composedById(call.sandbox, schemaRef.id)?.schema : undefined,
  });
}

/** A version of a set as it reads back. */
export function toResponse(call: Call, set: MappingSet, version: MappingSetVersion): JsonObject {
  return defined({
    ...toReceipt(call, set, version),
    name: version.name,
    status: "PUBLISHED",
    supportVersion: "1.1",
    inputSchema: version.inputSchema,
    outputSchema: outputSchema(call, version),
    mappings: version.mappings.map((mapping) => toMappingResponse(call, mapping, version)),
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
}

/** A page of mapping sets, each in its latest version. */
export function paginate(call: Call): JsonObject {
  const [limit, start] = [call.query.get("limit"), call.query.get("start")];
  if (
    (limit === null || start === null) &&
    call.organization.assume["mapping-list-paging"] === "required"
  ) {
    throw dataPrepError(dataPrepErrors.paging, "Send limit and start.");
  }
  const all = call.sandbox.mappingSets.values().flatMap((set) => {
    const version = set.versions.at(-1);
    return version === undefined ? [] : [toResponse(call, set, version)];
  });
  const name = call.query.get("name");
  const order = call.query.get("orderBy")?.replace("updatedDate", "modifiedDate") ?? null;
  const view = (set: JsonObject): JsonObject => set;
  const named = all.filter((set) => name === null || set["name"] === name);
  const matching = sortBy(filterBy(named, call.query.getAll("property"), view), order, view);
  const from = Number(start ?? 0) || 0;
  const most = Number(limit ?? 10) || 10;
  const page = matching.slice(from, from + most);
  return {
    data: page,
    _page: { count: page.length, limit: most },
    _links: { next: {}, page: {} },
  };
}

/** The headings of Adobe's guide, by group of functions. */
const categories: Readonly<Record<string, string>> = {
  string: "String",
  "regular expression": "Regular expression",
  hashing: "Hashing",
  url: "URL",
  date: "Date / Time",
  object: "Hierarchies - Objects",
  array: "Hierarchies - Arrays",
  map: "Hierarchies - Map",
  logical: "Logical operators",
  aggregation: "Aggregation",
  "type conversion": "Type conversions",
  special: "Special operations",
  "user agent": "User agent",
};

/** A function of the language; its texts stay empty. */
export function toFunctionResponse({
  name,
  group,
  args: [least, most],
}: MappingFunction): JsonObject {
  const open = !Number.isFinite(most);
  const params = Array.from({ length: open ? least : most }, (_, index) => ({
    name: `value${index + 1}`,
    description: index < least ? "Required" : "Optional",
    type: "object",
    dataType: "java.lang.Object",
    position: index + 1,
  }));
  return {
    category: categories[group] ?? group,
    function: name,
    description: "",
    syntax: `${name}(${params.map((one) => one.name).join(", ")}${open ? ", …" : ""})`,
    returns: "",
    returnType: "java.lang.Object",
    example: "",
    result: "",
    params,
    since: 1,
  };
}
