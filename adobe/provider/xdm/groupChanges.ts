import { isObject } from "../../client/json";
import type { Json } from "../../client/json";
import { own } from "../../client/own";
import { partsOf, refsOf, type RegistryResource } from "../../client/schemaRegistry";
import { isSame, merge } from "../lifecycle/merge";
import { pointerName, pointerPart } from "../lifecycle/paths";
import type { XdmFields } from "./field";
import { toRegistry } from "./fieldForm";
import { extendedRefs, groupContent, requiredNames, withFields } from "./groupForm";
import type { GroupContent } from "./groupForm";
import { derivedXdmType } from "./integerType";
import { changedParts, isSameFields, partRefs } from "./singleFields";
import type { PartRef } from "./singleFields";
import { standardRequiredChanges } from "./standardRequired";
import { rawFields, tenantPlaces } from "./tenantPlaces";
import type { Place } from "./tenantPlaces";

/** An operation of a JSON Patch (RFC 6902). */
export type PatchOperation = Json & { readonly op: string; readonly path: string };

const unorderedLists = { required: "", enum: "" };

/**
 * The patch that gives a field group this content. Each field stays in its place; what no program can
 * express, and every other part of the group, stays as it is.
 */
export function groupChanges(
  group: RegistryResource,
  namespace: string,
  wanted: GroupContent,
): PatchOperation[] {
  const fields = mergedFields(group, namespace, wanted);
  const places = tenantPlaces(group, namespace);
  const isNew = (path: string) => !places.some((place) => place.path === path);
  const added = Object.fromEntries(
    Object.entries(fields).filter(([path, all]) => isNew(path) && Object.keys(all).length > 0),
  );
  const { operations, definition } = additions(group, namespace, added);
  const changed = [
    ...operations,
    ...tenantChanges(places, fields),
    ...requiredChanges(group, namespace, wanted.required ?? [], definition),
  ];
  const now = groupContent(group, namespace);
  const inside = standardRequiredChanges([group, patched(group, changed)], namespace, {
    standard: [now.standardProperties, wanted.standardProperties],
    wanted: wanted.standardRequired ?? [],
  });
  // Parts of `allOf` may have fields in them, so the list is written with what has changed there.
  const whole = patched(group, [...changed, ...inside]);
  return [
    ...changed,
    ...inside,
    ...partChanges(whole, namespace, extendedRefs(wanted), definition),
  ];
}

/** The field group after these operations, which replace or add a value. */
function patched(group: RegistryResource, operations: readonly PatchOperation[]): RegistryResource {
  const result = structuredClone(group);
  for (const { path, value } of operations) {
    const names = path.split("/").slice(1).map(pointerName);
    const last = names.pop() ?? "";
    const holder = names.reduce<unknown>((node, name) => memberOf(node, name), result);
    if (isObject(holder)) holder[last] = structuredClone(value);
  }
  return result;
}

/** A member of an object, or an element of a list. */
function memberOf(node: unknown, name: string): unknown {
  if (Array.isArray(node)) return (node as unknown[])[Number(name)];
  return own(isObject(node) ? node : {}, name);
}

/** By path, the fields as the registry takes them, with what no program can express. */
function mergedFields(
  group: RegistryResource,
  namespace: string,
  wanted: GroupContent,
): Record<string, Json> {
  const raw = rawFields(group, namespace);
  const now = groupContent(group, namespace);
  const ours = byPath(wanted);
  const was = byPath(now);
  const paths = [...new Set([...Object.keys(raw), ...Object.keys(ours)])];
  return Object.fromEntries(
    paths.map((path) => {
      const [old, our] = [was, ours].map((all) => toRegistry(own(all, path) ?? {}));
      const { merged } = merge(old, our, own(raw, path) ?? {}, unorderedLists);
      return [path, merged as Json];
    }),
  );
}

function byPath({ properties, standardProperties }: GroupContent): Record<string, XdmFields> {
  return { ...standardProperties, "": properties };
}

/** The patch that gives each place its fields: new ones come to the first place of their path. */
export function tenantChanges(
  places: readonly Place[],
  wanted: Readonly<Record<string, Json>>,
): PatchOperation[] {
  // When a name occurs twice at a path, the last one counts, as in a read.
  const owners = new Map<string, Place>();
  const key = (path: string, name: string) => `${path} ${name}`;
  for (const place of places) {
    for (const name of Object.keys(place.fields)) owners.set(key(place.path, name), place);
  }
  const seen = new Set<string>();
  return places.flatMap((place) => {
    const { path } = place;
    const now = wanted[path];
    if (now === undefined) return [];
    const fields: Json = {};
    for (const [name, field] of Object.entries(place.fields)) {
      if (!Object.hasOwn(now, name)) continue;
      fields[name] = owners.get(key(path, name)) === place ? refreshed(now[name], field) : field;
    }
    if (!seen.has(path)) {
      for (const [name, field] of Object.entries(now)) {
        if (!owners.has(key(path, name))) fields[name] = field;
      }
    }
    seen.add(path);
    if (isSame(fields, place.fields)) return [];
    return [{ op: "replace", path: place.pointer, value: fields }];
  });
}

