import * as z from "zod";

import { AdobeError } from "./errors";
import type { Action } from "./errors";

/** Options every call takes. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Reads a response's body as the shape it must have; unknown properties stay. */
export function shaped<T>(schema: z.ZodType<T>, body: unknown, action: Action): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new AdobeError({
    ...action,
    reason: `Adobe's response does not have the documented form (${z.prettifyError(result.error).replaceAll("\n", " ")})`,
    // A POST with an unreadable response was most likely carried out.
    ambiguous: action.verb === "create",
  });
}

/** `undefined` in place of the error that says the object is truly not there. */
export async function orMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AdobeError && error.details.notFound === true) return undefined;
    throw error;
  }
}

export const jsonObject = z.record(z.string(), z.unknown());
