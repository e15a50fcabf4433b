import { arrayOf, type JsonObject } from "../../common/json";
import type { XdmResource } from "../../state/entities";
import type { Sandbox } from "../../state/sandbox";
import { compose, type Changed } from "./compose";
import { classOf, isInUnion } from "./documents";
import { identityMapGroup } from "./global";
import { findResource } from "./library";

/** The Profile-enabled schemas of a class. */
export function unionMembers(sandbox: Sandbox, classId: string): XdmResource[] {
  return sandbox.resources
    .values()
    .filter(
      ({ type, document }) =>
        type === "schemas" && isInUnion(document) && classOf(sandbox, document)?.$id === classId,
    );
}

/** The merged schema of a class's Profile-enabled schemas. Throws when two give one path different types. */
export function composeUnion(
  sandbox: Sandbox,
  classId: string,
  more: readonly Changed[] = [],
): JsonObject {
  const ids = [...unionMembers(sandbox, classId), ...more].map(({ $id }) => $id);
  const documents = new Map(
    [...sandbox.resources.values(), ...more].map((item) => [item.$id, item.document]),
  );
  const parts = [...new Set(ids)].flatMap((id) => arrayOf(documents.get(id)?.["allOf"]));
  return compose(sandbox, { type: "object", allOf: [...parts, { $ref: identityMapGroup }] }).schema;
}

/** Merges the unions of all classes with one more schema. Throws when one path has two types. */
export function composeAllUnions(sandbox: Sandbox, more: Changed): void {
  const others = sandbox.resources
    .values()
    .filter(
      ({ $id, type, document }) => type === "schemas" && isInUnion(document) && $id !== more.$id,
    );
  mergeSchemas(sandbox, [...others, more]);
}

/**
 * Merges the Profile-enabled schemas as they would be after a change of one of their parts. Throws when one path has two
 * types.
 *
 * @param acrossClasses - whether all unions are merged together, or those of each class
 */
export function composeUnionsWith(
  sandbox: Sandbox,
  changed: Changed,
  acrossClasses: boolean,
): void {
  const members = sandbox.resources
    .values()
    .filter(({ type, document }) => type === "schemas" && isInUnion(document))
    .map((member) => (member.$id === changed.$id ? { ...member, ...changed } : member));
  const groups = acrossClasses
    ? [members]
    : classesInUnion(sandbox).map(({ $id }) =>
        members.filter(({ document }) => classOf(sandbox, document)?.$id === $id),
      );
  for (const group of groups) mergeSchemas(sandbox, group, changed);
}

function mergeSchemas(sandbox: Sandbox, schemas: readonly Changed[], changed?: Changed): void {
  const parts = schemas.flatMap(({ document }) => arrayOf(document["allOf"]));
  compose(sandbox, { type: "object", allOf: parts }, changed);
}

/** The classes that have a union. */
export function classesInUnion(sandbox: Sandbox): XdmResource[] {
  const ids = sandbox.resources
    .values()
    .filter(({ document }) => isInUnion(document))
    .flatMap(({ document }) => classOf(sandbox, document)?.$id ?? []);
  return [...new Set(ids)].flatMap((id) => findResource(sandbox, id) ?? []);
}
