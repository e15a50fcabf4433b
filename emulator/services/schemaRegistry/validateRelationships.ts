import { stringOf, type JsonObject } from "../../common/json";
import type { Organization } from "../../state/organization";
import type { Sandbox } from "../../state/sandbox";
import { locate } from "./descriptorKey";
import { isInUnion } from "./documents";
import { registryError, registryErrors } from "./errors";
import { primaryOf } from "./library";

function ofType(sandbox: Sandbox, type: string): JsonObject[] {
  return sandbox.descriptors
    .values()
    .map(({ body }) => body)
    .filter((body) => body["@type"] === type);
}

/** The reference identity on the field a relationship starts from. */
function referenceOf(sandbox: Sandbox, relation: JsonObject): JsonObject | undefined {
  const schemaId = String(relation["xdm:sourceSchema"]);
  const fieldOf = (body: JsonObject): string => {
    const path = String(body["xdm:sourceProperty"]);
    return locate(sandbox, schemaId, path)?.path ?? path;
  };
  return ofType(sandbox, "xdm:descriptorReferenceIdentity").find(
    (body) => body["xdm:sourceSchema"] === schemaId && fieldOf(body) === fieldOf(relation),
  );
}

/** A namespace by number or code, as its code. */
function codeOf(
  organization: Organization,
  { namespace, byId }: { namespace: unknown; byId: boolean },
): string {
  return (
    (byId ? organization.namespaces.get(String(namespace))?.code : undefined) ?? String(namespace)
  ).toLowerCase();
}

/**
 * Rejects a schema that cannot join the union because of its relationships: each must start from a field
 * with a reference identity, and once both ends are in the union, their namespaces must agree.
 */
export function checkRelationships(
  organization: Organization,
  sandbox: Sandbox,
  schemaId: string,
): void {
  for (const relation of ofType(sandbox, "xdm:descriptorOneToOne")) {
    const source = relation["xdm:sourceSchema"];
    const destination = relation["xdm:destinationSchema"];
    const reference = referenceOf(sandbox, relation);
    if (source === schemaId && reference === undefined) {
      throw registryError(
        registryErrors.relationWithoutReference,
        `${String(relation["xdm:sourceProperty"])} has an xdm:descriptorOneToOne and needs an xdm:descriptorReferenceIdentity.`,
      );
    }
    const both = [source, destination].every(
      (id) => id === schemaId || isInUnion(sandbox.resources.get(String(id))?.document),
    );
    if (!both || ![source, destination].includes(schemaId)) continue;
    const primary = primaryOf(sandbox, String(destination));
    const namespace = stringOf(reference?.["xdm:identityNamespace"]);
    if (primary === undefined || namespace === undefined) continue;
    const byId = primary["xdm:property"] === "xdm:id";
    const wanted = codeOf(organization, { namespace: primary["xdm:namespace"], byId });
    if (codeOf(organization, { namespace, byId: false }) !== wanted) {
      throw registryError(
        registryErrors.relationNamespace,
        `${String(relation["xdm:sourceProperty"])} refers to namespace ${namespace}; the primary identity of ${String(destination)} is of ${String(primary["xdm:namespace"])}.`,
      );
    }
  }
}
