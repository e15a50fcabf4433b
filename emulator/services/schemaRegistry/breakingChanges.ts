import { arrayOf, isObject, type JsonObject, objectOf, own, textOf } from "../../common/json";
import { fitsInto, kindOf } from "./fieldKind";

/** A change of a composed schema that records or readers already depend on. */
export interface BreakingChange {
  /** Path below the record, as `/_tenant/chatlio/message`. */
  readonly path: string;
  readonly reason: string;
}

/** The reason of a field that is not there any more. */
export const fieldRemoved = "field removed";

/** Keywords that say which values a field takes; a tighter one shuts out what was let in before. */
const limits = ["pattern", "format", "minimum", "maximum", "minLength", "maxLength"] as const;

/**
 * What the newer of two composed schemas takes away: removed, renamed, moved or retyped fields and
 * narrowed values. New fields, new required fields, wider values and other texts break nothing.
 */
export function breakingChanges(
  before: JsonObject,
  after: JsonObject,
  path = "",
): BreakingChange[] {
  const changes: BreakingChange[] = [];
  const type = [before["type"], after["type"]].map(textOf);
  if (before["type"] !== undefined && type[0] !== type[1]) {
    return [{ path, reason: `type changed from ${type[0] ?? ""} to ${type[1] ?? ""}` }];
  }
  const [was, is] = [kindOf(before), kindOf(after)];
  if (was !== undefined && is !== undefined && was !== is && !fitsInto(was, is)) {
    changes.push({ path, reason: `type changed from ${was} to ${is}` });
  }
  changes.push(...narrowed(before, after, path));
  const now = objectOf(after["properties"]);
  for (const [name, field] of Object.entries(objectOf(before["properties"]))) {
    const next = own(now, name);
    const here = `${path}/${name}`;
    if (isObject(next)) changes.push(...breakingChanges(objectOf(field), next, here));
    else changes.push({ path: here, reason: fieldRemoved });
  }
  for (const key of ["items", "additionalProperties"]) {
    const values = before[key];
    if (isObject(values)) {
      changes.push(...breakingChanges(values, objectOf(after[key]), `${path}/*`));
    }
  }
  return changes;
}

function narrowed(before: JsonObject, after: JsonObject, path: string): BreakingChange[] {
  const changes: BreakingChange[] = [];
  const allowed = arrayOf(after["enum"]).map(textOf);
  if (allowed.length > 0) {
    const had = arrayOf(before["enum"]).map(textOf);
    if (had.length === 0) changes.push({ path, reason: "values restricted to a list" });
    const gone = had.filter((value) => !allowed.includes(value));
    if (gone.length > 0)
      changes.push({ path, reason: `value no longer allowed: ${gone.join(", ")}` });
  }
  for (const limit of limits) {
    const [was, is] = [before[limit], after[limit]];
    if (is !== undefined && textOf(was) !== textOf(is) && !widened(limit, was, is)) {
      changes.push({ path, reason: `${limit} tightened` });
    }
  }
  return changes;
}

function widened(limit: (typeof limits)[number], was: unknown, is: unknown): boolean {
  if (typeof was !== "number" || typeof is !== "number") return false;
  return limit.startsWith("min") ? is <= was : is >= was;
}
