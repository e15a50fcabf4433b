import type { NamedObject, Operation } from "../lifecycle/definition";
import { textOf } from "./common";
import { fieldsOf } from "./descriptorField";
import { fromProperty } from "./descriptorPath";
import { tenantIn } from "./tenantNamespace";

/** A descriptor with its `@type`, as `xdm:descriptorIdentity`. */
export interface ListedDescriptor extends NamedObject {
  /** `@id` of the schema. */
  readonly of: string;
  readonly type: string;
}

/** All descriptors of the sandbox, by the field that each is for. */
export async function listAllDescriptors({
  sandbox,
  signal,
  since,
}: Operation): Promise<ListedDescriptor[]> {
  const all = await sandbox.client.registry.findAllDescriptors({ signal, since });
  return all.map((one) => {
    const of = textOf(one["xdm:sourceSchema"]);
    const paths = fieldsOf(one).map((field) => fromProperty(field, tenantIn(of)));
    return { id: one["@id"], name: paths.join(", "), of, type: one["@type"] };
  });
}

/** Those with one of these values of `@type`. */
export async function listDescriptors(
  types: readonly string[],
  operation: Operation,
): Promise<NamedObject[]> {
  const all = await listAllDescriptors(operation);
  return all
    .filter(({ type }) => types.includes(type))
    .map(({ id, name, of }) => ({ id, name, of }));
}
