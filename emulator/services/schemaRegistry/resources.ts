import { typed } from "../../common/fields";
import { patchedBy } from "../../common/jsonPatch";
import { arrayOf, isObject, objectOf, stringOf, type JsonObject } from "../../common/json";
import { hexId } from "../../common/ids";
import type { Call } from "../../common/service";
import type { ResourceType, XdmResource } from "../../state/entities";
import type { Sandbox } from "../../state/sandbox";
import { noteChange } from "./auditLog";
import { breakingChanges } from "./breaking";
import { checkResource, checkTitle, classOf, referencedParts } from "./check";
import { compose, composedById } from "./compose";
import { registryError, registryErrors } from "./errors";
import { identityMapGroup } from "./global";
import { findResource, primaryOf } from "./library";
import { checkRelationships } from "./relationships";
import { composeUnion } from "./unions";
import { newIds, render, usageCount, withoutServerKeys } from "./render";

/** The URL segment of each type; field groups keep their old name in ids. */
export const segments: Readonly<Record<string, ResourceType>> = {
  schemas: "schemas",
  fieldgroups: "mixins",
  mixins: "mixins",
  classes: "classes",
  datatypes: "datatypes",
};

const notFound = (type: ResourceType, id: string): never => {
  throw registryError(
    registryErrors.notFound,
    `The requested ${type} resource ${id} with version 1 is not found.`,
  );
};

/** A resource of the given type to read; one of Adobe's is found from either container. */
export const readableOf = (call: Call, type: ResourceType, container: string): XdmResource => {
  const id = call.params["id"] ?? "";
  const found = findResource(call.sandbox, id);
  const hidden = container === "global" && found?.container === "tenant";
  return found?.type === type && !hidden ? found : notFound(type, id);
};

/** A resource of the organization to change. */
export const resourceOf = (call: Call, type: ResourceType): XdmResource => {
  const found = readableOf(call, type, "tenant");
  return found.container === "tenant" ? found : notFound(type, found.$id);
};

const sentDocument = (body: unknown): JsonObject =>
  withoutServerKeys(typed(body, {}, (detail) => registryError(registryErrors.badResource, detail)));

export const createResource = (call: Call, type: ResourceType): XdmResource => {
  const document = sentDocument(call.body);
  checkResource(call.sandbox, type, document);
  const title = String(document["title"]);
  checkTitle(call.organization, call.sandbox, type, title);
  const ids = newIds(type, hexId(24));
  if (isUnion(document)) checkUnion(call, ids.$id, document);
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
};

/** PUT: the whole document anew. */
export const replaceResource = (call: Call, resource: XdmResource): XdmResource =>
  change(call, resource, sentDocument(call.body));

/** PATCH: RFC 6902 on the resource as a raw look-up shows it. */
export const patchResource = (call: Call, resource: XdmResource): XdmResource => {
  const shown = render(call.organization, call.sandbox, resource);
  const operations = Array.isArray(call.body)
    ? call.body.map((operation: unknown) =>
        isObject(operation) ? forUnion(operation, shown) : operation,
      )
    : call.body;
  const target = patchedBy(shown, operations, (detail) =>
    registryError(registryErrors.badPatch, detail),
  );
  return change(call, resource, withoutServerKeys(target));
};

/** The guide writes the path of the union tag also as `/meta:immutableTags-`. */
const forUnion = (operation: JsonObject, target: JsonObject): JsonObject => {
  const path = stringOf(operation["path"]) ?? "";
  if (path === "/meta:immutableTags-") {
    return { ...operation, path: "/meta:immutableTags", value: [operation["value"]].flat() };
  }
  if (path === "/meta:immutableTags/-" && !Array.isArray(target["meta:immutableTags"])) {
    return { ...operation, path: "/meta:immutableTags", value: [operation["value"]] };
  }
  return operation;
};

const change = (call: Call, old: XdmResource, sent: JsonObject): XdmResource => {
  const { sandbox, organization } = call;
  const document = dropDerived(old, sent);
  checkResource(sandbox, old.type, document);
  const title = String(document["title"]);
  checkTitle(organization, sandbox, old.type, title, old.$id);
  if (isUnion(old.document) && !isUnion(document)) {
    throw registryError(
      registryErrors.breaking,
      "A schema cannot leave the union: Profile cannot be switched off.",
    );
  }
  if (isUnion(document) && !isUnion(old.document)) checkUnion(call, old.$id, document);
  const changed: XdmResource = {
    ...old,
    title,
    document,
    version: `1.${Number(old.version.split(".")[1] ?? 0) + 1}`,
    updated: organization.now(),
  };
  if (old.type === "mixins") refuseUnfit(sandbox, changed);
  refuseBreaking(call, old, changed);
  store(call, changed);
  return changed;
};

