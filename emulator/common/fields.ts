import type { ApiError } from "./apiError";
import { isObject, type JsonObject } from "./json";

const kinds = {
  text: (value: unknown): boolean => typeof value === "string",
  object: isObject,
  number: (value: unknown): boolean => typeof value === "number",
  list: Array.isArray,
  "object of lists": (value: unknown): boolean =>
    isObject(value) && Object.values(value).every(Array.isArray),
  "list of texts": (value: unknown): boolean =>
    Array.isArray(value) && value.every((item) => typeof item === "string"),
  "list of objects": (value: unknown): boolean => Array.isArray(value) && value.every(isObject),
} as const;

/** The types of fields of a body. A field may be missing; one that is there must have its type. */
export type FieldTypes = Readonly<Record<string, keyof typeof kinds>>;

/**
 * Checks that a body is an object and that its fields have their types.
 *
 * @param reject - makes the service's error of a reason
 * @returns the body
 */
export function typed(
  body: unknown,
  types: FieldTypes,
  reject: (detail: string) => ApiError,
): JsonObject {
  if (!isObject(body)) throw reject("The body must be an object.");
  const wrong = Object.entries(types).find(
    ([name, kind]) => body[name] !== undefined && !kinds[kind](body[name]),
  );
  if (wrong !== undefined) throw reject(`\`${wrong[0]}\` must be: ${wrong[1]}.`);
  return body;
}
