import type { Properties } from "../../../provider-sdk";
import type { ProviderConfig } from "./config";
import { INTERNAL } from "./internalState";

/** An object's organization and sandbox, as the state keeps them: `<orgId>/<sandbox>`. */
export function scopeOf({ orgId, sandbox }: ProviderConfig): string {
  return `${orgId}/${sandbox}`;
}

/** The reverse of {@link scopeOf}. */
export function parseScope(scope: string): Pick<ProviderConfig, "orgId" | "sandbox"> {
  const at = scope.lastIndexOf("/");
  return { orgId: scope.slice(0, at), sandbox: scope.slice(at + 1) };
}

/** Whether there is an object of these inputs, and it is in this organization and sandbox. */
export function isIn(scope: string, inputs: Properties): boolean {
  return Object.keys(inputs).length > 0 && (inputs[INTERNAL.scope] ?? scope) === scope;
}
