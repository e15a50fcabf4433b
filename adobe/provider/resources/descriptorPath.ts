import * as z from "zod";

import type { CheckFailure } from "../../../provider-sdk";
import { isUnknown } from "../lifecycle/unknown";
import { howToAdd, suggestions, typeAt } from "../xdm/fieldPaths";
import type { FieldTypes } from "../xdm/fieldPaths";
import { fromTenant, toTenant } from "../xdm/tenant";

/** A path of a field as a program writes it, lists included. */
export const fieldPath = z.string().regex(/^[^./[\]*\s]+(\[\*\])?(\.[^./[\]*\s]+(\[\*\])?)*$/, {
  error: "must be a path of names joined by dots, as `_tenant.chatlio.visitor.email`",
});

/** The path of a field as a descriptor has it: `_tenant.a.b` → `/_acme/a/b`. */
export function toProperty(path: string, namespace: string): string {
  return `/${toTenant(path, namespace).replaceAll(".", "/")}`;
}

/** The path of a descriptor's field as a program writes it. */
export function fromProperty(property: string, namespace: string): string {
  return portablePath(property.replace(/^\//, "").replaceAll("/", "."), namespace);
}

/** A path with `_tenant`, and with Adobe's own fields without their prefix: `xdm:eventType` → `eventType`. */
export function portablePath(path: string, namespace: string): string {
  return fromTenant(path.replaceAll(/(^|\.)xdm:/g, "$1"), namespace);
}

/** A program may write the path in another form than the portable one. A read then returns it in that form. */
export function inFormOf(portable: string, last: string | undefined, namespace: string): string {
  return last !== undefined && portablePath(last, namespace) === portable ? last : portable;
}

/** Why a field cannot have a descriptor: `owner` has no such field. Undefined when it has one, with its type. */
export function missingField(
  fields: FieldTypes,
  { property, namespace, owner }: { property: string; namespace: string; owner: string },
): CheckFailure | undefined {
  if (isUnknown(property)) return undefined;
  const path = portablePath(property, namespace);
  if (typeAt(fields, path) !== undefined) return undefined;
  const near = suggestions(fields, path);
  const meant = near.length === 0 ? "" : ` Did you mean ${near.join(" or ")}?`;
  return {
    property: "property",
    reason: `${owner} has no field ${property}; correct the path or ${howToAdd(fields)}.${meant}`,
  };
}
