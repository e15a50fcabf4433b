import * as z from "zod";

import { altIdOf } from "../../client/schemaRegistry";
import { plain } from "../../client/text";
import type { Operation } from "../lifecycle/definition";
import { hasUnknown, isUnknown } from "../lifecycle/unknown";
import { registryFieldTypes } from "../xdm/fieldPaths";
import type { FieldTypes } from "../xdm/fieldPaths";
import { missingField } from "../xdm/singleFieldRules";
import type { PartRef } from "../xdm/singleFields";
import { TENANT } from "../xdm/tenant";
import { inOrderOf } from "./common";
import { fieldPath, portablePath } from "./descriptorPath";
import { missingText, resolved } from "./registryIds";

export const refPropertyText =
  "Paths of the only fields to take of it, as `web.webPageDetails.URL` or `_tenant.chat.id`, each with what is below it (Adobe's `meta:refProperty`). No document shows a path into a list; the provider sends it as descriptors have it, `list[*].name`.";

/** The single fields that are taken of a field group. */
export const refPropertyInput = z
  .array(fieldPath)
  .min(1, { error: "is empty; name the fields to take, or take the whole field group" })
  .describe(refPropertyText);

interface Given extends PartRef {
  readonly fields?: FieldTypes | undefined;
}

/** The references in the last known order and form: the order has no meaning, and a program may write `_acme.a` for `_tenant.a`. */
export function inFormOfRefs<T extends PartRef>(
  refs: readonly T[],
  last: readonly PartRef[] | undefined,
  namespace: string,
): T[] {
  const formed = refs.map((one) => {
    const given = last?.find(({ ref }) => ref === one.ref)?.refProperty ?? [];
    const paths = one.refProperty?.map(
      (path) => given.find((was) => portablePath(was, namespace) === path) ?? path,
    );
    return paths === undefined
      ? one
      : { ...one, refProperty: inOrderOf(paths, given, (path) => path) };
  });
  return inOrderOf(formed, last as readonly T[] | undefined, ({ ref }) => ref);
}

/** The tenant's namespace, where one of the paths has its placeholder: nothing else is worth a request. */
export async function namespaceFor(
  refs: readonly PartRef[],
  { sandbox, signal }: Pick<Operation, "sandbox" | "signal">,
): Promise<string> {
  const paths = refs.flatMap(({ refProperty }) => refProperty ?? []);
  const isOfTenant = paths.some((path) => path.split(".").includes(TENANT));
  return isOfTenant ? sandbox.tenantNamespace(signal) : "";
}

/**
 * Looks up field groups of which single fields are taken, and whose fields the program does not give: no document says
 * what Adobe does with a path that names no field.
 *
 * @param input - the input that the references are in, `was` - the references of before: what stays is not looked up
 * @throws Error that names a group that is not there, or a path at which the group has no field
 */
export async function verifySingleFields(
  refs: readonly Given[] | undefined,
  { input, was = [] }: { readonly input: string; readonly was?: readonly PartRef[] | undefined },
  scope: Operation,
): Promise<void> {
  if (refs === undefined || isUnknown(refs)) return;
  for (const [index, one] of refs.entries()) {
    if (isUnknown(one)) continue;
    const { ref, refProperty, fields } = one;
    if (refProperty === undefined || fields !== undefined || hasUnknown([ref, refProperty]))
      continue;
    const before = was.find((other) => other.ref === ref)?.refProperty ?? [];
    if (refProperty.every((path) => before.includes(path))) continue;
    const namespace = await scope.sandbox.tenantNamespace(scope.signal);
    const types = await fieldsOf(ref, { property: `${input}[${index}].ref`, namespace }, scope);
    for (const [at, path] of refProperty.entries()) {
      const missing = before.includes(path)
        ? undefined
        : missingField(types?.fields, portablePath(path, namespace));
      if (missing === undefined) continue;
      throw new Error(
        `${input}[${index}].refProperty[${at}]: ${missing} It is ${types?.title ?? ""} (${ref})`,
      );
    }
  }
}

interface FieldsOf {
  readonly title: string;
  readonly fields: FieldTypes;
}

/** The fields that a field group has, or gets in this run. Undefined: it may be one that the same run makes. */
async function fieldsOf(
  ref: string,
  { property, namespace }: { readonly property: string; readonly namespace: string },
  scope: Operation,
): Promise<FieldsOf | undefined> {
  const { plannedFields, knownIds } = scope.sandbox;
  const planned = plannedFields.get(altIdOf(ref));
  if (planned !== undefined) return { title: "one of the program's", fields: planned };
  const found = await resolved("fieldgroups", ref, scope);
  if (found === undefined) {
    if (knownIds.has(ref)) return undefined;
    throw new Error(`${property}: ${await missingText("fieldgroups", ref, scope)}`);
  }
  const isOwn = altIdOf(ref).startsWith(`${namespace}.`);
  const fields = registryFieldTypes(found["properties"], isOwn ? namespace : TENANT);
  return { title: `"${plain(found.title)}"`, fields };
}
