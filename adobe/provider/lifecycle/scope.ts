import type { ProviderConfig } from "./config";

/** An object's organization and sandbox, as the state keeps them: `<orgId>/<sandbox>`. */
export function scopeOf({ orgId, sandbox }: ProviderConfig): string {
  return `${orgId}/${sandbox}`;
}

/** The reverse of {@link scopeOf}. */
export function parseScope(scope: string): Pick<ProviderConfig, "orgId" | "sandbox"> {
  const at = scope.lastIndexOf("/");
  return { orgId: scope.slice(0, at), sandbox: scope.slice(at + 1) };
}
