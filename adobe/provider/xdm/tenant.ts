/** Stands for the organization's namespace in every path a program writes. */
export const TENANT = "_tenant";

/** `_tenant.a.b` → `_acme.a.b`, anywhere a path starts. */
export function toTenant(path: string, namespace: string): string {
  return replaceFirst(path, TENANT, namespace);
}

/** `_acme.a.b` → `_tenant.a.b`. */
export function fromTenant(path: string, namespace: string): string {
  return replaceFirst(path, namespace, TENANT);
}

function replaceFirst(path: string, from: string, to: string): string {
  if (path === from) return to;
  return path.startsWith(`${from}.`) ? to + path.slice(from.length) : path;
}
