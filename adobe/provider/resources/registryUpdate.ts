import type { RegistryResource, ResourceKind } from "../../client/schemaRegistry";
import type { Operation } from "../lifecycle/definition";
import type { ListKeys } from "../lifecycle/difference";
import { isSame, mergeChanges } from "../lifecycle/merge";
import { tagIn, withTag, withoutTag } from "../lifecycle/ownershipTag";
import type { PatchOperation } from "../xdm/groupChanges";
import { descriptionOf } from "./common";
import { goneError } from "./gone";

interface Labeled {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
}

/** How the inputs that Adobe stores are read and written for a type. */
interface Form<T> {
  readonly displayName: string;
  readonly unorderedLists: ListKeys;
  readonly read: (now: RegistryResource) => T;
  /** The patch for everything except title and description. */
  readonly changes: (wanted: T, now: RegistryResource) => PatchOperation[];
}

/**
 * Writes what the program changed to an object of the Schema Registry, and nothing else: as a patch, so
 * that parts of the object that the provider does not know stay as they are. The registry has no
 * `If-Match`, so the object is read right before.
 */
export async function updateRegistryObject<T extends Labeled>(
  kind: ResourceKind,
  id: string,
  request: { readonly oldInputs: T; readonly newInputs: T },
  { sandbox, signal }: Pick<Operation, "sandbox" | "signal">,
  { displayName, unorderedLists, read, changes }: Form<T>,
): Promise<RegistryResource> {
  const { registry } = sandbox.client;
  const now = await registry.get(kind, id, { signal });
  if (now === undefined) throw goneError(displayName, id);
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
  const theirTag = tagIn(theirs.description);
  const tag = tagIn(request.newInputs.description) ?? theirTag;
  if (tag === theirTag && isSame(wanted, plain, unorderedLists)) return now;
  const description = withTag(wanted.description, tag);
  const patch = [...labelPatch(theirs, { ...wanted, description }), ...changes(wanted, now)];
  return patch.length === 0 ? now : registry.patch(kind, id, patch, { signal });
}

/** Only the differences: `add` also replaces, and may be sent twice. */
function labelPatch(theirs: Labeled, { title, description }: Labeled): PatchOperation[] {
  const patch: PatchOperation[] = [];
  if (title !== theirs.title) patch.push({ op: "add", path: "/title", value: title });
  const text = description ?? "";
  if (text !== (theirs.description ?? "")) {
    patch.push({ op: "add", path: "/description", value: text });
  }
  return patch;
}

/** The ownership tag belongs to the provider: it is a change of neither side. */
function withPlainDescription<T extends Labeled>(inputs: T): T {
  const others: T = { ...inputs, description: undefined };
  return { ...others, ...descriptionOf(withoutTag(inputs.description)) };
}
