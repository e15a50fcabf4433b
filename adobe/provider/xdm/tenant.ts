/** Stands for the organization's namespace in every path a program writes. */
export const TENANT = "_tenant";

/** `_tenant.a.b` → `_acme.a.b`, and inside Adobe's own objects `web._tenant.a` → `web._acme.a`. */
export function toTenant(path: string, namespace: string): string {
  return replaceParts(path, TENANT, namespace);
}

/** `_acme.a.b` → `_tenant.a.b`. */
export function fromTenant(path: string, namespace: string): string {
  return replaceParts(path, namespace, TENANT);
}

function replaceParts(path: string, from: string, to: string): string {
  const parts = path.split(".");
  return parts.map((part) => (part === from ? to : part)).join(".");
}
