import type { ChangeKind, Properties } from "../../../provider-sdk";
import { isObject } from "../../client/json";
import { own } from "../../client/own";
import { isOpen } from "./addedParts";
import { INTERNAL, isInternal } from "./internalState";
import { pathText } from "./paths";
import type { Path } from "./paths";
import { unseenOf } from "./unseen";

/**
 * For each list whose order has no meaning, the key that identifies an element; `""`: the element itself.
 */
export type ListKeys = Readonly<Record<string, string>>;

export interface DifferenceOptions {
  /** Top-level inputs whose change replaces the object. */
  readonly replaces: (path: Path) => boolean;
  /** Top-level inputs that never show as a change. */
  readonly ignored: readonly string[];
  /** Top-level inputs that are compared without regard to case. */
  readonly caseInsensitive: readonly string[];
  /** Paths without list indices: a value where an import found none is not a change. */
  readonly ignoreOnImport: readonly string[];
  /**
   * Paths of objects: members that an import found there, and that the program does not give, are no
   * change.
   */
  readonly open: readonly string[];
  /** Values, by path without list indices, that mean the same as no value. */
  readonly absent: Readonly<Record<string, unknown>>;
  /** Lists whose order has no meaning, by the name of the property that contains them. */
  readonly unorderedLists: ListKeys;
}

/** Names of texts for readers, at any depth: an empty one means the same as none. */
const texts = new Set(["title", "description"]);

/**
 * Every path that differs between old and new inputs, and whether the change is made in place or replaces
 * the object.
 */
export function difference(
  oldInputs: Properties,
  newInputs: Properties,
  options: DifferenceOptions,
): Record<string, ChangeKind> {
  const isImported = oldInputs[INTERNAL.imported] === true;
  const comparison = new Comparison(options, isImported, unseenOf(oldInputs));
  comparison.objects(oldInputs, newInputs, []);
  return comparison.changes;
}

/** Compares two values recursively and collects the changed paths. */
class Comparison {
  readonly changes: Record<string, ChangeKind> = {};

  constructor(
    private readonly options: DifferenceOptions,
    private readonly isImported: boolean,
    private readonly unseen: readonly string[],
  ) {}

  objects(old: Properties, now: Properties, path: Path): void {
    const { ignored } = this.options;
    for (const key of new Set([...Object.keys(old), ...Object.keys(now)])) {
      if (path.length === 0 && (ignored.includes(key) || isInternal(key))) continue;
      this.#values(own(old, key), own(now, key), [...path, key]);
    }
  }

  #values(old: unknown, now: unknown, path: Path): void {
    if (old === now) return;
    const { caseInsensitive, absent, ignoreOnImport } = this.options;
    if (path.length === 1 && caseInsensitive.includes(String(path[0])) && sameLetters(old, now)) {
      return;
    }
    const names = path.filter((part) => typeof part === "string").join(".");
    // Adobe's UI stores an empty text where somebody gave none.
    const none = own(absent, names) ?? (texts.has(String(path.at(-1))) ? "" : undefined);
    if ((old ?? none) === (now ?? none)) return;
    if (old === undefined) {
      const isUnknown =
        this.unseen.includes(names) || (this.isImported && ignoreOnImport.includes(names));
      if (!isUnknown) this.#note("add", path);
      return;
    }
    if (now === undefined) {
      const isAdded = isOpen(this.options.open, names);
      // What an import found and Adobe cannot change stays as it is, unless the program gives another value.
      const isFixed = path.length === 1 && this.options.replaces(path);
      if (!this.isImported || !(isAdded || isFixed)) this.#note("delete", path);
      return;
    }
    if (Array.isArray(old) && Array.isArray(now)) this.#lists(old, now, path);
    else if (isObject(old) && isObject(now)) this.objects(old, now, path);
    else this.#note("update", path);
  }

  #lists(old: unknown[], now: unknown[], path: Path): void {
    const key = own(this.options.unorderedLists, String(path.at(-1)));
    if (key !== undefined) {
      this.#unorderedLists(old, now, key, path);
      return;
    }
    for (let index = 0; index < Math.max(old.length, now.length); index++) {
      this.#values(old[index], now[index], [...path, index]);
    }
  }

  #unorderedLists(old: unknown[], now: unknown[], key: string, path: Path): void {
    const before = new Map(old.map((element) => [identityOf(element, key), element]));
    const kept = new Set<string>();
    now.forEach((element, index) => {
      const identity = identityOf(element, key);
      kept.add(identity);
      this.#values(before.get(identity), element, [...path, index]);
    });
    old.forEach((element, index) => {
      if (kept.has(identityOf(element, key))) return;
      // A new element may have the same index.
      const isReplaced = Object.hasOwn(this.changes, pathText([...path, index]));
      this.#note(isReplaced ? "update" : "delete", [...path, index]);
    });
  }

  #note(kind: "add" | "delete" | "update", path: Path): void {
    this.changes[pathText(path)] = this.options.replaces(path) ? `${kind}-replace` : kind;
  }
}

/** What distinguishes an element of an unordered list from the others. */
export function identityOf(element: unknown, key: string): string {
  return JSON.stringify((key !== "" && isObject(element) ? own(element, key) : element) ?? null);
}

function sameLetters(a: unknown, b: unknown): boolean {
  return typeof a === "string" && typeof b === "string" && a.toLowerCase() === b.toLowerCase();
}
