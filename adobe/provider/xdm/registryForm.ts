import type { RegistryResource } from "../../client/schemaRegistry";
import { joinFieldTypes, registryFieldTypes } from "./fieldPaths";
import type { FieldTypes } from "./fieldPaths";
import { onlyFields, partRefs } from "./singleFields";
import { standardFields } from "./standard";
import { holders } from "./tenantPlaces";

/** The organization's namespace, `_acme`, as every tenant resource shows it. */
export function namespaceOf(resource: RegistryResource): string {
  const namespace = resource["meta:tenantNamespace"];
  if (typeof namespace === "string" && /^_[A-Za-z0-9][\w-]*$/.test(namespace)) return namespace;
  return /^(_[A-Za-z0-9][\w-]*)\./.exec(resource["meta:altId"])?.[1] ?? "_unknown";
}

/**
 * Type by path of every field that a field group brings: also those inside Adobe's standard objects
 * (`web._tenant.score`), those that no program can express, and those of the groups it extends.
 */
export function allFieldTypes(group: RegistryResource): FieldTypes {
  const extended = partRefs(group, namespaceOf(group)).map(({ ref, refProperty }) =>
    onlyFields(standardFields(ref), refProperty),
  );
  const own = holders(group).map(([, { properties }]) =>
    registryFieldTypes(properties, namespaceOf(group)),
  );
  return joinFieldTypes([...extended, ...own]);
}
