import * as z from "zod";

import { AdobeError } from "./errors";
import type { Action } from "./errors";
import { MAX_LABEL, listed } from "./text";

/** Options every call takes. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads a response's body as the shape it must have; unknown properties stay.
 *
 * @param quote - what may be shown of the server's keys
 * @throws AdobeError that names the first ten places that are wrong, and how many more there are
 */
export function shaped<T>(
  schema: z.ZodType<T>,
  body: unknown,
  action: Action,
  quote: (text: string, max?: number) => string,
): T {
  const result = validated(schema, body);
  if (result?.success) return result.data;
  const wrong = (result?.error.issues ?? []).map(
    ({ message, path }) =>
      () =>
        quote(`${message} at ${path.map(String).join(".") || "the top"}`, MAX_LABEL),
  );
  const places = result === undefined ? "it is wrong in too many places" : listed(wrong, "; ");
  throw new AdobeError({
    ...action,
    reason: `Adobe's response does not have the documented form (${places})`,
    // A POST whose response cannot be read was most likely carried out.
    ambiguous: action.verb === "create",
  });
}

/** Undefined when a response has so many faults that zod cannot list them: it passes them as arguments of a function. */
function validated<T>(schema: z.ZodType<T>, body: unknown) {
  try {
    return schema.safeParse(body);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Resolves with `undefined` instead of the error that says that the object does not exist. */
export async function orMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AdobeError && error.details.notFound === true) return undefined;
    throw error;
  }
}

export const jsonObject = z.record(z.string(), z.unknown());

/** A point in time in a response, in milliseconds since 1970, as far as a date can hold it. */
export const timestamp = z.number().min(0).max(8e15);

/** A property that a response may leave out, or have as `null`, which means the same. */
export function optional<T extends z.ZodType>(value: T) {
  return z.preprocess((given) => given ?? undefined, value.optional());
}

/** A property that only informs: in a form that nobody knows yet it counts as left out. */
export function informative<T extends z.ZodType>(value: T) {
  return value.optional().catch(undefined);
}

/** Longest list in a response. */
export const MAX_ITEMS = 10_000;

/**
 * A list whose length is checked before its elements. Otherwise each wrong element of a million would be an
 * issue.
 */
export function listOf<T extends z.ZodType>(element: T) {
  return z.array(z.unknown()).max(MAX_ITEMS).pipe(z.array(element));
}

/** The same check for objects by their ids. */
export function recordOf<T extends z.ZodType>(element: T) {
  return jsonObject
    .refine((record) => Object.keys(record).length <= MAX_ITEMS, {
      error: `Too big: expected at most ${MAX_ITEMS} objects`,
    })
    .pipe(z.record(z.string(), element));
}
