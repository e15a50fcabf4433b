import type { JsonObject } from "../../common/json";
import type { ResourceType, XdmResource } from "../../state/entities";
import type { Sandbox } from "../../state/sandbox";
import { globalResources } from "./global";

/** Finds a resource of either container by `$id` or `meta:altId`. */
export function findResource(sandbox: Sandbox, id: string): XdmResource | undefined {
  const direct = sandbox.resources.get(id) ?? globalResources.get(id);
  if (direct !== undefined) return direct;
  return [...sandbox.resources.values(), ...globalResources.values()].find(
    (resource) => resource.altId === id,
  );
}

export function resourcesOf(
  sandbox: Sandbox,
  container: "global" | "tenant",
  type: ResourceType,
): XdmResource[] {
  const all = container === "global" ? [...globalResources.values()] : sandbox.resources.values();
  return all.filter((resource) => resource.type === type);
}

/** The primary identity of a schema. */
export function primaryOf(
  sandbox: Sandbox,
  schemaId: string,
  exceptId?: string,
): JsonObject | undefined {
  return sandbox.descriptors
    .values()
    .find(
      ({ id, body }) =>
        id !== exceptId && body["xdm:sourceSchema"] === schemaId && body["xdm:isPrimary"] === true,
    )?.body;
}
