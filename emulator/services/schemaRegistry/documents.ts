import { arrayOf, objectOf, stringOf, type JsonObject } from "../../common/json";
import { emulatorTenant } from "../../defaults";
import type { XdmResource } from "../../state/entities";
import type { Sandbox } from "../../state/sandbox";
import { findResource } from "./library";

/** The organization's namespace in field paths: every custom field lies below it. */
export const tenantNamespace = `_${emulatorTenant}`;

/** The `$id` of each resource that `allOf` refers to. */
export function referencedParts(document: JsonObject): string[] {
  const ids = arrayOf(document["allOf"])
    .map((part) => stringOf(objectOf(part)["$ref"]))
    .filter((id): id is string => id !== undefined && !id.startsWith("#"));
  // A group is named several times when it is taken field by field.
  return [...new Set(ids)];
}

/** The class of a schema. */
export function classOf(sandbox: Sandbox, document: JsonObject): XdmResource | undefined {
  return referencedParts(document)
    .map((id) => findResource(sandbox, id))
    .find((resource) => resource?.type === "classes");
}

/** Whether a schema is enabled for Profile, and so part of the union of its class. */
export function isInUnion(document: JsonObject | undefined): boolean {
  return arrayOf(document?.["meta:immutableTags"]).includes("union");
}
