import { z } from "zod";
import { AdobeError } from "./errors";
import type { Action } from "./errors";

/** Options every call takes. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Reads an answer's body as the shape it must have; what else is in it stays. */
export function shaped<T>(schema: z.ZodType<T>, body: unknown, about: Action): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new AdobeError({
    ...about,
    reason: `Adobe's answer has not the documented form (${z.prettifyError(result.error).replaceAll("\n", " ")})`,
    // A POST with an unreadable answer has most likely done its work.
    ambiguous: about.action === "create",
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

/** A JSON object whose keys are not all known. */
export type Json = Record<string, unknown>;

export const jsonObject = z.record(z.string(), z.unknown());
