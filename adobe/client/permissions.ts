/** Sandboxes belong to the organization. */
const SANDBOXES = "/data/foundation/sandbox-management/sandboxes";

/** The permissions of Adobe's roles that the calls of a service need, by the beginning of its paths. */
const permissionOf: readonly (readonly [string, string])[] = [
  [
    "/data/foundation/schemaregistry/",
    "the permissions Manage Schemas and Manage Identity Metadata",
  ],
  ["/data/foundation/catalog/", "the permission Manage Datasets"],
  ["/data/foundation/dataset/", "the permission Manage Usage Labels"],
  ["/data/foundation/export/", "the permission Manage Datasets"],
  // One service for both: only the specification of a connection says which of the two it is.
  [
    "/data/foundation/flowservice/",
    "the permission Manage Sources (or, for a destination: View Destinations and Manage Destinations; to send audiences there also Activate Destinations, View Profiles and View Segments)",
  ],
  ["/data/foundation/connectors/", "the permission Manage Sources"],
  ["/data/foundation/conversion/", "the permission Manage Sources"],
  ["/data/core/idnamespace/", "the permission Manage Identity Namespaces"],
  ["/data/core/ups/config/mergePolicies", "the permission Manage Merge Policies"],
  [
    "/data/core/ca/",
    "the permissions View Computed attributes and Manage Computed attributes (Adobe's support opens this API to an organization)",
  ],
  ["/data/foundation/query/", "the permission Manage Queries"],
  ["/data/core/ups/segment/", "the permission Manage Segments"],
  ["/data/foundation/dulepolicy/labels/", "the permission Manage Usage Labels"],
  ["/data/foundation/dulepolicy/", "the permission Manage Data Usage Policies"],
  [
    SANDBOXES,
    "the permissions View Sandboxes and Manage Sandboxes (and Reset a Sandbox, for a reset)",
  ],
  ["/data/foundation/sandbox-management/", "the permission View Sandboxes"],
];

/**
 * What to do when a role lacks a permission.
 *
 * @param path - of the call; undefined: the permission is not named
 */
export function permissionHint(path: string | undefined): string {
  const needed = permissionOf.find(([start]) => path?.startsWith(start))?.[1];
  const where = path?.startsWith(SANDBOXES) === true ? "" : " in this sandbox";
  return (
    `In Adobe's Permissions, give the credential a role with ${needed ?? "the needed permissions"}${where} ` +
    "(a system administrator adds it on the role's tab API credentials), and in Admin Console a product profile of Experience Platform"
  );
}
