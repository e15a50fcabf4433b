import type { Properties } from "../../../provider-sdk";
import { isObject } from "../../client/json";
import { own } from "../../client/own";
import { listed } from "../../client/text";
import { identityOf } from "./difference";
import type { ListKeys } from "./difference";
import { pathText } from "./paths";
import type { Path } from "./paths";

/**
 * A three-way merge, and the paths at which both sides made different changes. Elements of unordered
 * lists are matched by what identifies them.
 */
export interface Merged {
  /** Our value where there is a conflict. */
  readonly merged: unknown;
  readonly conflicts: readonly string[];
}

/**
 * What to write when an object has changed since it was last read: what we did not change keeps their
 * value, what we changed gets ours.
 *
 * @param base - what both sides started from.
 * @param unorderedLists - lists whose order means nothing, by the name of the property that holds them; any
 * other list is one value.
 */
export function merge(
  base: unknown,
  ours: unknown,
  theirs: unknown,
  unorderedLists: ListKeys = {},
): Merged {
  const conflicts: string[] = [];

  function at(old: unknown, our: unknown, their: unknown, path: Path): unknown {
    const name = String(path.at(-1) ?? "");
    if (isSame(old, our, unorderedLists, name)) return their;
    if (isSame(our, their, unorderedLists, name) || isSame(old, their, unorderedLists, name))
      return our;
    if (isObject(our) && isObject(their) && (old === undefined || isObject(old))) {
      return objects(old ?? {}, our, their, path);
    }
    const key = own(unorderedLists, name);
    if (key !== undefined && Array.isArray(our) && Array.isArray(their)) {
      return lists(Array.isArray(old) ? old : [], our, their, key, path);
    }
    conflicts.push(pathText(path));
    return our;
  }

  function objects(old: Properties, our: Properties, their: Properties, path: Path): Properties {
    const keys = new Set([...Object.keys(their), ...Object.keys(our)]);
    const entries = [...keys].map(
      (key) =>
        [key, at(own(old, key), own(our, key), own(their, key), [...path, key])] as [
          string,
          unknown,
        ],
    );
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  }

  /** Their order; what only we have comes after it. */
  function lists(old: unknown[], our: unknown[], their: unknown[], key: string, path: Path) {
    const [inOld, inOurs, inTheirs] = [old, our, their].map((list) => byIdentity(list, key));
    const identities = new Set([...(inTheirs?.keys() ?? []), ...(inOurs?.keys() ?? [])]);
    return [...identities]
      .map((identity) => {
        const here = [...path, String(JSON.parse(identity))];
        return at(inOld?.get(identity), inOurs?.get(identity), inTheirs?.get(identity), here);
      })
      .filter((element) => element !== undefined);
  }

  return { merged: at(base, ours, theirs, []), conflicts };
}

/**
 * What the program changed, brought into what is there.
 *
 * @throws Error that names each path which somebody else has changed too, to something else.
 */
export function mergeChanges<T extends object>(
  what: string,
  {
    oldInputs,
    newInputs,
    theirs,
  }: { readonly oldInputs: T; readonly newInputs: T; readonly theirs: T },
  unorderedLists: ListKeys = {},
): T {
  const { merged, conflicts } = merge(oldInputs, newInputs, theirs, unorderedLists);
  if (conflicts.length === 0) return merged as T;
  throw new Error(
    `the ${what} was changed at Adobe too, to something else than in the program: ${listed(conflicts)}. ` +
      `Nothing was written; run \`pulumi refresh\` to see what it is there, and \`pulumi up\` again`,
  );
}

/** Whether two values say the same, whatever the order of keys and of unordered lists. */
export function isSame(a: unknown, b: unknown, unorderedLists: ListKeys = {}, name = ""): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) return false;
    const key = own(unorderedLists, name);
    if (key === undefined)
      return a.every((element, index) => isSame(element, b[index], unorderedLists));
    const others = byIdentity(b, key);
    return [...byIdentity(a, key)].every(
      ([identity, element]) =>
        others.has(identity) && isSame(element, others.get(identity), unorderedLists),
    );
  }
  if (!isObject(a) || !isObject(b)) return false;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) =>
    isSame(own(a, key), own(b, key), unorderedLists, key),
  );
}

function byIdentity(list: readonly unknown[], key: string): Map<string, unknown> {
  return new Map(list.map((element) => [identityOf(element, key), element]));
}
