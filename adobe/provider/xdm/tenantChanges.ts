import { isObject } from "../../client/json";
import type { Json } from "../../client/json";
import { own } from "../../client/own";
import type { RegistryResource } from "../../client/schemaRegistry";
import { isSame } from "../lifecycle/merge";

/** An operation of a JSON Patch (RFC 6902). */
export type PatchOperation = Json & { readonly op: string; readonly path: string };

/** Where a field group keeps fields of the tenant. */
interface Place {
  /** JSON Pointer of the object that holds the fields. */
  readonly pointer: string;
  readonly fields: Json;
}

/** Every place with fields of the tenant: the group itself, and each of its definitions. */
export function tenantPlaces(group: RegistryResource, namespace: string): Place[] {
  const definitions = isObject(group["definitions"]) ? group["definitions"] : {};
  const holders: [pointer: string, holder: unknown][] = [
    ["", group],
    ...Object.entries(definitions).map(
      ([name, holder]) => [`/definitions/${escaped(name)}`, holder] as [string, unknown],
    ),
  ];
  return holders.flatMap(([pointer, holder]) => {
    const properties = isObject(holder) ? holder["properties"] : undefined;
    const tenant = isObject(properties) ? properties[namespace] : undefined;
    const fields = isObject(tenant) ? tenant["properties"] : undefined;
    if (!isObject(fields)) return [];
    return [{ pointer: `${pointer}/properties/${escaped(namespace)}/properties`, fields }];
  });
}

/**
 * The patch that gives a field group these fields of the tenant. Each field stays in its place, new
 * ones come to the first; every other part of the group stays as it is.
 */
export function tenantChanges(
  group: RegistryResource,
  namespace: string,
  wanted: Json,
): PatchOperation[] {
  const places = tenantPlaces(group, namespace);
  if (places.length === 0) return newPlace(group, namespace, wanted);
  // When a name occurs twice, the last one counts, as in a read.
  const ownerOf = new Map<string, Place>();
  for (const place of places) {
    for (const name of Object.keys(place.fields)) ownerOf.set(name, place);
  }
  return places.flatMap((place, index) => {
    const fields: Json = {};
    for (const [name, field] of Object.entries(place.fields)) {
      if (!Object.hasOwn(wanted, name)) continue;
      fields[name] = ownerOf.get(name) === place ? refreshed(wanted[name], field) : field;
    }
    if (index === 0) {
      for (const [name, field] of Object.entries(wanted)) {
        if (!ownerOf.has(name)) fields[name] = field;
      }
    }
    if (isSame(fields, place.fields)) return [];
    return [{ op: "replace", path: place.pointer, value: fields }];
  });
}

/** A definition for the fields of a group that had none of the tenant. */
function newPlace(group: RegistryResource, namespace: string, wanted: Json): PatchOperation[] {
  if (Object.keys(wanted).length === 0) return [];
  const definitions = isObject(group["definitions"]) ? group["definitions"] : undefined;
  const name = definitions?.["customFields"] === undefined ? "customFields" : "tenantFields";
  const value = {
    type: "object",
    properties: { [namespace]: { type: "object", properties: wanted } },
  };
  const parts: unknown[] = Array.isArray(group["allOf"]) ? group["allOf"] : [];
  return [
    definitions === undefined
      ? { op: "add", path: "/definitions", value: { [name]: value } }
      : { op: "add", path: `/definitions/${name}`, value },
    { op: "add", path: "/allOf", value: [...parts, { $ref: `#/definitions/${name}` }] },
  ];
}

/** Without the XDM type that the registry derived from another type or format. */
function refreshed(wanted: unknown, was: unknown): unknown {
  if (!isObject(wanted) || !isObject(was)) return wanted;
  const field = { ...wanted };
  if (wanted["type"] !== was["type"] || wanted["format"] !== was["format"]) {
    delete field["meta:xdmType"];
  }
  const { properties, items } = wanted;
  if (isObject(properties)) {
    const old = isObject(was["properties"]) ? was["properties"] : {};
    field["properties"] = Object.fromEntries(
      Object.entries(properties).map(([name, inner]) => [name, refreshed(inner, own(old, name))]),
    );
  }
  if (isObject(items)) field["items"] = refreshed(items, was["items"]);
  return field;
}

function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
