import { isObject } from "../../client/json";
import type { Json } from "../../client/json";
import { partsOf, type RegistryResource } from "../../client/schemaRegistry";
import { ANY } from "./fieldPaths";
import type { FieldTypes } from "./fieldPaths";
import { fromTenant, toTenant } from "./tenant";

/**
 * Adobe's key for the fields that an object takes of a field group, next to `$ref`: one JSON Pointer without
 * `properties`, or a list of them ("Add specific fields to a schema using the Schema Registry API"; the sample of the
 * guide on `/rpc/csv2schema` has the tenant's fields inside standard objects as `/person/name/_tenant/nickName`).
 */
export const REF_PROPERTY = "meta:refProperty";

/** A field group that an object of the registry consists of. */
export interface PartRef {
  readonly ref: string;
  /** Paths of the only fields that are taken, as `web.webPageDetails`. Undefined: all. */
  readonly refProperty?: string[] | undefined;
}

/** Whether a `$ref` names another resource, and not a definition of the same one. */
export function isId(ref: unknown): ref is string {
  return typeof ref === "string" && /^https?:\/\/\S+$/.test(ref);
}

/** One pointer as Adobe's tutorial has it. What else stands there, no program can write. */
const pointer = /^(\/[^./[\]*\s~]+(\[\*\])?)+$/;

/** The pointers of a reference; undefined: it has none, or some in a form that no program can write. */
export function pointersOf(part: Json): string[] | undefined {
  const value = part[REF_PROPERTY];
  const list: unknown[] = Array.isArray(value) ? value : [value];
  const isKnown = (one: unknown): one is string =>
    typeof one === "string" && pointer.test(one) && !one.split("/").includes("properties");
  return list.length > 0 && list.every(isKnown) ? list : undefined;
}

/** `_tenant.a.b` → `/_acme/a/b` */
export function toPointer(path: string, namespace: string): string {
  return `/${toTenant(path, namespace).replaceAll(".", "/")}`;
}

/** `/_acme/xdm:a/b` → `_tenant.a.b` */
function fromPointer(text: string, namespace: string): string {
  const path = text.slice(1).replaceAll("/", ".");
  return fromTenant(path.replaceAll(/(^|\.)xdm:/g, "$1"), namespace);
}

/**
 * The other resources that an object consists of, each once: Adobe's tutorial names one group several times, each time
 * with another field. One that is there as a whole is taken as a whole.
 */
export function partRefs(resource: RegistryResource, namespace: string): PartRef[] {
  const found = new Map<string, string[] | undefined>();
  for (const part of partsOf(resource)) {
    if (!isObject(part) || !isId(part["$ref"])) continue;
    const paths = pointersOf(part)?.map((one) => fromPointer(one, namespace));
    const ref = part["$ref"];
    const known = found.get(ref);
    const isWhole = paths === undefined || (found.has(ref) && known === undefined);
    found.set(ref, isWhole ? undefined : [...new Set([...(known ?? []), ...paths])]);
  }
  return [...found].map(([ref, refProperty]) => refOf(ref, refProperty));
}

/** The reference, without a key that says nothing. */
export function refOf(ref: string, refProperty: readonly string[] | undefined): PartRef {
  return refProperty === undefined ? { ref } : { ref, refProperty: [...refProperty] };
}

/** The reference as Adobe takes it. */
export function partOf({ ref, refProperty }: PartRef, namespace: string): Json {
  if (refProperty === undefined) return { $ref: ref };
  return { $ref: ref, [REF_PROPERTY]: refProperty.map((path) => toPointer(path, namespace)) };
}

/**
 * The parts of an object that is to take these of other resources. What does not change, stays as it is, in its place;
 * new ones come last.
 *
 * @param now - what it takes so far, as {@link partRefs} says it.
 */
export function changedParts(
  parts: readonly unknown[],
  {
    now,
    wanted,
    namespace,
  }: { now: readonly PartRef[]; wanted: readonly PartRef[]; namespace: string },
): { kept: unknown[]; added: Json[] } {
  const done = new Set<string>();
  const kept = parts.flatMap((part) => {
    const ref = isObject(part) ? part["$ref"] : undefined;
    const was = now.find((one) => one.ref === ref);
    if (!isObject(part) || was === undefined) return [part];
    const will = wanted.find((one) => one.ref === ref);
    if (will === undefined) return [];
    if (isSameFields(was, will, namespace)) return [part];
    if (done.has(was.ref)) return [];
    done.add(was.ref);
    const others = Object.entries(part).filter(([key]) => key !== REF_PROPERTY);
    return [{ ...Object.fromEntries(others), ...partOf(will, namespace) }];
  });
  const added = wanted.filter(({ ref }) => !now.some((one) => one.ref === ref));
  return { kept, added: added.map((one) => partOf(one, namespace)) };
}

/** Whether both take the same fields, in whatever order, and with the tenant's namespace or its placeholder. */
export function isSameFields(a: PartRef, b: PartRef, namespace: string): boolean {
  const [one, other] = [a, b].map(({ refProperty }) =>
    JSON.stringify(refProperty?.map((path) => toPointer(path, namespace)).toSorted()),
  );
  return one === other;
}

/**
 * Names joined by dots, without the marks of lists: no document says how Adobe writes the elements of a list there, so
 * each way of writing them counts as the same.
 */
function plainPath(path: string): string {
  return path.replaceAll("[*]", "");
}

/** Whether the field is one of these, or below one of them. */
export function covers(paths: readonly string[], path: string): boolean {
  const here = `${plainPath(path)}.`;
  return paths.some((one) => here.startsWith(`${plainPath(one)}.`));
}

/** Of the fields of a group, only those at these paths, with what is below them and the objects that they are in. */
export function onlyFields(types: FieldTypes, paths: readonly string[] | undefined): FieldTypes {
  if (paths === undefined) return types;
  const isAbove = (path: string) => paths.some((one) => covers([path], one));
  const named = Object.entries(types).filter(
    ([path]) => path !== "*" && (covers(paths, path) || isAbove(path)),
  );
  // Nothing is known of the group: below the first name, anything goes.
  const open = types["*"] === ANY ? paths.map((path) => [topOf(path), ANY] as const) : [];
  return Object.fromEntries([...open, ...named]);
}

function topOf(path: string): string {
  return plainPath(path.split(".")[0] ?? path);
}
