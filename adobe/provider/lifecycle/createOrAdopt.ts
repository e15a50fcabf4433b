import { AdobeError } from "../../client";
import { adopt, chooseAdoptable } from "./adoption";
import type { Creation } from "./adoption";

/** Lookups after a POST whose outcome is unknown, before it is sent again. */
const LOOKUPS = 3;
const FIRST_LOOKUP_AFTER_MS = 1000;
const MAX_POSTS = 3;

/**
 * Makes an object exactly once. POST is not idempotent at Adobe, so the object is looked up first:
 * what an interrupted run has made is adopted, an unmanaged one is an error. After a POST whose
 * outcome is unknown the object is looked up again before another POST.
 */
export async function createOrAdopt<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
): Promise<{ id: string; outputs: Outputs }> {
  const existing = await findUnknown(creation);
  if (existing.length > 0) return adopt(creation, await chooseAdoptable(creation, existing));

  const { definition, inputs, operation } = creation;
  for (let post = 1; ; post++) {
    try {
      return await definition.create(inputs, operation);
    } catch (error) {
      if (!(error instanceof AdobeError) || error.details.ambiguous !== true) throw error;
      operation.context.log(
        "debug",
        `outcome unknown (${error.message}); looking up the ${definition.displayName}`,
      );
      const id = await lookUpPosted(creation);
      if (id !== undefined) return adopt(creation, { id, reason: "posted" });
      if (post === MAX_POSTS) throw error;
    }
  }
}

/** Objects of the wanted name that the state is not known to hold. */
async function findUnknown<Inputs extends object, Outputs extends object>({
  definition,
  inputs,
  operation,
}: Creation<Inputs, Outputs>): Promise<string[]> {
  const found = await definition.find(inputs, operation);
  return found.filter((id) => !operation.sandbox.knownIds.has(id));
}

/** Nothing of this name was there before the POST: what is found now was made by it. */
async function lookUpPosted<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
): Promise<string | undefined> {
  const { sandbox, signal } = creation.operation;
  for (let lookup = 0; lookup < LOOKUPS; lookup++) {
    await sandbox.timing.sleep(FIRST_LOOKUP_AFTER_MS * 2 ** lookup, signal);
    const [id] = await findUnknown(creation);
    if (id !== undefined) return id;
  }
  return undefined;
}
