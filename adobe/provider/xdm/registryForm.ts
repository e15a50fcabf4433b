import { isObject } from "../../client/json";
import type { Json } from "../../client/json";
import type { RegistryResource } from "../../client/schemaRegistry";
import type { XdmField, XdmFields } from "./field";
import { tenantPlaces } from "./tenantChanges";

/** Keys that are the same in the registry's JSON. */
const shared = [
  "type", "title", "description", "format", "pattern", "minLength", "maxLength",
  "minimum", "maximum", "enum", "required",
] as const; // prettier-ignore

/** Fields as the registry takes them. */
export function toRegistry(fields: XdmFields): Json {
  return mapValues(fields, fieldToRegistry);
}

function fieldToRegistry(field: XdmField): Json {
  const json: Json = {};
  for (const key of shared) if (field[key] !== undefined) json[key] = field[key];
  if (field.enumTitles !== undefined) json["meta:enum"] = field.enumTitles;
  if (field.deprecated === true) json["meta:status"] = "deprecated";
  if (field.properties !== undefined) json["properties"] = toRegistry(field.properties);
  if (field.items !== undefined) json["items"] = fieldToRegistry(field.items);
  return json;
}

/** Fields as a program writes them, with what the registry added (`meta:xdmType`, …) left out. */
export function fromRegistry(fields: unknown): XdmFields {
  return isObject(fields) ? mapValues(fields, fieldFromRegistry) : {};
}

function fieldFromRegistry(value: unknown): XdmField {
  const json = isObject(value) ? value : {};
  const field: Json = {};
  for (const key of shared) {
    const isList = key === "enum" || key === "required";
    if (json[key] !== undefined && (!isList || Array.isArray(json[key]))) field[key] = json[key];
  }
  field["type"] ??= "object";
  if (isObject(json["meta:enum"])) field["enumTitles"] = json["meta:enum"];
  if (json["meta:status"] === "deprecated") field["deprecated"] = true;
  if (isObject(json["properties"])) field["properties"] = fromRegistry(json["properties"]);
  if (isObject(json["items"])) field["items"] = fieldFromRegistry(json["items"]);
  return field as unknown as XdmField;
}

/** The tenant's fields of a field group, whatever its definitions are called. */
export function tenantFields(group: RegistryResource, namespace: string): XdmFields {
  return fromRegistry(rawTenantFields(group, namespace));
}

/** The same in the registry's own form, with all that the registry keeps for each field. */
export function rawTenantFields(group: RegistryResource, namespace: string): Json {
  const all = tenantPlaces(group, namespace).map(({ fields }) => fields);
  return Object.assign({}, ...all) as Json;
}

/** The organization's namespace, `_acme`, as every tenant resource shows it. */
export function namespaceOf(resource: RegistryResource): string {
  const namespace = resource["meta:tenantNamespace"];
  if (typeof namespace === "string" && /^_[\w-]+$/.test(namespace)) return namespace;
  return /^(_[^.]+)\./.exec(resource["meta:altId"])?.[1] ?? "_unknown";
}

function mapValues<T>(value: Json, change: (inner: never) => T): Record<string, T> {
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, change(inner as never)]),
  );
}
