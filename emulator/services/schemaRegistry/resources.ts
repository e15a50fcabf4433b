import { isDeepStrictEqual } from "node:util";

import { typed } from "../../common/fields";
import { hexId } from "../../common/ids";
import { isObject, objectOf, stringOf, type JsonObject } from "../../common/json";
import { patchedBy } from "../../common/jsonPatch";
import type { Call } from "../../common/service";
import type { ResourceType, XdmResource } from "../../state/entities";
import { recordChange } from "./auditLog";
import { classOf, isInUnion } from "./documents";
import { registryError, registryErrors } from "./errors";
import { profileClass } from "./global";
import { findResource } from "./library";
import { checkIfMatch, checkPatchType } from "./preconditions";
import {
  checkBreakingChanges,
  checkFieldsStay,
  checkIntendedClasses,
  checkJoinsUnion,
  checkStillMerges,
  datasetsOf,
} from "./resourceRules";
import { newIds, toResponse, withoutServerKeys } from "./responses";
import { checkSingleFields } from "./singleFields";
import { withoutStaleTypes } from "./staleTypes";
import { usageCount } from "./usage";
import { checkResource, checkTitle } from "./validate";

/** The URL segment of each type; field groups keep their old name in ids. */
export const segments: Readonly<Record<string, ResourceType>> = {
  schemas: "schemas",
  fieldgroups: "mixins",
  mixins: "mixins",
  classes: "classes",
  datatypes: "datatypes",
};

function notFound(type: ResourceType, id: string): never {
  throw registryError(
    registryErrors.notFound,
    `The requested ${type} resource ${id} with version 1 is not found.`,
  );
}

/** The resource that the path names, to read; one of Adobe's is found in either container. */
export function findReadable(call: Call, type: ResourceType, container: string): XdmResource {
  const id = call.params["id"] ?? "";
  const found = findResource(call.sandbox, id);
  const hidden = container === "global" && found?.container === "tenant";
  return found?.type === type && !hidden ? found : notFound(type, id);
}

/** The resource of the organization that the path names, to change. */
export function findOwn(call: Call, type: ResourceType): XdmResource {
  const found = findReadable(call, type, "tenant");
  return found.container === "tenant" ? found : notFound(type, found.$id);
}

function sentDocument(body: unknown): JsonObject {
  return withoutServerKeys(
    typed(body, {}, (detail) => registryError(registryErrors.badResource, detail)),
  );
}

export function createResource(call: Call, type: ResourceType): XdmResource {
  const document = sentDocument(call.body);
  checkResource(call.sandbox, type, document);
  checkSingleFields(call, document);
  const title = String(document["title"]);
  checkTitle(call.organization, call.sandbox, type, title);
  const ids = newIds(type, hexId(24));
  if (isInUnion(document)) checkJoinsUnion(call, ids.$id, document);
  const now = call.organization.now();
  const resource: XdmResource = {
    ...ids,
    type,
    container: "tenant",
    title,
    version: "1.0",
    created: now,
    updated: now,
    document,
  };
  store(call, resource);
  return resource;
}

/** PUT: replaces the whole document. */
export function replaceResource(call: Call, resource: XdmResource): XdmResource {
  checkIfMatch(call, resource);
  if (resource.type === "schemas") checkNotAsRead(call, resource);
  checkNoDefinitions(call, resource);
  return change(call, resource, sentDocument(call.body));
}

/** Rejects a schema that is sent back as it was read, by the assumption `schema-put-as-read`. */
function checkNotAsRead({ organization, sandbox, body }: Call, resource: XdmResource): void {
  const mode = organization.assume["schema-put-as-read"];
  const isUnchanged =
    mode === "unchanged" && isDeepStrictEqual(body, toResponse(organization, sandbox, resource));
  const hasOwnKeys = mode === "refused" && "meta:registryMetadata" in objectOf(body);
  if (isUnchanged || hasOwnKeys) {
    throw registryError(registryErrors.badSchema, "The schema has keys that are read only.");
  }
}

/** Rejects a field group or data type whose fields are in `definitions`, by the assumption `put-definitions`. */
function checkNoDefinitions({ organization, body }: Call, { type }: XdmResource): void {
  const hasFields = type === "mixins" || type === "datatypes";
  if (!hasFields || !("definitions" in objectOf(body))) return;
  if (organization.assume["put-definitions"] === "accepted") return;
  throw registryError(
    registryErrors.badDefinitions,
    "The fields must be in `properties`, without `allOf` and `definitions`.",
  );
}

