import type { Properties } from "../../../provider-sdk";
import { listed } from "../../client/text";
import type { Creation } from "./adoption";
import { findCandidates } from "./candidates";
import { INTERNAL_OUTPUT, internalOutputs } from "./internalState";
import type { SandboxContext } from "./sandboxContext";
import { LOOKUPS_END_MS, SURE_MS } from "./secondsWindow";
import { isOfAnotherClient } from "./sentContent";

/** What a search for further objects of the same create needs to know about an object. */
export type Original<Inputs extends object, Outputs extends object> = Pick<
  Creation<Inputs, Outputs>,
  "definition" | "inputs" | "operation"
>;

type Known = Pick<SandboxContext, "journal" | "timing">;

/** When the create was sent again: by the state, for every machine, or by the journal of this one. */
function repeatedAt(
  id: string,
  outputs: Properties | undefined,
  { journal }: Known,
): number | undefined {
  const noted = outputs?.[INTERNAL_OUTPUT.repeated];
  // An earlier release wrote `true`.
  return typeof noted === "number"
    ? noted
    : (journal.repeatedAt(id) ?? (noted === true ? 0 : undefined));
}

/**
 * Whether Adobe may have made a second object of the same create. Not so any more when a lookup a day later has found
 * none, or after a month. What an earlier release has noted has no time and counts until such a lookup.
 */
export function mayHaveSecond(id: string, outputs: Properties | undefined, known: Known): boolean {
  const at = repeatedAt(id, outputs, known);
  if (at === undefined || known.journal.isSingle(id)) return false;
  return at === 0 || known.timing.now() - at <= LOOKUPS_END_MS;
}

/**
 * The internal state among the outputs, as long as it matters.
 * @param known - undefined: the object is in another organization.
 */
export function internalOf(
  id: string,
  outputs: Properties | undefined,
  known: Known | undefined,
): Properties {
  const { [INTERNAL_OUTPUT.repeated]: repeated, ...others } = internalOutputs(outputs);
  const isKept = known === undefined || mayHaveSecond(id, outputs, known);
  return repeated !== undefined && isKept
    ? { ...others, [INTERNAL_OUTPUT.repeated]: repeated }
    : others;
}

/** A lookup has found no second object. */
export function noteNoSecond(id: string, outputs: Properties | undefined, known: Known): void {
  const at = repeatedAt(id, outputs, known);
  if (at !== undefined && known.timing.now() - at > SURE_MS) known.journal.confirmSingle(id);
}

/**
 * Names the additional objects that earlier requests for the same create may have made: Adobe carried them out
 * although no response arrived in time. A copy that somebody has made with the same credential looks the same.
 * @returns whether there is one.
 */
export async function warnOfSeconds<Inputs extends object, Outputs extends object>(
  original: Original<Inputs, Outputs>,
  id: string,
): Promise<boolean> {
  const { definition, operation } = original;
  const { sandbox, context, tag } = operation;
  const found = await findCandidates(original);
  const seconds: string[] = [];
  for (const other of found) {
    if (other === id || sandbox.knownIds.has(other) || sandbox.journal.isUnproved(other)) continue;
    const there = await definition.read(other, original.inputs, operation);
    if (there === undefined || isOfAnotherClient(there, operation)) continue;
    // With a name that the program gives, there may also be objects of other owners.
    if (tag === undefined || there.tag === tag) seconds.push(other);
  }
  if (seconds.length === 0) return false;
  context.log(
    "warning",
    `Adobe may have made the ${definition.displayName} more than once, because a response did not arrive in time: this resource is ${id}, ` +
      `and ${listed(seconds)} has the same name. If it is not a copy that somebody has made, delete it in Adobe's UI`,
  );
  return true;
}
