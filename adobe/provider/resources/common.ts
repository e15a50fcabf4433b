import * as z from "zod";

import { isObject } from "../../client/json";
import type { Json } from "../../client/json";

/**
 * The form in which a schema is named with its version. It is the same everywhere: Flow Service may compare
 * the one of the mapping set with the one of the dataset (FLOW-1425-400), and no document says how exactly.
 */
export const CONTENT_TYPE = "application/vnd.adobe.xed-full+json;version=1";

export const nameInput = z
  .string()
  .min(1, { error: "is empty; give a name or leave it out" })
  .optional()
  .describe("Default: an auto-name.");

export const titleInput = nameInput.describe(
  "Unique in the sandbox among the resources of its type. Default: an auto-name.",
);

export const descriptionInput = z
  .string()
  .optional()
  .describe(
    "Shown in Adobe's UI; there the ownership tag follows it when the program gives the name.",
  );

export const schemaIdInput = z
  .string()
  .min(1, { error: "is empty; give the schema's $id" })
  // Everything is wrong with an empty one, and said already.
  .regex(/^$|^https?:\/\//, {
    error:
      "must be the $id of a schema (`id` of the resource), as https://ns.adobe.com/acme/schemas/1f…, not its meta:altId or title; correct it",
  })
  .describe("`$id` of the schema.");

export const fieldsInput = z
  .record(z.string(), z.string())
  .optional()
  .describe("Type by path of the schema's fields (`schema.fields`), to check against at preview.");

export const generationInput = z
  .string()
  .optional()
  .describe(
    "Replacement trigger: any text, such as a digest of the mappings. Not sent to Adobe; a change makes a new object with a new auto-name.",
  );

export const baseConnectionInput = z
  .string()
  .min(1, { error: "is empty; give the id of a Connection" })
  .optional();

export const specInput = z
  .strictObject({
    id: z.string().min(1).describe("UUID Adobe gave the specification."),
    version: z.string().min(1).describe('As `"1.0"`.'),
  })
  .meta({ id: "Spec", description: "One of Adobe's specifications, by id and version." });

/** At Adobe, a removed description is an empty one. */
export function descriptionOf(value: unknown): { description?: string } {
  return typeof value === "string" && value !== "" ? { description: value } : {};
}

/** A nested object of a response; `{}` for anything else. */
export function objectIn(value: unknown, key: string): Json {
  const inner = isObject(value) ? value[key] : undefined;
  return isObject(inner) ? inner : {};
}

/** A text in a response; empty for anything else. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The texts of a list in a response; empty for anything else. */
export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

/** The specification with which an object was made. */
export function specOf(spec: unknown): { id: string; version: string } {
  const { id, version } = isObject(spec) ? spec : {};
  return {
    id: typeof id === "string" ? id : "",
    version: typeof version === "string" ? version : "1.0",
  };
}

/**
 * Returns a list in its last known order, with new elements at the end: an order without meaning must not
 * show as a change.
 */
export function inOrderOf<T>(
  list: readonly T[],
  last: readonly T[] | undefined,
  key: (one: T) => string,
): T[] {
  const order = new Map((last ?? []).map((one, index) => [key(one), index]));
  const at = (one: T) => order.get(key(one)) ?? Number.MAX_SAFE_INTEGER;
  return [...list].sort((a, b) => at(a) - at(b));
}

/** The object with each of its values changed. */
export function mapValues<T, U>(
  object: Readonly<Record<string, T>>,
  change: (value: T, key: string) => U,
): Record<string, U> {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key, change(value, key)]),
  );
}
