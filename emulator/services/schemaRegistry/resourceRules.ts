import { arrayOf, objectOf, type JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import type { XdmResource } from "../../state/entities";
import type { Sandbox } from "../../state/sandbox";
import { breakingChanges, fieldRemoved } from "./breakingChanges";
import { compose, composedById } from "./compose";
import { classOf, isInUnion, referencedParts } from "./documents";
import { registryError, registryErrors } from "./errors";
import { identityMapGroup } from "./global";
import { primaryOf } from "./library";
import { composeAllUnions, composeUnion, composeUnionsWith } from "./unions";
import { checkRelationships } from "./validateRelationships";

/** Rejects a schema that cannot join the union: each record of the union needs an identity. */
export function checkJoinsUnion(call: Call, id: string, document: JsonObject): void {
  const { sandbox, organization } = call;
  const primary = primaryOf(sandbox, id);
  const hasIdentityMap =
    referencedParts(document).includes(identityMapGroup) ||
    (organization.assume["union-without-identity"] === "class-identity-map" &&
      arrayOf(classOf(sandbox, document)?.document["meta:extends"]).includes(identityMapGroup));
  if (primary === undefined && !hasIdentityMap) {
    throw registryError(
      registryErrors.unionWithoutIdentity,
      "The schema needs a primary identity descriptor or the identityMap field group.",
    );
  }
  checkRelationships(organization, sandbox, id);
  checkUnionMerge(call, { $id: id, document });
}

/** All Profile-enabled schemas are merged, of a class or of all: no path may have two types. */
function checkUnionMerge(
  { sandbox, organization }: Call,
  { $id, document }: Pick<XdmResource, "$id" | "document">,
): void {
  const base = classOf(sandbox, document);
  if (base !== undefined) composeUnion(sandbox, base.$id, [{ $id, document }]);
  if (organization.assume["union-merge"] === "all-classes") {
    composeAllUnions(sandbox, { $id, document });
  }
}

/**
 * Rejects a change after which a path has two types: in a schema that has the changed part, or, when such a schema is
 * in the union, in the Profile-enabled schemas together.
 */
export function checkStillMerges({ sandbox, organization }: Call, changed: XdmResource): void {
  const affected = schemasWith(sandbox, changed.$id);
  for (const { $id, document } of affected) {
    compose(sandbox, $id === changed.$id ? changed.document : document, changed);
  }
  const isUnion = ({ $id, document }: XdmResource) =>
    isInUnion($id === changed.$id ? changed.document : document);
  if (affected.some(isUnion)) {
    composeUnionsWith(sandbox, changed, organization.assume["union-merge"] === "all-classes");
  }
}

/** The schemas that contain the resource, itself included. */
function schemasWith(sandbox: Sandbox, id: string): XdmResource[] {
  return sandbox.resources
    .values()
    .filter(
      (other) =>
        other.type === "schemas" &&
        (other.$id === id || composedById(sandbox, other.$id)?.parts.includes(id) === true),
    );
}

/** Rejects a field group that no longer extends the class of a schema that has it. */
export function checkIntendedClasses(sandbox: Sandbox, { $id, document }: XdmResource): void {
  const intended = arrayOf(document["meta:intendedToExtend"]);
  const affected = sandbox.resources
    .values()
    .filter((other) => other.type === "schemas" && referencedParts(other.document).includes($id))
    .find((schema) => !intended.includes(classOf(sandbox, schema.document)?.$id));
  if (affected !== undefined) {
    throw registryError(
      registryErrors.inUse,
      `Schema ${affected.$id} has the field group; \`meta:intendedToExtend\` must keep its class.`,
    );
  }
}

/** A schema is in use when it is in the union, or a dataset has it (by the assumption: one with rows). */
function isUsed(call: Call, schema: XdmResource): boolean {
  if (isInUnion(schema.document)) return true;
  const datasets = datasetsOf(call.sandbox, schema.$id);
  return call.organization.assume["breaking-from"] === "data"
    ? datasets.some((id) => call.sandbox.rows(id).total > 0)
    : datasets.length > 0;
}

/** The ids of the datasets of a schema. */
export function datasetsOf(sandbox: Sandbox, schemaId: string): string[] {
  return sandbox.datasets
    .values()
    .filter(({ body }) => objectOf(body["schemaRef"])["id"] === schemaId)
    .map(({ id }) => id);
}

/** Rejects a removed field of a field group or data type that a schema uses, even one without a dataset. */
export function checkFieldsStay(call: Call, old: XdmResource, changed: XdmResource): void {
  if (call.organization.assume["breaking-from"] !== "schema" || old.type === "schemas") return;
  const used = schemasWith(call.sandbox, old.$id);
  if (used.length === 0) return;
  const removed = breakingChanges(
    compose(call.sandbox, old.document).schema,
    compose(call.sandbox, changed.document).schema,
  ).filter(({ reason }) => reason === fieldRemoved);
  if (removed.length > 0) {
    throw registryError(
      registryErrors.removed,
      `In use by ${used.map(({ $id }) => $id).join(", ")}: ${removed.map(({ path }) => path).join(", ")} removed.`,
      removed,
    );
  }
}

/** Rejects a change that removes or narrows fields of a schema in use. */
export function checkBreakingChanges(call: Call, old: XdmResource, changed: XdmResource): void {
  const used = schemasWith(call.sandbox, old.$id).filter((schema) => isUsed(call, schema));
  if (used.length === 0) return;
  const changes = breakingChanges(
    compose(call.sandbox, old.document).schema,
    compose(call.sandbox, changed.document).schema,
  );
  if (changes.length > 0) {
    throw registryError(
      registryErrors.breaking,
      `In use by ${used.map(({ $id }) => $id).join(", ")}: ${changes.map(({ path, reason }) => `${path}: ${reason}`).join("; ")}.`,
      changes,
    );
  }
}
