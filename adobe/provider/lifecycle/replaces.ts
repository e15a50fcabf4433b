import type { ChangeKind, Properties } from "../../../provider-sdk";
import { own } from "../../client/own";
import type { Definition } from "./definition";

/** Why a change makes a new object, by input or by the path of a part of one. */
export type Reasons = Readonly<Record<string, string>>;

/**
 * Why changes make a new object: what a type's definition says of its inputs, and what it says of these values at this
 * time.
 *
 * @param now - milliseconds since 1970
 */
export function reasonsOf<Inputs extends object, Outputs extends object>(
  definition: Definition<Inputs, Outputs>,
  oldInputs: Properties,
  newInputs: Properties,
  now: number,
): Reasons {
  const also = definition.replacesNow?.(oldInputs as Inputs, newInputs as Inputs, now);
  return { ...definition.replaces, ...also };
}

/** The part for which there is a reason, of those that a path is in; undefined: it changes in place. */
export function partAt(reasons: Reasons, path: string): string | undefined {
  for (let end = path.length; end > 0; end--) {
    const isWhole = end === path.length || path[end] === "." || path[end] === "[";
    if (isWhole && Object.hasOwn(reasons, path.slice(0, end))) return path.slice(0, end);
  }
  return undefined;
}

/** The parts whose change makes a new object, each with its reason, where there is one. */
export function replacedParts(
  changes: Readonly<Record<string, ChangeKind>>,
  reasons: Reasons,
): ReadonlyMap<string, string | undefined> {
  const paths = Object.keys(changes).filter((path) => changes[path]?.endsWith("-replace"));
  return new Map(
    paths.map((path) => {
      const part = partAt(reasons, path) ?? /^[^.[]+/.exec(path)?.[0] ?? path;
      return [part, own(reasons, part)];
    }),
  );
}
