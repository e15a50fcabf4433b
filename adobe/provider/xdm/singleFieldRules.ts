import type { CheckFailure } from "../../../provider-sdk";
import { plain } from "../../client/text";
import { hasUnknown, isUnknown } from "../lifecycle/unknown";
import { ANY, suggestions } from "./fieldPaths";
import type { FieldTypes } from "./fieldPaths";
import { covers } from "./singleFields";
import type { PartRef } from "./singleFields";

/**
 * What is wrong with the single fields that a program takes of a field group. Values may be unknown.
 *
 * @param given - `fields`: type by path of the group's fields, where they are known; `property`: where the list is
 */
export function singleFieldFailures(
  paths: readonly string[],
  { property, fields }: { property: string; fields: FieldTypes | undefined },
): CheckFailure[] {
  if (isUnknown(paths)) return [];
  return paths.flatMap((path, index) => {
    if (isUnknown(path)) return [];
    const fail = (reason: string) => [{ property: `${property}[${index}]`, reason }];
    if (paths.indexOf(path) !== index) return fail(`"${path}" occurs twice; remove one`);
    if (path.split(".").includes("properties"))
      return fail(
        `"${path}" has "properties" in it, which Adobe's paths must not have; leave it out`,
      );
    const missing = missingField(fields, path);
    return missing === undefined ? [] : fail(missing);
  });
}

/** Why a field group has no such field; undefined: it has, or its fields are not known. */
export function missingField(fields: FieldTypes | undefined, path: string): string | undefined {
  if (fields === undefined || isUnknown(fields) || hasField(fields, path)) return undefined;
  const near = suggestions(fields, path);
  const meant =
    near.length === 0 ? "" : ` Did you mean ${near.map((one) => plain(one)).join(" or ")}?`;
  return `the field group has no field ${path}; correct it.${meant}`;
}

function hasField(fields: FieldTypes, path: string): boolean {
  return Object.entries(fields).some(
    ([known, type]) =>
      known === "*" || (covers([known], path) && (type === ANY || covers([path], known))),
  );
}

/** The program's field groups with what is at Adobe beyond them, which Adobe does not remove from a schema in use. */
export function keepRefs<T extends PartRef>(
  found: readonly T[],
  wanted: readonly T[],
): { refs: T[]; kept: string[] } {
  const kept: string[] = [];
  const refs = wanted.map((one): T => {
    const there = found.find(({ ref }) => ref === one.ref);
    const { refProperty } = one;
    if (there === undefined || refProperty === undefined || hasUnknown(refProperty)) return one;
    if (there.refProperty === undefined) {
      kept.push(`all fields of ${one.ref}`);
      return withoutFields(one);
    }
    const others = there.refProperty.filter((path) => !covers(refProperty, path));
    for (const path of others) kept.push(`${path} of ${one.ref}`);
    return others.length === 0 ? one : { ...one, refProperty: [...refProperty, ...others] };
  });
  const others = found.filter(({ ref }) => !wanted.some((one) => one.ref === ref));
  for (const { ref } of others) kept.push(ref);
  return { refs: [...refs, ...others], kept };
}

function withoutFields<T extends PartRef>(one: T): T {
  return Object.fromEntries(Object.entries(one).filter(([key]) => key !== "refProperty")) as T;
}
