import { isObject } from "../../client/json";
import type { Json } from "../../client/json";
import type { RegistryResource } from "../../client/schemaRegistry";
import { xdmField } from "./field";
import type { XdmField, XdmFields } from "./field";
import { joinFieldTypes, registryFieldTypes } from "./fieldPaths";
import type { FieldTypes } from "./fieldPaths";
import { fieldFailures } from "./fieldRules";
import { standardFields } from "./standard";
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

/**
 * Fields as a program writes them, with what the registry added (`meta:xdmType`, …) left out, and also
 * what no program can express: fields of a data type (`$ref`), maps, names with an underscore first.
 */
export function fromRegistry(fields: unknown): XdmFields {
  if (!isObject(fields)) return {};
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => {
      const field = fieldFromRegistry(value);
      if (field === undefined) return [];
      const isValid = fieldFailures({ [name]: field }, []).length === 0;
      return isValid ? [[name, field] as const] : [];
    }),
  );
}

/** Undefined: no program can express it. */
function fieldFromRegistry(value: unknown): XdmField | undefined {
  const json = isObject(value) ? value : {};
  if (json["$ref"] !== undefined || json["allOf"] !== undefined) return undefined;
  const field: Json = {};
  for (const key of shared) if (json[key] !== undefined) field[key] = json[key];
  if (isObject(json["meta:enum"])) field["enumTitles"] = json["meta:enum"];
  if (json["meta:status"] === "deprecated") field["deprecated"] = true;
  if (isObject(json["properties"])) {
    field["type"] ??= "object";
    field["properties"] = fromRegistry(json["properties"]);
  }
  if (json["items"] !== undefined) {
    const items = fieldFromRegistry(json["items"]);
    if (items === undefined) return undefined;
    field["items"] = items;
  }
  return withoutInvalid(field);
}

/** Without the keys that a program may not give; undefined when nothing of a field is left. */
function withoutInvalid(json: Json): XdmField | undefined {
  const field = { ...json };
  const { properties } = field;
  if (Array.isArray(field["required"]) && isObject(properties)) {
    const names = field["required"].filter((name) => Object.hasOwn(properties, String(name)));
    field["required"] = names.length === 0 ? undefined : names;
  }
  const shape = xdmField.safeParse(field);
  for (const { path } of shape.error?.issues ?? []) field[String(path[0])] = undefined;
  for (const { property } of fieldFailures({ f: field as unknown as XdmField }, [])) {
    field[property.split(".")[1] ?? ""] = undefined;
  }
  const known = Object.fromEntries(Object.entries(field).filter(([, one]) => one !== undefined));
  return xdmField.safeParse(known).success &&
    fieldFailures({ f: known as XdmField }, []).length === 0
    ? (known as XdmField)
    : undefined;
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
  if (typeof namespace === "string" && /^_[A-Za-z0-9][\w-]*$/.test(namespace)) return namespace;
  return /^(_[A-Za-z0-9][\w-]*)\./.exec(resource["meta:altId"])?.[1] ?? "_unknown";
}

/**
 * Type by path of every field that a field group brings: also those inside Adobe's standard objects
 * (`web._tenant.score`), those that no program can express, and those of the groups it extends.
 */
export function allFieldTypes(group: RegistryResource): FieldTypes {
  const definitions = isObject(group["definitions"]) ? Object.values(group["definitions"]) : [];
  const parts = Array.isArray(group["allOf"]) ? (group["allOf"] as unknown[]) : [];
  const extended = parts.flatMap((part) => {
    const ref = isObject(part) ? part["$ref"] : undefined;
    return typeof ref === "string" && !ref.startsWith("#") ? [standardFields(ref)] : [];
  });
  const own = [group, ...definitions].map((holder) =>
    registryFieldTypes(isObject(holder) ? holder["properties"] : {}, namespaceOf(group)),
  );
  return joinFieldTypes([...extended, ...own]);
}

function mapValues<T>(value: Json, change: (inner: never) => T): Record<string, T> {
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, change(inner as never)]),
  );
}
