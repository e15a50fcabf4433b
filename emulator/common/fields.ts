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

/** The fields of a body that must have a type, where they are there at all. */
export type FieldTypes = Readonly<Record<string, keyof typeof kinds>>;

/**
 * The body a caller sent, once it is an object whose fields have the types they must; else what `refuse`
 * makes of the reason. Nothing of a wrong type is read as if it were empty.
 */
export const typed = (
  body: unknown,
  types: FieldTypes,
  refuse: (detail: string) => ApiError,
): JsonObject => {
  if (!isObject(body)) throw refuse("The body must be an object.");
  const wrong = Object.entries(types).find(
    ([name, kind]) => body[name] !== undefined && !kinds[kind](body[name]),
  );
  if (wrong !== undefined) throw refuse(`\`${wrong[0]}\` must be: ${wrong[1]}.`);
  return body;
};
