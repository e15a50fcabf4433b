import type { Json } from "../../client/json";
import { refsOf } from "../../client/schemaRegistry";
import type { RegistryResource } from "../../client/schemaRegistry";
import type { Fields } from "./dataTypeForm";
import { groupChanges } from "./groupChanges";
import type { PatchOperation } from "./groupChanges";
import { groupBody, groupContent } from "./groupForm";
import { inexpressible } from "./inexpressible";
import { namespaceOf } from "./registryForm";
import { partRefs } from "./singleFields";
import { TENANT } from "./tenant";

/** How the `$id`s of all behaviors begin. */
const BEHAVIORS = "https://ns.adobe.com/xdm/data/";

/** The class in the form of the registry: the fields of a field group, and the behavior. */
export function classBody(fields: Fields, behavior: string, namespace: string): Json {
  return groupBody({ ...fields, extendedGroups: [behavior] }, namespace);
}

/** `$id` of a class's behavior; empty when it has none. */
export function behaviorOf(found: RegistryResource): string {
  return refsOf(found).find((ref) => ref.startsWith(BEHAVIORS)) ?? "";
}

/** The fields of a class that a program can write. */
export function classFields(found: RegistryResource): Fields {
  const { properties, required } = groupContent(found, namespaceOf(found));
  return { properties, required };
}

/** What of a class no program can write, by path. */
export function inexpressibleInClass(found: RegistryResource): string[] {
  const namespace = namespaceOf(found);
  const { standardProperties = {}, standardRequired = [] } = groupContent(found, namespace);
  const parts = partRefs(found, namespace).map(({ ref }) => ref);
  const others = parts.filter((id) => id !== behaviorOf(found));
  return [
    ...others,
    ...Object.keys(standardProperties).map((path) => `${path}.${TENANT}`),
    ...standardRequired.map((path) => `${path} required`),
    ...inexpressible(found, namespace, () => false),
  ];
}

/** The patch that gives a class these fields. Every other part of it stays as it is. */
export function classChanges(found: RegistryResource, wanted: Fields): PatchOperation[] {
  const namespace = namespaceOf(found);
  const { properties, required } = wanted;
  return groupChanges(found, namespace, {
    ...groupContent(found, namespace),
    properties,
    required,
  });
}
