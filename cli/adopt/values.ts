import type { Json } from "../../adobe/client/json";

/** Text or number at a key of a value that may be no object. */
export function textAt(value: unknown, key: string): string | undefined {
  const found = (value as Json | undefined)?.[key];
  return typeof found === "string" || typeof found === "number" ? String(found) : undefined;
}

/** Object at a key of a value that may be none; empty when there is none. */
export function objectAt(value: unknown, key: string): Json {
  const found = (value as Json | undefined)?.[key];
  return typeof found === "object" && found !== null ? (found as Json) : {};
}
