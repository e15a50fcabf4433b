import { listed } from "../../client/text";
import type { Creation } from "./adoption";

/** Largest number of objects of one name that are read, one request each. */
const MAX_CANDIDATES = 50;

/**
 * Ids of the objects that may be the wanted one.
 * @throws Error when more objects have the name than are read
 */
export async function findCandidates<Inputs extends object, Outputs extends object>({
  definition,
  inputs,
  operation,
}: Pick<Creation<Inputs, Outputs>, "definition" | "inputs" | "operation">): Promise<
  readonly string[]
> {
  const found = await definition.find(inputs, operation);
  if (found.length <= MAX_CANDIDATES) return found;
  throw new Error(
    `there are ${found.length} objects of the type ${definition.displayName} with this name (${listed(found)}); delete those that are not needed, or give the resource another name`,
  );
}
