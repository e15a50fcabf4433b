import { isObject } from "../../client/json";
import type { Json } from "../../client/json";

/** An object with changes in it, at any depth, and all else that it has. A list counts as one value. */
export function within(now: Json, changes: Json): Json {
  const changed = Object.entries(changes).map(([key, value]) => {
    const there = now[key];
    return [key, isObject(value) && isObject(there) ? within(there, value) : value] as const;
  });
  return { ...now, ...Object.fromEntries(changed) };
}
