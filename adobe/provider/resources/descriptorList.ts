import type { NamedObject, Operation } from "../lifecycle/definition";
import { textOf } from "./common";
import { fieldsOf } from "./descriptorField";
import { fromProperty } from "./descriptorPath";
import { tenantIn } from "./tenantNamespace";

/** All descriptors with one of these values of `@type`, by the field that each is for. */
export async function listDescriptors(
  types: readonly string[],
  { sandbox, signal, since }: Operation,
): Promise<NamedObject[]> {
  const all = await sandbox.client.registry.findAllDescriptors({ signal, since });
  return all
    .filter((one) => types.includes(one["@type"]))
    .map((one) => {
      const of = textOf(one["xdm:sourceSchema"]);
      const paths = fieldsOf(one).map((field) => fromProperty(field, tenantIn(of)));
      return { id: one["@id"], name: paths.join(", "), of };
    });
}
