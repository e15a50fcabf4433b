import type { Properties } from "../../../provider-sdk";
import { isObject } from "../../client/json";
import { own } from "../../client/own";

/** Whether a path is one of a definition's `open`, or below one of them. */
export function isOpen(open: readonly string[], path: string): boolean {
  return open.some((one) => `${path}.`.startsWith(`${one}.`));
}

/**
 * An object's inputs as read, without what the platform or somebody else has added: what lies at one of the open paths,
 * and none of the givers has.
 *
 * @param givers - inputs of the program, now or earlier.
 * @param open - paths, as a definition has them.
 */
export function withoutAdded<T extends object>(
  read: T,
  givers: readonly object[],
  open: readonly string[] = [],
): T {
  return open.length === 0 ? read : (onlyOf(read as Properties, givers, open, []) as T);
}

function onlyOf(
  read: Properties,
  givers: readonly object[],
  open: readonly string[],
  path: readonly string[],
): Properties {
  const entries = Object.entries(read).flatMap(([key, value]): [string, unknown][] => {
    const at = [...path, key];
    const given = givers.map((one) => own(one as Properties, key));
    if (isOpen(open, at.join(".")) && given.every((one) => one === undefined)) return [];
    return [[key, isObject(value) ? onlyOf(value, given.filter(isObject), open, at) : value]];
  });
  return Object.fromEntries(entries);
}

/**
 * What a merge starts from, when the state does not have what others have added: the program has the last word on what
 * it gives there for the first time.
 *
 * @param old - what the program gave before.
 * @param theirs - the object as it is.
 */
export function mergeBase<T extends object>(
  old: T,
  newInputs: T,
  theirs: T,
  open: readonly string[] = [],
): T {
  const first = withoutAdded(theirs, [newInputs], open);
  return filled(old as Properties, first as Properties, open, []) as T;
}

function filled(
  old: Properties,
  more: Properties,
  open: readonly string[],
  path: readonly string[],
): Properties {
  const result: Properties = { ...old };
  for (const [key, value] of Object.entries(more)) {
    const at = [...path, key];
    const known = own(old, key);
    if (known === undefined && isOpen(open, at.join("."))) result[key] = value;
    else if (isObject(known) && isObject(value)) result[key] = filled(known, value, open, at);
  }
  return result;
}
