import { isObject, type Json, type JsonObject } from "../shared/json";
import { isEmpty } from "./convert";

/** The paths of a payload whose values are in a field. Everything else goes to the extra fields. */
export class ConsumedPaths {
  private whole = false;
  private readonly children = new Map<string, ConsumedPaths>();

  add(path: readonly string[], from = 0): void {
    const name = path[from];
    if (name === undefined) {
      this.whole = true;
      return;
    }
    const child = this.children.get(name) ?? new ConsumedPaths();
    this.children.set(name, child);
    child.add(path, from + 1);
  }

  /** Returns the value without consumed and empty parts, or undefined when nothing is left. */
  rest(value: Json): Json | undefined {
    if (this.whole) return undefined;
    if (this.children.size === 0 || !isObject(value)) return withoutEmpty(value);
    const left = Object.entries(value).flatMap(([key, item]) => {
      const child = this.children.get(key);
      const rest = child ? child.rest(item) : withoutEmpty(item);
      return rest === undefined ? [] : [[key, rest] as const];
    });
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
