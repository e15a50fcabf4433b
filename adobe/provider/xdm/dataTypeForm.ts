import { isObject } from "../../client/json";
import type { Json } from "../../client/json";
import { partsOf, type RegistryResource } from "../../client/schemaRegistry";
import type { XdmFields } from "./field";
import { toRegistry } from "./fieldForm";
import { groupChanges } from "./groupChanges";
import type { PatchOperation } from "./groupChanges";
import { groupContent } from "./groupForm";
import { inexpressible } from "./inexpressible";
import { partRefs } from "./singleFields";
import { TENANT } from "./tenant";
import { isPartOfItsOwn } from "./tenantPlaces";

/** The fields of a class or data type, as a program writes them. */
export interface Fields {
  readonly properties: XdmFields;
  /** Names of those that every record must have. */
  readonly required?: string[] | undefined;
}

/** The fields of a data type in the form of the registry: at the top, below no namespace. */
export function dataTypeBody({ properties, required = [] }: Fields): Json {
  return {
    properties: toRegistry(properties),
    ...(required.length === 0 ? {} : { required }),
  };
}

/** What of a data type a program can write. */
export function dataTypeFields(dataType: RegistryResource): Fields {
  const { properties, required } = groupContent(asGroup(dataType), TENANT);
  return { properties, required };
}

/** What of a data type no program can write, by path. */
export function inexpressibleInDataType(dataType: RegistryResource): string[] {
  const parts = inexpressible(asGroup(dataType), TENANT, () => false);
  const isComposed =
    partRefs(dataType, TENANT).length > 0 || partsOf(dataType).some(isPartOfItsOwn);
  return [...(isComposed ? ["allOf"] : []), ...parts.map((path) => path.replace(`${TENANT}.`, ""))];
}

/** The patch that gives a data type these fields. Every other part of it stays as it is. */
export function dataTypeChanges(dataType: RegistryResource, wanted: Fields): PatchOperation[] {
  const { extendedGroups, extendedFields } = groupContent(asGroup(dataType), TENANT);
  const content = { ...wanted, extendedGroups, extendedFields };
  const inner = `/properties/${TENANT}`;
  return groupChanges(asGroup(dataType), TENANT, content)
    .filter(({ path }) => path.includes(inner))
    .map(({ path, value }) => ({ op: "add", path: path.replace(inner, ""), value }));
}

/**
 * A data type in the form of a field group, as if its fields were below a tenant's namespace. They are at the top of
 * the data type, or, when Adobe's UI has made it, at the top of its definitions.
 */
function asGroup(dataType: RegistryResource): RegistryResource {
  const definitions = isObject(dataType["definitions"]) ? dataType["definitions"] : {};
  const holders = Object.entries(definitions).filter(([, one]) => hasFields(one));
  const isAtTop = hasFields(dataType) || holders.length === 0;
  const inner = holders.map(([name, holder]) => [name, below(holder as Json)]);
  return {
    ...(isAtTop ? { ...dataType, ...below(dataType) } : dataType),
    ...(inner.length === 0
      ? {}
      : { definitions: { ...definitions, ...(Object.fromEntries(inner) as Json) } }),
  };
}

function hasFields(holder: unknown): boolean {
  return isObject(holder) && isObject(holder["properties"]);
}

function below(holder: Json): Json {
  const properties = isObject(holder["properties"]) ? holder["properties"] : {};
  const required = Array.isArray(holder["required"]) ? (holder["required"] as unknown[]) : [];
  return {
    ...holder,
    required: required.length === 0 ? [] : [TENANT],
    properties: { [TENANT]: { type: "object", properties, required } },
  };
}