/** Keys the registry derived for the raw look-up and that come back with a patch. */
const dropDerived = (old: XdmResource, sent: JsonObject): JsonObject => {
  const derived = ["meta:extensible", "meta:abstract", "meta:xdmType", "required"];
  return Object.fromEntries(
    Object.entries(sent).filter(([key]) => !derived.includes(key) || key in old.document),
  );
};

const isUnion = (document: JsonObject): boolean =>
  arrayOf(document["meta:immutableTags"]).includes("union");

/** The union needs to know who a record is about. */
const checkUnion = (call: Call, id: string, document: JsonObject): void => {
  const { sandbox, organization } = call;
  const primary = primaryOf(sandbox, id);
  const mapped =
    referencedParts(document).includes(identityMapGroup) ||
    (organization.assume["union-without-identity"] === "class-identity-map" &&
      arrayOf(classOf(sandbox, document)?.document["meta:extends"]).includes(identityMapGroup));
  if (primary === undefined && !mapped) {
    throw registryError(
      registryErrors.unionWithoutIdentity,
      "The schema needs a primary identity descriptor or the identityMap field group.",
    );
  }
  checkRelationships(organization, sandbox, id);
  refuseConflict(sandbox, { $id: id, document });
};

/** All Profile-enabled schemas of a class become one: no path may have two types. */
const refuseConflict = (
  sandbox: Sandbox,
  { $id, document }: Pick<XdmResource, "$id" | "document">,
): void => {
  const base = classOf(sandbox, document);
  if (base !== undefined) composeUnion(sandbox, base.$id, [{ $id, document }]);
};

/** Everything composed of the resource, itself included. */
const schemasWith = (sandbox: Sandbox, id: string): XdmResource[] =>
  sandbox.resources
    .values()
    .filter(
      (other) =>
        other.type === "schemas" &&
        (other.$id === id || composedById(sandbox, other.$id)?.parts.includes(id) === true),
    );

/** A field group stays meant for the classes of the schemas that have it. */
const refuseUnfit = (sandbox: Sandbox, { $id, document }: XdmResource): void => {
  const intended = arrayOf(document["meta:intendedToExtend"]);
  const unfit = sandbox.resources
    .values()
    .filter((other) => other.type === "schemas" && referencedParts(other.document).includes($id))
    .find((schema) => !intended.includes(classOf(sandbox, schema.document)?.$id));
  if (unfit !== undefined) {
    throw registryError(
      registryErrors.inUse,
      `Schema ${unfit.$id} has the field group; \`meta:intendedToExtend\` must keep its class.`,
    );
  }
};

/** A schema is in use once a dataset has it (or, by switch, once that has rows), or in the union. */
const isUsed = (call: Call, schema: XdmResource): boolean => {
  if (isUnion(schema.document)) return true;
  const datasets = datasetsOf(call.sandbox, schema.$id);
  return call.organization.assume["breaking-from"] === "dataset"
    ? datasets.length > 0
    : datasets.some((id) => call.sandbox.rows(id).total > 0);
};

const datasetsOf = (sandbox: Sandbox, schemaId: string): string[] =>
  sandbox.datasets
    .values()
    .filter(({ body }) => objectOf(body["schemaRef"])["id"] === schemaId)
    .map(({ id }) => id);

const refuseBreaking = (call: Call, old: XdmResource, changed: XdmResource): void => {
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
};

export const deleteResource = (call: Call, resource: XdmResource): void => {
  const { sandbox, organization } = call;
  const users = resource.type === "schemas" ? 0 : usageCount(sandbox, resource.$id);
  if (users > 0) {
    throw registryError(registryErrors.inUse, `${users} resources refer to ${resource.$id}.`);
  }
  if (isUnion(resource.document)) {
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
  touched(call);
};

const store = (call: Call, resource: XdmResource): void => {
  const before = call.sandbox.resources.get(resource.$id)?.document ?? {};
  call.sandbox.resources.set(resource.$id, resource);
  noteChange(call, resource.$id, before, resource.document);
  touched(call);
};

const touched = (call: Call): void => {
  call.sandbox.registryRevision += 1;
  call.organization.events.emit("change");
};
