import type { Context } from "../../../provider-sdk";
import type { Json } from "../../client/json";
import type { Descriptor } from "../../client/schemaRegistry";
import { listed } from "../../client/text";
import type { Operation } from "../lifecycle/definition";
import { textOf, textsOf } from "./common";
import { toProperty } from "./descriptorPath";
import { tenantIn } from "./tenantNamespace";

/**
 * The fields of a descriptor, as `/_acme/chat/email`. Adobe also takes a list of them, and its own fields
 * with their prefix: `/xdm:eventType` and `/eventType` are one field.
 */
export function fieldsOf(of: Json): string[] {
  const property = of["xdm:sourceProperty"];
  const fields = Array.isArray(property) ? textsOf(property) : [textOf(property)];
  return [...new Set(fields.map((field) => field.replaceAll("/xdm:", "/")))];
}

/** Whether a descriptor is for this field and no other. */
export function isForField(of: Json, path: string, namespace: string): boolean {
  const [field, another] = fieldsOf(of);
  const [wanted] = fieldsOf({ "xdm:sourceProperty": toProperty(path, namespace) });
  return another === undefined && field === wanted;
}

/** What a refresh needs to go on where somebody has made a descriptor one for several fields. */
export interface Refresh {
  /** The path that the state has. */
  readonly property: string;
  readonly context: Context;
}

/**
 * The one field of a descriptor. A refresh of one that is for several fields by now reads it as that of the state's
 * field, with a warning that says what to do: otherwise nothing else of the stack could be refreshed.
 * @throws Error when it is for several fields, and this is not a refresh.
 */
export function fieldOf(found: Descriptor, displayName: string, refresh?: Refresh): string {
  const fields = fieldsOf(found);
  const [first = "", another] = fields;
  if (another === undefined) return first;
  const several = `the ${displayName} ${found["@id"]} is for several fields (${listed(fields)})`;
  const fix = "replace it at Adobe by one for each field";
  if (refresh === undefined) throw new Error(`${several}, which no program can write; ${fix}`);
  refresh.context.log(
    "warning",
    `${several} by now. An update or a deletion would change the other fields too, so it stops: ${fix}`,
  );
  const namespace = tenantIn(textOf(found["xdm:sourceSchema"]));
  const [wanted] = fieldsOf({ "xdm:sourceProperty": toProperty(refresh.property, namespace) });
  return fields.find((field) => field === wanted) ?? first;
}

/**
 * Deletes a descriptor that is for one field.
 * @throws Error when somebody has made it one for several fields: the others must not lose it.
 */
export async function deleteDescriptor(
  id: string,
  displayName: string,
  { sandbox, signal }: Pick<Operation, "sandbox" | "signal">,
): Promise<void> {
  const { registry } = sandbox.client;
  const now = await registry.getDescriptor(id, { signal });
  if (now === undefined) return;
  fieldOf(now, displayName);
  await registry.deleteDescriptor(id, { signal });
}
