import { isObject } from "../../client/json";
import type { RegistryResource } from "../../client/schemaRegistry";
import type { SandboxContext } from "../lifecycle/sandboxContext";

/** Notes all that an object of the registry refers to: as long as it stays at Adobe, Adobe deletes none of it. */
export function keepReferences(
  stays: RegistryResource | undefined,
  { keptParts }: Pick<SandboxContext, "keptParts">,
): void {
  for (const id of referencesIn(stays)) keptParts.add(id);
}

/** Every `$ref` in a document. */
function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isObject(value)) return [];
  const { $ref } = value;
  const inner = Object.values(value).flatMap(referencesIn);
  return typeof $ref === "string" ? [$ref, ...inner] : inner;
}
