import { isObject } from "../../client/json";
import type { Json } from "../../client/json";

/** An object as Adobe shows it with changes in it, and all else that it has, for a request that replaces all of it. */
export function within(now: Json, changes: Json): Json {
  const changed = Object.entries(changes).map(([key, value]) => {
    const there = now[key];
    return [key, isObject(value) && isObject(there) ? within(there, value) : value] as const;
  });
  return { ...now, ...Object.fromEntries(changed) };
}
