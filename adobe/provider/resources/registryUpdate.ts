import type { RegistryResource, ResourceKind } from "../../client/schemaRegistry";
import type { Scope } from "../lifecycle/definition";
import type { ListKeys } from "../lifecycle/difference";
import { isSame, mergeChanges } from "../lifecycle/merge";
import { markIn, withMark, withoutMark } from "../lifecycle/ownership";
import { descriptionOf } from "./common";

interface Labelled {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
}

/** How a type's inputs, as far as Adobe holds them, are read and written. */
interface Form<T> {
  readonly word: string;
  readonly sets: ListKeys;
  readonly shown: (now: RegistryResource) => T;
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
  request: { readonly olds: T; readonly news: T },
  { session, signal }: Pick<Scope, "session" | "signal">,
  { word, sets, shown, body }: Form<T>,
): Promise<RegistryResource> {
  const { registry } = session.client;
  const now = await registry.get(kind, id, { signal });
  if (now === undefined) throw new Error(`the ${word} ${id} is gone; run \`pulumi refresh\``);
  const theirs = shown(now);
  const plain = withPlainDescription(theirs);
  const wanted = mergeChanges(
    `${word} ${id}`,
    {
      olds: withPlainDescription(request.olds),
      news: withPlainDescription(request.news),
      theirs: plain,
    },
    sets,
  );
  const theirMark = markIn(theirs.description);
  const mark = markIn(request.news.description) ?? theirMark;
  if (mark === theirMark && isSame(wanted, plain, sets)) return now;
  const description = withMark(wanted.description, mark);
  return registry.replace(kind, id, body({ ...wanted, description }, now), { signal });
}

/** The mark is ours alone: it is no side's change. */
function withPlainDescription<T extends Labelled>(inputs: T): T {
  const others: T = { ...inputs, description: undefined };
  return { ...others, ...descriptionOf(withoutMark(inputs.description)) };
}
