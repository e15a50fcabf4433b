import type { CheckFailure } from "../../../provider-sdk";
import { own } from "../../client/own";
import { pathText } from "../lifecycle/paths";
import type { Path } from "../lifecycle/paths";
import { hasUnknown, isUnknown } from "../lifecycle/unknown";
import type { XdmField, XdmFields } from "./field";

/**
 * Changes Adobe rejects once a dataset uses the schema (its rules of schema evolution): a field
 * removed, moved, retyped or narrowed. Added fields, also required ones, other titles and
 * deprecation are allowed. What is not known yet is not judged.
 */
export function breakingChanges(
  oldFields: XdmFields,
  newFields: XdmFields,
  path: Path,
): CheckFailure[] {
  if (isUnknown(newFields)) return [];
  const before = fieldTypesByPath(oldFields);
  const added = Object.entries(fieldTypesByPath(newFields)).filter(
    ([place]) => !Object.hasOwn(before, place),
  );
  return compare(oldFields, newFields, path, Object.fromEntries(added));
}

/** Type by path, as `chat.email`, of all added fields: where a removed one may have gone. */
type FieldTypesByPath = Readonly<Record<string, string>>;

function compare(
  oldFields: XdmFields,
  newFields: XdmFields,
  path: Path,
  added: FieldTypesByPath,
): CheckFailure[] {
  if (isUnknown(newFields)) return [];
  return Object.entries(oldFields).flatMap(([name, old]) => {
    const here = [...path, name];
    const now = own(newFields, name);
    if (isUnknown(now)) return [];
    return now === undefined ? [removed(old, name, here, added)] : changed(old, now, here, added);
  });
}

const instead =
  "Adobe rejects this once a dataset uses the schema. Keep the field as it is and mark it `deprecated: true`, add another next to it, or set `allowBreaking: true` to try";

function removed(old: XdmField, name: string, path: Path, added: FieldTypesByPath): CheckFailure {
  const to = Object.keys(added).find(
    (place) => place.split(".").at(-1) === name && added[place] === old.type,
  );
  const what = to === undefined ? "is removed" : `is moved to ${to}`;
  return { property: pathText(path), reason: `the field ${what}: ${instead}` };
}

function fieldTypesByPath(fields: XdmFields, above = ""): FieldTypesByPath {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) => {
      if (isUnknown(field)) return [];
      const here = `${above}${name}`;
      const inner = field.properties ?? field.items?.properties;
      const below =
        inner === undefined || isUnknown(inner) ? {} : fieldTypesByPath(inner, `${here}.`);
      return [[here, field.type], ...Object.entries(below)];
    }),
  );
}

function changed(
  old: XdmField,
  now: XdmField,
  path: Path,
  added: FieldTypesByPath,
): CheckFailure[] {
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
  if (now.pattern !== undefined && now.pattern !== old.pattern && !isUnknown(now.pattern)) {
    failures.push(fail("pattern", "the values are narrowed by a pattern"));
  }
  const lost =
    now.enum === undefined || hasUnknown(now.enum)
      ? []
      : (old.enum ?? [undefined]).filter(
          (value) => value === undefined || !now.enum?.includes(value),
        );
  if (lost.length > 0) {
    const values =
      lost[0] === undefined ? "any value" : lost.map((value) => JSON.stringify(value)).join(", ");
    failures.push(fail("enum", `${values} is no longer allowed`));
  }
  for (const [key, narrower] of [
    ["minLength", (a: number, b: number) => b > a],
    ["minimum", (a: number, b: number) => b > a],
    ["maxLength", (a: number, b: number) => b < a],
    ["maximum", (a: number, b: number) => b < a],
  ] as const) {
    const after = now[key];
    const before = old[key];
    if (after === undefined || isUnknown(after)) continue;
    if (before === undefined || narrower(before, after)) {
      failures.push(fail(key, `the values are narrowed from ${before ?? "any"} to ${after}`));
    }
  }
  if (old.properties !== undefined) {
    failures.push(...compare(old.properties, now.properties ?? {}, [...path, "properties"], added));
  }
  if (old.items !== undefined && now.items !== undefined && !isUnknown(now.items)) {
    failures.push(...changed(old.items, now.items, [...path, "items"], added));
  }
  return failures;
}
