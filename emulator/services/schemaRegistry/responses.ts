import { createHash } from "node:crypto";

import { arrayOf, isObject, objectOf, without, type JsonObject } from "../../common/json";
import { emulatorTenant } from "../../defaults";
import type { XdmResource } from "../../state/entities";
import type { Organization } from "../../state/organization";
import type { Sandbox } from "../../state/sandbox";
import { technicalAccount } from "../../state/tokenIssuer";
import { composedById } from "./compose";
import { classOf, referencedParts, tenantNamespace } from "./documents";
import { integerType } from "./fieldKind";
import { libraryVersion } from "./global";
import { findResource } from "./library";
import { isRelational } from "./relational";
import { usageCount } from "./usage";

/** How a resource is shown, as the Accept header says. */
export interface Form {
  /** With every `$ref` and `allOf` resolved. */
  readonly full: boolean;
  /** With titles and descriptions. */
  readonly text: boolean;
  /** With the descriptors of the schema. */
  readonly descriptors: boolean;
}

/** As it is stored, references kept. */
const raw: Form = { full: false, text: true, descriptors: false };

/** Keys that only the registry writes: taken off what a caller sends. */
const serverKeys = new Set([
  "$id",
  "meta:altId",
  "meta:resourceType",
  "version",
  "imsOrg",
  "meta:registryMetadata",
  "meta:containerId",
  "meta:sandboxId",
  "meta:sandboxType",
  "meta:tenantNamespace",
  "meta:class",
  "meta:extends",
  "meta:descriptors",
  "refs",
]);

/** What of a sent document is the caller's own. */
export function withoutServerKeys(document: JsonObject): JsonObject {
  // It is what makes a schema relational; of any other resource the registry derives it.
  const isOwn = (key: string) => key === "meta:extends" && isRelational(document);
  return Object.fromEntries(
    Object.entries(document).filter(([key]) => !serverKeys.has(key) || isOwn(key)),
  );
}

/** A resource as the registry returns it. */
export function toResponse(
  organization: Organization,
  sandbox: Sandbox,
  resource: XdmResource,
  form: Form = raw,
): JsonObject {
  const body = form.full ? resolved(sandbox, resource) : annotated(resource.document);
  const full: JsonObject = {
    ...body,
    $id: resource.$id,
    "meta:altId": resource.altId,
    "meta:resourceType": resource.type,
    version: resource.version,
    ...derived(sandbox, resource),
    ...metadata(organization, sandbox, resource),
  };
  if (form.descriptors) {
    full["meta:descriptors"] = sandbox.descriptors
      .values()
      .map(({ body: descriptor }) => descriptor)
      .filter((descriptor) => descriptor["xdm:sourceSchema"] === resource.$id);
  }
  return form.text ? full : objectOf(withoutText(full));
}

/** The short form of lists. */
export function toShortResponse(resource: XdmResource): JsonObject {
  return {
    $id: resource.$id,
    "meta:altId": resource.altId,
    version: resource.version,
    title: resource.title,
  };
}

function resolved(sandbox: Sandbox, resource: XdmResource): JsonObject {
  const rest = without(resource.document, "definitions", "allOf", "properties");
  const schema = composedById(sandbox, resource.$id)?.schema ?? {};
  return {
    ...rest,
    properties: schema["properties"] ?? {},
    ...(schema["required"] === undefined ? {} : { required: schema["required"] }),
  };
}

/** A document with what the registry writes into it. */
export function annotated(document: JsonObject): JsonObject {
  return {
    ...document,
    ...rawParts(document),
  };
}

/** The registry writes type and XDM type into each part of `allOf`, and into each field. */
function rawParts(document: JsonObject): JsonObject {
  return {
    ...(document["properties"] === undefined
      ? {}
      : { properties: mapValues(document["properties"], typed) }),
    ...(document["allOf"] === undefined
      ? {}
      : {
          allOf: arrayOf(document["allOf"]).map((part) => ({
            ...objectOf(part),
            type: "object",
            "meta:xdmType": "object",
          })),
        }),
    ...(document["definitions"] === undefined
      ? {}
      : { definitions: mapValues(document["definitions"], typed) }),
  };
}

function typed(node: unknown): JsonObject {
  const field = objectOf(node);
  return {
    ...field,
    ...(field["type"] === undefined && field["$ref"] !== undefined ? {} : xdmType(field)),
    ...(field["properties"] === undefined
      ? {}
      : {
          properties: mapValues(field["properties"], (inner) => ({
            ...typed(inner),
            isRequired: false,
          })),
        }),
    ...(isObject(field["items"]) ? { items: typed(field["items"]) } : {}),
    ...(isObject(field["additionalProperties"])
      ? { additionalProperties: typed(field["additionalProperties"]) }
      : {}),
  };
}

