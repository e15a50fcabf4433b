import type { RegistryResource, ResourceKind } from "../../client/schemaRegistry";
import type { NamedObject, Operation } from "../lifecycle/definition";

/** How the objects of one kind are found in the Schema Registry, which uses the title as the name. */
export function registryLookup(kind: ResourceKind) {
  return {
    async find(
      wanted: { readonly title?: string | undefined },
      { sandbox, signal }: Operation,
    ): Promise<string[]> {
      const { registry } = sandbox.client;
      const found = await registry.findByTitle(kind, wanted.title ?? "", { signal });
      return found.map(({ $id }) => $id);
    },

    async list({ sandbox, signal, since }: Operation): Promise<{ id: string; name: string }[]> {
      const all = await sandbox.client.registry.findAll(kind, { signal, since });
      return all.map(({ $id, title }) => ({ id: $id, name: title }));
    },
  };
}

/** The schemas that are of one resource type: those with a class, or the relational ones. */
export async function listSchemas(
  { sandbox, signal, since }: Operation,
  isOfType: (schema: RegistryResource) => boolean,
): Promise<NamedObject[]> {
  const all = await sandbox.client.registry.findSchemas({ signal, since });
  return all.filter(isOfType).map(({ $id, title }) => ({ id: $id, name: title }));
}
