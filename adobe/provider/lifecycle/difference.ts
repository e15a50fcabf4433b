import type { ChangeKind, Properties } from "../../../provider-sdk";
import { isObject } from "../../client/json";
import { own } from "../../client/own";
import { INTERNAL, isInternal } from "./internalState";
import { pathText } from "./paths";
import type { Path } from "./paths";

/** What identifies an element of a list whose order means nothing: a key of it, or `""` for itself. */
export type ListKeys = Readonly<Record<string, string>>;

export interface DifferenceOptions {
  /** Top-level inputs of which a change makes a new object. */
  readonly replaces: (path: Path) => boolean;
  /** Top-level inputs that are only there to be checked. */
  readonly ignored: readonly string[];
  /** Top-level inputs of which the case of letters means nothing. */
  readonly caseInsensitive: readonly string[];
  /** Paths without list indices: a value where an import found none is no change. */
  readonly ignoreOnImport: readonly string[];
  /** Values, by path without list indices, that are the same as none. */
  readonly absent: Readonly<Record<string, unknown>>;
  /** Lists that are sets, by the name of the property that holds them. */
  readonly unorderedLists: ListKeys;
}

/** Every changed path between old and new inputs, and whether the change is in place or replaces. */
export function difference(
  oldInputs: Properties,
  newInputs: Properties,
  options: DifferenceOptions,
): Record<string, ChangeKind> {
  const changes: Record<string, ChangeKind> = {};
  const note = (kind: "add" | "delete" | "update", path: Path) => {
    changes[pathText(path)] = options.replaces(path) ? `${kind}-replace` : kind;
  };

  function compare(old: unknown, now: unknown, path: Path): void {
    if (old === now) return;
    const [top] = path;
    if (path.length === 1 && options.caseInsensitive.includes(String(top)) && sameLetters(old, now))
      return;
    const names = path.filter((part) => typeof part === "string").join(".");
    const none = options.absent[names];
    if ((old ?? none) === (now ?? none)) return;
    if (old === undefined) {
      if (oldInputs[INTERNAL.imported] !== true || !options.ignoreOnImport.includes(names))
        note("add", path);
      return;
    }
    if (now === undefined) note("delete", path);
    else if (Array.isArray(old) && Array.isArray(now)) compareLists(old, now, path);
    else if (isObject(old) && isObject(now)) compareObjects(old, now, path);
    else note("update", path);
  }

  function compareObjects(old: Properties, now: Properties, path: Path): void {
    for (const key of new Set([...Object.keys(old), ...Object.keys(now)])) {
      if (path.length === 0 && (options.ignored.includes(key) || isInternal(key))) continue;
      compare(old[key], now[key], [...path, key]);
    }
  }

  function compareLists(old: unknown[], now: unknown[], path: Path): void {
    const key = options.unorderedLists[String(path.at(-1))];
    if (key === undefined) {
      for (let index = 0; index < Math.max(old.length, now.length); index++) {
        compare(old[index], now[index], [...path, index]);
      }
      return;
    }
    const before = new Map(old.map((element) => [identityOf(element, key), element]));
    const taken = new Set<string>();
    now.forEach((element, index) => {
      const identity = identityOf(element, key);
      taken.add(identity);
      compare(before.get(identity), element, [...path, index]);
    });
    old.forEach((element, index) => {
      if (taken.has(identityOf(element, key))) return;
      // Something new may stand at the same index.
      const isReplaced = pathText([...path, index]) in changes;
      note(isReplaced ? "update" : "delete", [...path, index]);
    });
  }

  compareObjects(oldInputs, newInputs, []);
  return changes;
}

/** What tells an element of a list that is a set from the others. */
export function identityOf(element: unknown, key: string): string {
  return JSON.stringify((key !== "" && isObject(element) ? own(element, key) : element) ?? null);
}

function sameLetters(a: unknown, b: unknown): boolean {
  return typeof a === "string" && typeof b === "string" && a.toLowerCase() === b.toLowerCase();
}
