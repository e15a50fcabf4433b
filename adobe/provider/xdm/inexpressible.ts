import { isObject } from "../../client/json";
import type { Json } from "../../client/json";
import { own } from "../../client/own";
import { partsOf, type RegistryResource } from "../../client/schemaRegistry";
import { isSame } from "../lifecycle/merge";
import { fromRegistry, toRegistry } from "./fieldForm";
import { groupContent, standardPath } from "./groupForm";
import { derivedXdmType } from "./integerType";
import { isId, pointersOf, REF_PROPERTY } from "./singleFields";
import { unwritableRequired } from "./standardRequired";
import { TENANT } from "./tenant";
import { holders, isPartOfItsOwn, tenantPlaces } from "./tenantPlaces";

/** What the registry writes into a field by itself, or says of it in no schema. */
const writtenByRegistry = new Set([
  "isRequired", "meta:xdmField", "meta:titleId", "meta:descriptionId", "meta:xdmType",
]); // prettier-ignore

/** The same of a whole resource. */
const resourceKeys = new Set([
  "$id", "$schema", "meta:altId", "meta:resourceType", "version", "imsOrg", "title", "type", "description",
  "definitions", "properties", "required", "allOf", "refs", "meta:extensible", "meta:abstract", "meta:extends",
  "meta:intendedToExtend", "meta:xdmType", "meta:registryMetadata", "meta:containerId", "meta:sandboxId",
  "meta:sandboxType", "meta:tenantNamespace", "meta:createdDate", "meta:behaviorType", "meta:class",
]); // prettier-ignore

/** Keys of the objects around the tenant's fields. */
const containerKeys = new Set([...writtenByRegistry, "type", "properties", "items", "required"]);

const unorderedLists = { required: "", enum: "" };

/**
 * What of a field group no program can write, by path: fields as `_tenant.page` and `web.name`, and keys of fields
 * as `_tenant.at examples`. It stays at Adobe as it is; a group made from the imported inputs does not have it.
 *
 * @param hasFieldsOf - whether a program can take single fields of a resource that it consists of
 */
export function inexpressible(
  group: RegistryResource,
  namespace: string,
  hasFieldsOf: (ref: string) => boolean = () => true,
): string[] {
  const found = new Set<string>();
  for (const key of Object.keys(group)) if (!resourceKeys.has(key)) found.add(key);
  for (const one of [...unknownParts(group), ...keysOfReferences(group, hasFieldsOf)])
    found.add(one);
  for (const [pointer, holder] of holders(group)) {
    const isGroup = pointer === "";
    for (const one of outside(holder, "", namespace, isGroup)) found.add(one);
  }
  const content = groupContent(group, namespace);
  for (const path of unwritableRequired(group, namespace, content.standardProperties))
    found.add(path === "" ? "required" : `${path} required`);
  const required = new Set(content.required);
  for (const place of tenantPlaces(group, namespace)) {
    const above = place.path === "" ? TENANT : `${place.path}.${TENANT}`;
    if (place.path === "" && place.required.some((name) => !required.has(name))) {
      found.add(`${above} required`);
    }
    const isPath = place.path === "" || standardPath.test(place.path);
    const written = isPath ? toRegistry(fromRegistry(place.fields)) : {};
    for (const one of lostFields(place.fields, written, above)) found.add(one);
  }
  return [...found];
}

/** Keys of a reference to another resource that say nothing more about it. */
const referenceKeys = new Set(["$ref", "type", "meta:xdmType"]);

/**
 * Further keys of the references to other resources, as `allOf[1] meta:note`, and single fields that are written in a form
 * that Adobe's tutorial does not have.
 */
export function keysOfReferences(
  resource: RegistryResource,
  hasFieldsOf: (ref: string) => boolean,
): string[] {
  return partsOf(resource).flatMap((part, index) => {
    const keys = isObject(part) && typeof part["$ref"] === "string" ? Object.keys(part) : [];
    const isSaid = (key: string) =>
      referenceKeys.has(key) ||
      (key === REF_PROPERTY &&
        isObject(part) &&
        isId(part["$ref"]) &&
        hasFieldsOf(part["$ref"]) &&
        pointersOf(part) !== undefined);
    return keys.filter((key) => !isSaid(key)).map((key) => `allOf[${index}] ${key}`);
  });
}

/** Parts of `allOf` that are neither of their own nor a reference to a resource or to a definition of the group. */
function unknownParts(group: RegistryResource): string[] {
  const isReference = (part: unknown) => {
    const ref = isObject(part) ? part["$ref"] : undefined;
    if (isPartOfItsOwn(part)) return true;
    return typeof ref === "string" && (ref.startsWith("#/definitions/") || isId(ref));
  };
  return partsOf(group).every(isReference) ? [] : ["allOf"];
}

/** What is next to the tenant's objects: fields of Adobe's that are written again, and keys of objects. */
function outside(node: Json, path: string, namespace: string, isGroup = false): string[] {
  const properties = isObject(node["properties"]) ? node["properties"] : {};
  const keys = isGroup ? [] : Object.keys(node).filter((key) => !containerKeys.has(key));
  return [
    ...keys.map((key) => (path === "" ? key : `${path} ${key}`)),
    ...Object.entries(properties).flatMap(([name, value]) => {
      const here = path === "" ? name : `${path}.${name}`;
      if (name === namespace) return outsideTenant(value, here.replace(namespace, TENANT));
      if (!isObject(value)) return [here];
      const inner = isObject(value["items"]) ? value["items"] : value;
      if (!isObject(inner["properties"])) return [here];
      return outside(inner, inner === value ? here : `${here}[*]`, namespace);
    }),
  ];
}

/** Keys of the tenant's own object. */
function outsideTenant(tenant: unknown, path: string): string[] {
  if (!isObject(tenant) || !isObject(tenant["properties"])) return [path];
  return Object.keys(tenant)
    .filter((key) => !containerKeys.has(key))
    .map((key) => `${path} ${key}`);
}

function lostFields(raw: Json, written: Json, above: string): string[] {
  return Object.entries(raw).flatMap(([name, field]) => {
    const path = `${above}.${name}`;
    const ours = own(written, name);
    return isObject(field) && isObject(ours) ? lostIn(field, ours, path) : [path];
  });
}

function lostIn(raw: Json, written: Json, path: string): string[] {
  const lost = Object.keys(raw).flatMap((key): string[] => {
    const [their, our] = [raw[key], written[key]];
    if (key === "properties" && isObject(their)) {
      return lostFields(their, isObject(our) ? our : {}, path);
    }
    if (key === "items" && isObject(their) && isObject(our))
      return lostIn(their, our, `${path}[*]`);
    if (key === "additionalProperties" && isObject(their) && isObject(our)) {
      return lostIn(their, our, `${path}{*}`);
    }
    const isSaid = writtenByRegistry.has(key) || isSame(their, our, unorderedLists, key);
    return isSaid ? [] : [`${path} ${key}`];
  });
  const type = raw["meta:xdmType"];
  const known = [undefined, written["meta:xdmType"], derivedXdmType(written), derivedXdmType(raw)];
  return known.includes(type) || (type === "object" && written["meta:xdmType"] === "map")
    ? lost
    : [...lost, `${path} meta:xdmType`];
}
