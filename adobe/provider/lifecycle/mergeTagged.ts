import type { ListKeys } from "./difference";
import { mergeChanges } from "./merge";
import { tagIn, withTag, withoutTag } from "./ownershipTag";

interface Described {
  readonly description?: string | undefined;
}

/**
 * What the program changed, brought into what is there, as {@link mergeChanges} does it. The ownership tag in a
 * description belongs to the provider, so it is a change of neither side: the result has the program's tag, or else the
 * object's.
 *
 * @throws Error that names each path which somebody else has changed too, to something else.
 */
export function mergeTagged<T extends Described>(
  what: string,
  sides: { readonly oldInputs: T; readonly newInputs: T; readonly theirs: T },
  unorderedLists: ListKeys = {},
): T {
  const { oldInputs, newInputs, theirs } = sides;
  const wanted = mergeChanges(
    what,
    { oldInputs: plain(oldInputs), newInputs: plain(newInputs), theirs: plain(theirs) },
    unorderedLists,
  );
  const tag = tagIn(newInputs.description) ?? tagIn(theirs.description);
  return described(wanted, withTag(wanted.description, tag));
}

function plain<T extends Described>(inputs: T): T {
  return described(inputs, withoutTag(inputs.description));
}

function described<T extends Described>(inputs: T, description: string | undefined): T {
  const others: T & { description?: string | undefined } = { ...inputs };
  delete others.description;
  return description === undefined ? others : { ...others, description };
}
