import type { Properties } from "../../../provider-sdk";
import { adopt } from "./adoption";
import type { Adoptable, Created, Creation } from "./adoption";
import { takenError } from "./adoptionErrors";
import type { FoundObject } from "./createJournal";
import type { BegunCreate } from "./openCreates";
import { warnOfSeconds } from "./seconds";

/** An object that a create has found. */
export interface Chosen {
  readonly adoptable: Adoptable | undefined;
}

/**
 * Chooses the object to adopt, and keeps it for this resource until its create has ended. When another resource of this
 * run is about to adopt it, it chooses again.
 * @throws Error when the other one has the only object that there is.
 */
export async function claimed<C extends Chosen, Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  choose: () => Promise<C>,
): Promise<C> {
  const { creating } = creation.operation.sandbox;
  for (let attempt = 1; attempt <= 2; attempt++) {
    const chosen = await choose();
    const { adoptable } = chosen;
    if (adoptable === undefined || adoptable.isShared === true) return chosen;
    if (creating.claim(creation, adoptable.id)) return chosen;
  }
  throw takenError(creation);
}

/**
 * Adopts an object that was {@link claimed}: the journal gets to know it first.
 *
 * @param key - what the journal knows the create by.
 * @param made - how many objects the create has made, or may have made. None: somebody else has made it.
 */
export async function adoptOnce<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  adoptable: Adoptable,
  { key, made }: { readonly key: string | undefined; readonly made: number },
): Promise<Created<Outputs>> {
  if (made > 0) noteFound(creation, key, { id: adoptable.id, posts: made, outcome: "lookedUp" });
  const adopted = await adopt(creation, adoptable);
  if (made > 1) await warnOfSeconds(creation, adopted.id);
  return adopted;
}

/** What the next run has to know, in case that it is interrupted and the program has changed by then. */
export function begunCreate<Inputs extends object, Outputs extends object>({
  definition,
  inputs,
  operation,
}: Creation<Inputs, Outputs>): BegunCreate {
  const { nameInput, tagLocation, token, ignored = [], secretOutputs = [] } = definition;
  const name = nameInput && (inputs as Properties)[nameInput];
  const begun = {
    urn: operation.context.urn,
    token,
    ...(name === undefined ? {} : { name: name as string }),
  };
  // What may lack its tag at Adobe is known by its content, as is what has no name.
  const mayLackTag = operation.tag !== undefined && tagLocation !== undefined;
  if (name !== undefined && !mayLackTag) return begun;
  // The journal is a file that nobody encrypts.
  const left = new Set([...ignored, ...secretOutputs]);
  const stored = Object.entries(inputs).filter(([input]) => !left.has(input));
  return { ...begun, inputs: Object.fromEntries(stored) };
}

/** Notes in the journal that the create has its object. */
export function noteFound<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  key: string | undefined,
  found: FoundObject,
): void {
  const { definition, operation } = creation;
  if (key === undefined) return;
  // Where a name can occur once only, all other POSTs are rejected.
  const posts = definition.uniqueName === true ? Infinity : found.posts;
  // The adoption changes the content by which a later run would know the object.
  const adopted = found.outcome === "lookedUp" ? begunCreate(creation).inputs : undefined;
  operation.sandbox.journal.found(key, { ...found, posts, adopted });
}
