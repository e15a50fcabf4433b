import type { Json } from "../../client/json";

/** What Adobe's services write to an object themselves, by the names that the documents show. */
const serviceKeys = [
  "id", "@id", "version", "status", "custom", "createTime", "updateTime", "imsOrg", "created", "createdClient",
  "createdUser", "updated", "updatedClient", "updatedUser", "meta:containerId", "meta:sandboxId", "meta:sandboxType",
  "meta:registryMetadata",
]; // prettier-ignore

/**
 * The body of a PUT, which replaces the whole object: also what no program can express goes back as it was read.
 *
 * @param now - the object as it was read right before.
 * @param changes - what becomes of the parts that the provider knows.
 */
export function replacementOf(now: Json, changes: Json): Json {
  const kept = Object.entries(now).filter(([key]) => !serviceKeys.includes(key));
  return { ...Object.fromEntries(kept), ...changes };
}
