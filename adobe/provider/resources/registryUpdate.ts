import type { RegistryResource, ResourceKind } from "../../client/schemaRegistry";
import type { Operation } from "../lifecycle/definition";
import type { ListKeys } from "../lifecycle/difference";
import { isSame } from "../lifecycle/merge";
import { mergeTagged } from "../lifecycle/mergeTagged";
import type { PatchOperation } from "../xdm/groupChanges";
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
  const wanted = mergeTagged(`${displayName} ${id}`, { ...request, theirs }, unorderedLists);
  if (isSame(wanted, theirs, unorderedLists)) return now;
  const patch = [...labelPatch(theirs, wanted), ...changes(wanted, now)];
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
