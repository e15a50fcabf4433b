import { typed } from "../../common/fields";
import { hexId } from "../../common/ids";
import { stringOf, type JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import type { Descriptor } from "../../state/entities";
import { registryError, registryErrors } from "./errors";
import { findResource } from "./library";
import { checkDescriptorIfMatch } from "./preconditions";
import { checkDescriptor, checkPrimaryChange } from "./validateDescriptor";

/** The descriptor that the path names. */
export function findDescriptor(call: Call): Descriptor {
  const id = call.params["id"] ?? "";
  const found = call.sandbox.descriptors.get(id);
  if (found === undefined) {
    throw registryError(registryErrors.notFound, `Descriptor ${id} was not found.`);
  }
  return found;
}

/** Creates a descriptor, or replaces the old one. */
export function saveDescriptor(call: Call, old: Descriptor | undefined): Descriptor {
  const given = typed(call.body, {}, (detail) =>
    registryError(registryErrors.badDescriptor, detail),
  );
  const sent = withFullIds(call, given);
  checkDescriptor(call, sent, old?.id);
  if (old !== undefined) {
    checkDescriptorIfMatch(call, old);
    checkPrimaryChange(call, old.body, sent);
  }
  const isIdentity = sent["@type"] === "xdm:descriptorIdentity";
  const id = old?.id ?? hexId(20);
  const now = call.organization.now();
  const descriptor: Descriptor = {
    id,
    created: old?.created ?? now,
    updated: now,
    body: {
      ...sent,
      "@id": id,
      ...(isIdentity ? { "xdm:isPrimary": sent["xdm:isPrimary"] === true } : {}),
    },
  };
  call.sandbox.descriptors.set(id, descriptor);
  return descriptor;
}

/** The descriptor with the `$id` of its schemas, which may be sent as `meta:altId`. */
function withFullIds({ sandbox }: Call, body: JsonObject): JsonObject {
  const ids = ["xdm:sourceSchema", "xdm:destinationSchema"].flatMap((key) => {
    const id = findResource(sandbox, stringOf(body[key]) ?? "")?.$id;
    return id === undefined ? [] : [[key, id] as const];
  });
  return { ...body, ...Object.fromEntries(ids) };
}

export function deleteDescriptor(call: Call): void {
  const descriptor = findDescriptor(call);
  const { id, body } = descriptor;
  checkDescriptorIfMatch(call, descriptor);
  checkPrimaryChange(call, body);
  call.sandbox.descriptors.delete(id);
}
