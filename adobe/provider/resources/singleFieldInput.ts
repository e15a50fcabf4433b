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
 * @param input - the input that the references are in
 * @throws Error that names one of Adobe's groups that is not there, or a path at which the group has no field
 */
export async function verifySingleFields(
  refs: readonly Given[] | undefined,
  input: string,
  { sandbox, signal }: Operation,
): Promise<void> {
  if (refs === undefined || isUnknown(refs)) return;
  for (const [index, one] of refs.entries()) {
    if (isUnknown(one)) continue;
    const { ref, refProperty, fields } = one;
    if (refProperty === undefined || fields !== undefined || hasUnknown([ref, refProperty]))
      continue;
    const namespace = await sandbox.tenantNamespace(signal);
    const isOwn = altIdOf(ref).startsWith(`${namespace}.`);
    const found = await sandbox.client.registry.getResolved("fieldgroups", ref, {
      signal,
      container: isOwn ? "tenant" : "global",
    });
    if (found === undefined) {
      // The organization's may be one that the same run makes.
      if (isOwn) continue;
      throw new Error(
        `${input}[${index}].ref: Adobe has no field group ${plain(ref)}, or the credential's role may not see it; correct the $id`,
      );
    }
    const types = registryFieldTypes(found["properties"], isOwn ? namespace : TENANT);
    for (const [at, path] of refProperty.entries()) {
      const missing = missingField(types, portablePath(path, namespace));
      if (missing === undefined) continue;
      throw new Error(
        `${input}[${index}].refProperty[${at}]: ${missing} It is "${plain(found.title)}" (${ref})`,
      );
    }
  }
}
