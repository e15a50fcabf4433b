import { listed } from "../../client/text";
import type { Creation } from "./adoption";

/** Objects of one name that are looked at, one request each. */
const MAX_CANDIDATES = 50;

/**
 * Ids of the objects that may be the wanted one.
 *
 * @throws Error when there are more objects of the name than can be looked at
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
