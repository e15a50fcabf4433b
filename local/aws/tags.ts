import type { Properties } from "../../provider-sdk";

type Tags = Readonly<Record<string, string>>;

/** The tags among a resource's inputs. */
export function tagsOf(inputs: Properties): Record<string, string> {
  return { ...(inputs["tags"] as Tags | undefined) };
}

/** What an update does to an object's tags; undefined where there is nothing to do. */
export function changedTags(oldInputs: Properties, newInputs: Properties) {
  const [before, after] = [tagsOf(oldInputs), tagsOf(newInputs)];
  const set = Object.entries(after).filter(([key, value]) => before[key] !== value);
  const remove = Object.keys(before).filter((key) => !(key in after));
  return {
    ...(set.length > 0 ? { set: Object.fromEntries(set) } : {}),
    ...(remove.length > 0 ? { remove } : {}),
  };
}

/** Tags as most services take them. */
export function tagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** Tags as most services return them. */
export function fromTagList(
  tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] = [],
): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}
