import type { Operation } from "../lifecycle/definition";
import { TENANT } from "../xdm/tenant";

/** The organization's field namespace as a schema's `$id` shows it: `https://ns.adobe.com/acme/schemas/…` → `_acme`. */
export function tenantIn(schemaId: string): string {
  const tenant = /^https:\/\/ns\.adobe\.com\/([A-Za-z0-9][\w-]*)\//.exec(schemaId)?.[1];
  return tenant === undefined ? TENANT : `_${tenant}`;
}

/** The same; requested from Adobe when the id does not contain it. */
export function namespaceFor(schemaId: string, { sandbox, signal }: Operation): Promise<string> {
  const inId = tenantIn(schemaId);
  return inId === TENANT ? sandbox.tenantNamespace(signal) : Promise.resolve(inId);
}
