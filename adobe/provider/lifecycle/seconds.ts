import type { Properties } from "../../../provider-sdk";
import { listed } from "../../client/text";
import { isOfAnotherClient } from "./adoption";
import type { Creation } from "./adoption";
import { findCandidates } from "./candidates";
import { INTERNAL_OUTPUT } from "./internalState";
import type { SandboxContext } from "./sandboxContext";

/** What a search for further objects of the same create needs to know about an object. */
export type Original<Inputs extends object, Outputs extends object> = Pick<
  Creation<Inputs, Outputs>,
  "definition" | "inputs" | "operation"
>;

/**
 * Whether Adobe may have made a second object of the same create. The state says so, for every machine, and the
 * journal, where the create is of this run.
 */
export function mayHaveSecond(
  id: string,
  outputs: Properties | undefined,
  { journal }: Pick<SandboxContext, "journal">,
): boolean {
  return outputs?.[INTERNAL_OUTPUT.repeated] === true || journal.mayHaveSecond(id);
}

/**
 * Names the additional objects that earlier requests for the same create may have made: Adobe carried them out
 * although no response arrived in time. A copy that somebody has made with the same credential looks the same.
 */
export async function warnOfSeconds<Inputs extends object, Outputs extends object>(
  original: Original<Inputs, Outputs>,
  id: string,
): Promise<void> {
  const { definition, operation } = original;
  const { sandbox, context, tag } = operation;
  const found = await findCandidates(original);
  const seconds: string[] = [];
  for (const other of found) {
    if (other === id || sandbox.knownIds.has(other)) continue;
    const there = await definition.read(other, original.inputs, operation);
    if (there === undefined || isOfAnotherClient(there, operation)) continue;
    // With a name that the program gives, there may also be objects of other owners.
    if (tag === undefined || there.tag === tag) seconds.push(other);
  }
  if (seconds.length === 0) return;
  context.log(
    "warning",
    `Adobe may have made the ${definition.displayName} more than once, because a response did not arrive in time: this resource is ${id}, ` +
      `and ${listed(seconds)} has the same name. If it is not a copy that somebody has made, delete it in Adobe's UI`,
  );
}