/** Fields at paths where the group has none of the tenant. `definition`: a new one that holds them. */
function additions(
  group: RegistryResource,
  namespace: string,
  added: Readonly<Record<string, Json>>,
): { operations: PatchOperation[]; definition?: string } {
  if (Object.keys(added).length === 0) return { operations: [] };
  const definitions = isObject(group["definitions"]) ? group["definitions"] : undefined;
  const name = definitions?.["customFields"] === undefined ? "customFields" : "tenantFields";
  const there = definitions?.["customFields"];
  const isUsed =
    isObject(there) && isObject(there["properties"]) && refersTo(group, "customFields");
  let holder: Json = isUsed ? there : { type: "object" };
  for (const [path, fields] of Object.entries(added)) {
    holder = withFields(holder, path, namespace, fields);
  }
  if (isUsed) {
    const all = holder["properties"] as Json;
    const tops = new Set(
      Object.keys(added).map((path) =>
        path === "" ? namespace : (/^[^.[]+/.exec(path)?.[0] ?? path),
      ),
    );
    const operations = [...tops].map((top) => ({
      op: "add",
      path: `/definitions/customFields/properties/${pointerPart(top)}`,
      value: all[top],
    }));
    return { operations };
  }
  const operation =
    definitions === undefined
      ? { op: "add", path: "/definitions", value: { [name]: holder } }
      : { op: "add", path: `/definitions/${name}`, value: holder };
  return { operations: [operation], definition: name };
}

function refersTo(group: RegistryResource, definition: string): boolean {
  return refsOf(group).includes(`#/definitions/${definition}`);
}

/** The patch for the names that every record must have. `definition`: the one that this patch adds. */
function requiredChanges(
  group: RegistryResource,
  namespace: string,
  wanted: readonly string[],
  definition = "customFields",
): PatchOperation[] {
  if (isSame(requiredNames(group, namespace), wanted, unorderedLists, "required")) return [];
  const inner = `/properties/${pointerPart(namespace)}`;
  const pointer = `/definitions/${definition}${inner}/properties`;
  const added = { pointer, required: [], requiredAbove: [] };
  const atTop = tenantPlaces(group, namespace).filter(({ path }) => path === "");
  return (atTop.length === 0 ? [added] : atTop).flatMap((place, index) => {
    const tenant = place.pointer.slice(0, -"/properties".length);
    const names = index === 0 ? wanted : [];
    const others = place.requiredAbove.filter((name) => name !== namespace);
    const above = names.length === 0 ? others : [...others, namespace];
    const isDue = (now: readonly string[], value: readonly string[]) =>
      !isSame(now, value, unorderedLists, "required");
    // A definition that requires nothing stays as it is.
    return [
      ...(isDue(place.required, names) ? [{ path: `${tenant}/required`, value: names }] : []),
      ...(isDue(place.requiredAbove, above)
        ? [{ path: `${tenant.slice(0, -inner.length)}/required`, value: above }]
        : []),
    ].map((one) => ({ op: "add" as const, ...one }));
  });
}

/** The patch for what the group is made of: what it extends, and a new definition. */
function partChanges(
  group: RegistryResource,
  namespace: string,
  wanted: readonly PartRef[],
  definition: string | undefined,
): PatchOperation[] {
  const now = partRefs(group, namespace);
  const same = wanted.filter((one) =>
    now.some((was) => was.ref === one.ref && isSameFields(was, one, namespace)),
  );
  const isExtended = same.length < wanted.length || wanted.length < now.length;
  const local = definition === undefined ? [] : [{ $ref: `#/definitions/${definition}` }];
  if (!isExtended && local.length === 0) return [];
  const { kept, added } = changedParts(partsOf(group), { now, wanted, namespace });
  const ids = wanted.map(({ ref }) => ref);
  const removed = new Set(now.map(({ ref }) => ref).filter((id) => !ids.includes(id)));
  const extended: unknown[] = Array.isArray(group["meta:extends"]) ? group["meta:extends"] : [];
  const others = extended.filter((id) => !removed.has(String(id)));
  const value = [...others, ...added.map(({ $ref }) => $ref)];
  return [
    { op: "add", path: "/allOf", value: [...added, ...kept, ...local] },
    ...(removed.size > 0 || added.length > 0 ? [{ op: "add", path: "/meta:extends", value }] : []),
  ];
}

/** Without the XDM type that the registry derived from another type, format or bounds. */
function refreshed(wanted: unknown, was: unknown): unknown {
  if (!isObject(wanted) || !isObject(was)) return wanted;
  const field = { ...wanted };
  const isStale =
    wanted["meta:xdmType"] === was["meta:xdmType"] &&
    derivedXdmType(wanted) !== derivedXdmType(was);
  if (isStale) delete field["meta:xdmType"];
  const { properties } = wanted;
  if (isObject(properties)) {
    const old = isObject(was["properties"]) ? was["properties"] : {};
    field["properties"] = Object.fromEntries(
      Object.entries(properties).map(([name, inner]) => [name, refreshed(inner, own(old, name))]),
    );
  }
  for (const key of ["items", "additionalProperties"]) {
    if (isObject(wanted[key])) field[key] = refreshed(wanted[key], was[key]);
  }
  return field;
}
