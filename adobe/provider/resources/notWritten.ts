import type { Context } from "../../../provider-sdk";
import { isObject } from "../../client/json";
import { listed } from "../../client/text";

/** Says at an import, by path, what no program can write: the object keeps it, a new one does not have it. */
export function sayNotWritten(
  displayName: string,
  id: string,
  parts: readonly string[],
  context: Pick<Context, "log">,
): void {
  if (parts.length === 0) return;
  context.log(
    "warning",
    `the ${displayName} ${id} has what no program can write: ${listed(parts)}. It stays there as it is; a new one made from this program does not have it`,
  );
}

/** Paths of what an object has beyond these: names, and objects whose names are looked at in turn. */
export interface KnownKeys {
  readonly [key: string]: true | KnownKeys;
}

/** These names, each with all that is below it. */
export function named(...keys: readonly string[]): KnownKeys {
  return Object.fromEntries(keys.map((key) => [key, true as const]));
}

/** The paths of all that is not known and has a value. */
export function unknownPaths(found: unknown, known: KnownKeys, at = ""): string[] {
  if (!isObject(found)) return [];
  return Object.entries(found).flatMap(([key, value]) => {
    const isKnown = Object.hasOwn(known, key) ? known[key] : undefined;
    if (isKnown === true || (value ?? "") === "") return [];
    const path = `${at}${key}`;
    return isKnown === undefined ? [path] : unknownPaths(value, isKnown, `${path}.`);
  });
}
