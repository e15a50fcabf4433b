import type { Json } from "../../client/json";
import type { Descriptor } from "../../client/schemaRegistry";
import { listed } from "../../client/text";
import type { Operation } from "../lifecycle/definition";
import { textOf, textsOf } from "./common";
import { toProperty } from "./descriptorPath";

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

/**
 * The one field of a descriptor.
 * @throws Error when it is for several fields.
 */
export function fieldOf(found: Descriptor, displayName: string): string {
  const fields = fieldsOf(found);
  const [field = "", another] = fields;
  if (another === undefined) return field;
  throw new Error(
    `the ${displayName} ${found["@id"]} is for several fields (${listed(fields)}), which no program can write; replace it at Adobe by one for each field`,
  );
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