function xdmType(field: JsonObject): JsonObject {
  const type = field["type"] ?? "object";
  if (field["meta:xdmType"] !== undefined) return {};
  const byFormat = type === "string" && ["date", "date-time"].includes(String(field["format"]));
  return {
    "meta:xdmType": byFormat ? field["format"] : type === "integer" ? integerType(field) : type,
  };
}

function mapValues(object: unknown, change: (value: unknown) => unknown): JsonObject {
  return Object.fromEntries(
    Object.entries(objectOf(object)).map(([key, value]) => [key, change(value)]),
  );
}

function derived(sandbox: Sandbox, resource: XdmResource): JsonObject {
  const parts = referencedParts(resource.document);
  if (resource.type !== "schemas") {
    return {
      "meta:extensible": true,
      "meta:abstract": true,
      "meta:xdmType": "object",
      ...(resource.container === "tenant" &&
      (resource.type === "classes" || (resource.type === "mixins" && parts.length > 0))
        ? { "meta:extends": parts }
        : {}),
    };
  }
  if (isRelational(resource.document)) {
    return {
      "meta:extends": resource.document["meta:extends"],
      "meta:extensible": false,
      "meta:abstract": false,
      "meta:xdmType": "object",
    };
  }
  const base = classOf(sandbox, resource.document);
  const extended = base?.document["meta:extends"] ?? referencedParts(base?.document ?? {});
  const inherited = arrayOf(extended).map(String);
  return {
    "meta:class": base?.$id,
    "meta:extends": [...new Set([...withTheirParts(sandbox, parts), ...inherited])],
    refs: parts,
    "meta:extensible": false,
    "meta:abstract": false,
    "meta:xdmType": "object",
    ...(base?.document["required"] === undefined ? {} : { required: base.document["required"] }),
  };
}

/** The resources, and the field groups that these extend. */
function withTheirParts(sandbox: Sandbox, ids: readonly string[]): string[] {
  return ids.flatMap((id) => {
    const resource = findResource(sandbox, id);
    return resource?.type === "mixins"
      ? [id, ...withTheirParts(sandbox, referencedParts(resource.document))]
      : [id];
  });
}

/** Who made and changed something of the registry, and when. */
export function registryMetadata(
  organization: Organization,
  { id, created, updated }: { id: string; created: number; updated: number },
): JsonObject {
  const { clientId } = organization.settings.credentials;
  const account = technicalAccount(clientId);
  return {
    "repo:createdDate": created,
    "repo:lastModifiedDate": updated,
    "xdm:createdClientId": clientId,
    "xdm:lastModifiedClientId": clientId,
    "xdm:createdUserId": account,
    "xdm:lastModifiedUserId": account,
    eTag: createHash("sha256").update(`${id} ${updated}`).digest("hex"),
  };
}

function metadata(organization: Organization, sandbox: Sandbox, resource: XdmResource): JsonObject {
  const shared = {
    "meta:registryMetadata": {
      ...registryMetadata(organization, { ...resource, id: `${resource.$id} ${resource.version}` }),
      "meta:globalLibVersion": libraryVersion,
      "meta:usageCount": usageCount(sandbox, resource.$id),
    },
    "meta:containerId": resource.container,
  };
  return resource.container === "global"
    ? shared
    : { ...shared, ...ownership(organization, sandbox) };
}

/** Whose a resource of the tenant container is. */
export function ownership(organization: Organization, sandbox: Sandbox): JsonObject {
  return {
    imsOrg: organization.settings.credentials.orgId,
    "meta:sandboxId": sandbox.id,
    "meta:sandboxType": sandbox.info.type,
    "meta:tenantNamespace": tenantNamespace,
  };
}

function withoutText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutText);
  if (!isObject(value)) return value;
  const isText = (key: string, inner: unknown): boolean =>
    (key === "title" || key === "description") && typeof inner === "string";
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => !isText(key, inner))
      .map(([key, inner]) => [key, withoutText(inner)]),
  );
}

/** `$id` and `meta:altId` for a new resource. */
export function newIds(kind: string, hex: string): { $id: string; altId: string } {
  return {
    $id: `https://ns.adobe.com/${emulatorTenant}/${kind}/${hex}`,
    altId: `${tenantNamespace}.${kind}.${hex}`,
  };
}
