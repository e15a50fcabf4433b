import { isObject, type Json, type JsonObject } from "../shared/json";
import { isEmpty } from "./convert";

/** The documented paths of a payload, as a tree: made once, and shared by all payloads of a shape. */
export class PathTree {
  private readonly children = new Map<string, PathTree>();

  /** The node of a path, which is the same at each call. */
  at(path: readonly string[]): PathTree {
    const [name, ...others] = path;
    if (name === undefined) return this;
    const child = this.children.get(name) ?? new PathTree();
    this.children.set(name, child);
    return child.at(others);
  }

  /**
   * Returns the value without consumed and empty parts, or undefined when nothing is left.
   *
   * @param consumed the nodes of the paths whose values are in a field
   */
  rest(value: Json, consumed: ReadonlySet<PathTree>): Json | undefined {
    if (consumed.has(this)) return undefined;
    if (this.children.size === 0 || !isObject(value)) return withoutEmpty(value);
    const left: [string, Json][] = [];
    for (const key of Object.keys(value)) {
      const item = value[key] as Json;
      const child = this.children.get(key);
      const rest = child ? child.rest(item, consumed) : withoutEmpty(item);
      if (rest !== undefined) left.push([key, rest]);
    }
    return left.length === 0 ? undefined : Object.fromEntries(left);
  }
}

/**
 * Returns an unknown value without the empty members of its objects, or undefined when it is empty. A
 * list stays as it is unless everything in it is empty. A value without empty members is not copied.
 */
export function withoutEmpty(value: Json): Json | undefined {
  if (isEmpty(value)) return undefined;
  if (Array.isArray(value))
    return value.some((item) => withoutEmpty(item) !== undefined) ? value : undefined;
  return isObject(value) ? withoutEmptyMembers(value) : value;
}

function withoutEmptyMembers(value: JsonObject): JsonObject | undefined {
  const keys = Object.keys(value);
  const rests = keys.map((key) => withoutEmpty(value[key] as Json));
  if (keys.every((key, index) => rests[index] === value[key])) return value;
  const left = keys.flatMap((key, index) =>
    rests[index] === undefined ? [] : [[key, rests[index]] as const],
  );
  return left.length === 0 ? undefined : Object.fromEntries(left);
}
