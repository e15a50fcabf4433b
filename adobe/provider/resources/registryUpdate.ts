import type { RegistryResource, ResourceKind } from "../../client/schemaRegistry";
import type { Operation } from "../lifecycle/definition";
import type { ListKeys } from "../lifecycle/difference";
import { isSame, mergeChanges } from "../lifecycle/merge";
import { tagIn, withTag, withoutTag } from "../lifecycle/ownershipTag";
import { descriptionOf } from "./common";

interface Labelled {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
}

/** How a type's inputs, as far as Adobe holds them, are read and written. */
interface Form<T> {
  readonly displayName: string;
  readonly unorderedLists: ListKeys;
  readonly read: (now: RegistryResource) => T;
  readonly body: (wanted: T, now: RegistryResource) => Record<string, unknown>;
}

/**
 * Changes an object of the Schema Registry by what the program changed. The registry knows no
 * `If-Match` and replaces as a whole: so it is read right before, and what somebody else has changed
 * is written back as it is.
 */
export async function updateRegistryObject<T extends Labelled>(
  kind: ResourceKind,
  id: string,
  request: { readonly oldInputs: T; readonly newInputs: T },
  { sandbox, signal }: Pick<Operation, "sandbox" | "signal">,
  { displayName, unorderedLists, read, body }: Form<T>,
): Promise<RegistryResource> {
  const { registry } = sandbox.client;
  const now = await registry.get(kind, id, { signal });
  if (now === undefined)
    throw new Error(`the ${displayName} ${id} is gone; run \`pulumi refresh\``);
  const theirs = read(now);
  const plain = withPlainDescription(theirs);
  const wanted = mergeChanges(
    `${displayName} ${id}`,
    {
      oldInputs: withPlainDescription(request.oldInputs),
      newInputs: withPlainDescription(request.newInputs),
      theirs: plain,
    },
    unorderedLists,
  );
  const theirMark = tagIn(theirs.description);
  const mark = tagIn(request.newInputs.description) ?? theirMark;
  if (mark === theirMark && isSame(wanted, plain, unorderedLists)) return now;
  const description = withTag(wanted.description, mark);
  return registry.replace(kind, id, body({ ...wanted, description }, now), { signal });
}

/** The mark is ours alone: it is no side's change. */
function withPlainDescription<T extends Labelled>(inputs: T): T {
  const others: T = { ...inputs, description: undefined };
  return { ...others, ...descriptionOf(withoutTag(inputs.description)) };
}
