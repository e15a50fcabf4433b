import type { CheckFailure } from "../../../provider-sdk";
import { own } from "../../client/own";
import { pathText } from "../lifecycle/paths";
import type { Path } from "../lifecycle/paths";
import { isGiven, isUnknown } from "../lifecycle/unknown";
import type { XdmField, XdmFields } from "./field";

/**
 * Changes Adobe rejects once a dataset uses the schema (its rules of schema evolution): a field
 * with another type, format or pattern. Added fields, also required ones, other titles and deprecation are
 * allowed. A field that the program does not have is none of them, nor is a narrower limit: what is wider stays
 * at Adobe (`keepFields`). What is not known yet is not judged.
 */
export function breakingChanges(
  oldFields: XdmFields,
  newFields: XdmFields,
  path: Path,
): CheckFailure[] {
  if (isUnknown(newFields)) return [];
  return Object.entries(oldFields).flatMap(([name, old]) => {
    const now = own(newFields, name);
    return now === undefined || isUnknown(now) ? [] : changed(old, now, [...path, name]);
  });
}

const instead =
  "Adobe rejects this once a dataset uses the schema. Keep the field as it is and mark it `deprecated: true`, add another next to it, or set `allowBreaking: true` to try";

function changed(old: XdmField, now: XdmField, path: Path): CheckFailure[] {
  const fail = (key: string, what: string): CheckFailure => ({
    property: pathText([...path, key]),
    reason: `${what}: ${instead}`,
  });
  if (isUnknown(now.type)) return [];
  if (old.type !== now.type)
    return [fail("type", `the type changes from ${old.type} to ${now.type}`)];
  const failures: CheckFailure[] = [];
  if (old.format !== now.format && !isUnknown(now.format)) {
    failures.push(
      fail("format", `the format changes from ${old.format ?? "none"} to ${now.format ?? "none"}`),
    );
  }
  // Where any value was allowed, a pattern is left out.
  if (now.pattern !== old.pattern && [now.pattern, old.pattern].every(isGiven)) {
    failures.push(
      fail("pattern", `the pattern changes from ${old.pattern ?? ""} to ${now.pattern ?? ""}`),
    );
  }
  failures.push(...changedKind(old, now, fail));
  if (old.properties !== undefined) {
    const inner = breakingChanges(old.properties, now.properties ?? {}, [...path, "properties"]);
    for (const one of inner) failures.push(one);
  }
  for (const key of ["items", "additionalProperties"] as const) {
    const [was, is] = [old[key], now[key]];
    if (was === undefined || is === undefined || isUnknown(is)) continue;
    for (const one of changed(was, is, [...path, key])) failures.push(one);
  }
  return failures;
}

/** Another width, data type or kind of object. A width that the program does not give stays. */
function changedKind(
  old: XdmField,
  now: XdmField,
  fail: (key: string, what: string) => CheckFailure,
): CheckFailure[] {
  const failures: CheckFailure[] = [];
  if (now.xdmType !== old.xdmType && isGiven(now.xdmType)) {
    failures.push(
      fail(
        "xdmType",
        `the width changes from ${old.xdmType ?? "the derived one"} to ${now.xdmType ?? ""}`,
      ),
    );
  }
  if (old.ref !== now.ref && !isUnknown(now.ref)) {
    failures.push(
      fail("ref", `the data type changes from ${old.ref ?? "none"} to ${now.ref ?? "none"}`),
    );
  } else if (
    (old.additionalProperties === undefined) !==
    (now.additionalProperties === undefined)
  ) {
    failures.push(
      fail("additionalProperties", "an object with fields of its own and a map replace each other"),
    );
  }
  return failures;
}
