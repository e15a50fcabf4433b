import type { CheckFailure } from "../rpc";
import { pathText } from "../core/paths";
import type { Path } from "../core/paths";
import { hasUnknown } from "../core/unknown";
import type { XdmField, XdmFields } from "./field";

/**
 * Changes Adobe refuses once a dataset uses the schema (its rules of schema evolution): a field
 * removed, moved, retyped or narrowed. Added fields, also required ones, other titles and
 * deprecation are allowed.
 */
export function breakingChanges(olds: XdmFields, news: XdmFields, path: Path): CheckFailure[] {
  if (hasUnknown(news)) return [];
  return Object.entries(olds).flatMap(([name, old]) => {
    const here = [...path, name];
    const now = news[name];
    return now === undefined ? [removed(old, news, name, here)] : changed(old, now, here);
  });
}

const instead =
  "Adobe refuses this once a dataset uses the schema. Keep the field as it is and mark it `deprecated: true`, add another beside it, or set `allowBreaking: true` to try";

function removed(old: XdmField, siblings: XdmFields, name: string, path: Path): CheckFailure {
  const to = findMoved(name, old, siblings);
  const what = to === undefined ? "is removed" : `is moved to ${to}`;
  return { property: pathText(path), reason: `the field ${what}: ${instead}` };
}

/** Where a field of the same name and type has come up below its former siblings. */
function findMoved(
  name: string,
  old: XdmField,
  fields: XdmFields,
  at: Path = [],
): string | undefined {
  for (const [parent, field] of Object.entries(fields)) {
    const inner = field.properties ?? field.items?.properties;
    if (inner === undefined) continue;
    const here = [...at, parent];
    if (inner[name]?.type === old.type) return pathText([...here, name]);
    const deeper = findMoved(name, old, inner, here);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}

function changed(old: XdmField, now: XdmField, path: Path): CheckFailure[] {
  const fail = (key: string, what: string): CheckFailure => ({
    property: pathText([...path, key]),
    reason: `${what}: ${instead}`,
  });
  if (old.type !== now.type)
    return [fail("type", `the type changes from ${old.type} to ${now.type}`)];
  const failures: CheckFailure[] = [];
  if (old.format !== now.format) {
    failures.push(
      fail("format", `the format changes from ${old.format ?? "none"} to ${now.format ?? "none"}`),
    );
  }
  if (now.pattern !== undefined && now.pattern !== old.pattern) {
    failures.push(fail("pattern", "the values are narrowed by a pattern"));
  }
  const lost =
    now.enum === undefined
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
    if (after === undefined) continue;
    if (before === undefined || narrower(before, after)) {
      failures.push(fail(key, `the values are narrowed from ${before ?? "any"} to ${after}`));
    }
  }
  if (old.properties !== undefined) {
    failures.push(
      ...breakingChanges(old.properties, now.properties ?? {}, [...path, "properties"]),
    );
  }
  if (old.items !== undefined && now.items !== undefined) {
    failures.push(...changed(old.items, now.items, [...path, "items"]));
  }
  return failures;
}
