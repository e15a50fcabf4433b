/** The permissions of Adobe's roles that the calls of a service need, by the beginning of its paths. */
const permissionOf: readonly (readonly [string, string])[] = [
  ["/data/foundation/schemaregistry/", "Manage Schemas and Manage Identity Metadata"],
  ["/data/foundation/catalog/", "Manage Datasets"],
  ["/data/foundation/export/", "Manage Datasets"],
  ["/data/foundation/flowservice/", "Manage Sources"],
  ["/data/foundation/conversion/", "Manage Sources"],
  ["/data/core/idnamespace/", "Manage Identity Namespaces"],
  ["/data/foundation/sandbox-management/", "View Sandboxes"],
];

/**
 * What to do when a role lacks a permission.
 *
 * @param path - of the call; undefined: the permission is not named
 */
export function permissionHint(path: string | undefined): string {
  const needed = permissionOf.find(([start]) => path?.startsWith(start))?.[1];
  return (
    `In Adobe's Permissions, give the credential a role with ${needed ?? "the needed permissions"} in this sandbox ` +
    "(a system administrator adds it on the role's tab API credentials), and in Admin Console a product profile of Experience Platform"
  );
}