/** PATCH: RFC 6902 on the resource as a raw lookup returns it. */
export function patchResource(call: Call, resource: XdmResource): XdmResource {
  checkPatchType(call);
  checkIfMatch(call, resource);
  const current = toResponse(call.organization, call.sandbox, resource);
  const operations = Array.isArray(call.body)
    ? call.body.map((operation: unknown) =>
        isObject(operation) ? forUnion(operation, current) : operation,
      )
    : call.body;
  const target = patchedBy(current, operations, (detail) =>
    registryError(registryErrors.badPatch, detail),
  );
  return change(call, resource, withoutServerKeys(target));
}

/** The guide writes the path of the union tag also as `/meta:immutableTags-`. */
function forUnion(operation: JsonObject, target: JsonObject): JsonObject {
  const path = stringOf(operation["path"]) ?? "";
  if (path === "/meta:immutableTags-") {
    return { ...operation, path: "/meta:immutableTags", value: [operation["value"]].flat() };
  }
  if (path === "/meta:immutableTags/-" && !Array.isArray(target["meta:immutableTags"])) {
    return { ...operation, path: "/meta:immutableTags", value: [operation["value"]] };
  }
  return operation;
}

function change(call: Call, old: XdmResource, sent: JsonObject): XdmResource {
  const { sandbox, organization } = call;
  const shown = toResponse(organization, sandbox, old);
  const document = withoutStaleTypes(dropDerived(old, sent, shown), old.document, shown);
  checkResource(sandbox, old.type, document);
  checkSingleFields(call, document);
  const title = String(document["title"]);
  checkTitle(organization, sandbox, old.type, title, old.$id);
  if (isInUnion(old.document) && !isInUnion(document)) {
    throw registryError(
      registryErrors.breaking,
      "A schema cannot leave the union: Profile cannot be switched off.",
    );
  }
  if (isInUnion(document) && !isInUnion(old.document)) checkJoinsUnion(call, old.$id, document);
  const changed: XdmResource = {
    ...old,
    title,
    document,
    version: `1.${Number(old.version.split(".")[1] ?? 0) + 1}`,
    updated: organization.now(),
  };
  if (old.type === "mixins") checkIntendedClasses(sandbox, changed);
  checkFieldsStay(call, old, changed);
  checkStillMerges(call, changed);
  checkBreakingChanges(call, old, changed);
  store(call, changed);
  return changed;
}

/** Removes keys that the registry derives for a raw lookup and that a patch therefore sends back. */
function dropDerived(old: XdmResource, sent: JsonObject, shown: JsonObject): JsonObject {
  const derived = ["meta:extensible", "meta:abstract", "meta:xdmType", "required"];
  const isDerived = (key: string, value: unknown): boolean =>
    derived.includes(key) && !(key in old.document) && isDeepStrictEqual(value, shown[key]);
  return Object.fromEntries(Object.entries(sent).filter(([key, value]) => !isDerived(key, value)));
}

export function deleteResource(call: Call, resource: XdmResource): void {
  const { sandbox, organization } = call;
  checkIfMatch(call, resource);
  const usages = resource.type === "schemas" ? 0 : usageCount(sandbox, resource.$id);
  if (usages > 0) {
    throw registryError(registryErrors.inUse, `${usages} resources refer to ${resource.$id}.`);
  }
  const isProfile = classOf(sandbox, resource.document)?.$id === profileClass;
  const unionStays = organization.assume["union-schema-delete"] === "never" || isProfile;
  if (isInUnion(resource.document) && unionStays) {
    throw registryError(registryErrors.inUse, `${resource.$id} is part of the union.`);
  }
  const datasets = datasetsOf(sandbox, resource.$id);
  if (datasets.length > 0 && organization.assume["schema-in-use"] === "refused") {
    throw registryError(
      registryErrors.inUse,
      `Datasets use ${resource.$id}: ${datasets.join(", ")}.`,
    );
  }
  sandbox.resources.delete(resource.$id);
  sandbox.changes(resource.$id).clear();
  for (const { id, body } of sandbox.descriptors.values()) {
    if (body["xdm:sourceSchema"] === resource.$id) sandbox.descriptors.delete(id);
  }
  notify(call);
}

function store(call: Call, resource: XdmResource): void {
  const before = call.sandbox.resources.get(resource.$id)?.document ?? {};
  call.sandbox.resources.set(resource.$id, resource);
  recordChange(call, resource.$id, before, resource.document);
  notify(call);
}

function notify(call: Call): void {
  call.sandbox.registryRevision += 1;
  call.organization.events.emit("change");
}
