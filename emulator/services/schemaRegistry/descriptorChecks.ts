import { arrayOf, objectOf, stringOf, textOf, type JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import type { Sandbox } from "../../state/sandbox";
import { tenantNamespace } from "./check";
import { composedById } from "./compose";
import { registryError, registryErrors } from "./errors";
import { findResource, primaryOf } from "./library";

const mostDescriptors = 4000;
const cardinalities = ["1:1", "1:0", "M:1", "M:0"];

const refuse = (detail: string): never => {
  throw registryError(registryErrors.badDescriptor, detail);
};

/** What a descriptor of each type must carry beside `@type` and `xdm:sourceSchema`. */
const required: Readonly<Record<string, readonly string[]>> = {
  "xdm:descriptorIdentity": [
    "xdm:sourceVersion",
    "xdm:sourceProperty",
    "xdm:namespace",
    "xdm:property",
  ],
  "xdm:descriptorReferenceIdentity": [
    "xdm:sourceVersion",
    "xdm:sourceProperty",
    "xdm:identityNamespace",
  ],
  "xdm:descriptorOneToOne": [
    "xdm:sourceVersion",
    "xdm:sourceProperty",
    "xdm:destinationSchema",
    "xdm:destinationVersion",
  ],
  "xdm:descriptorRelationship": [
    "xdm:sourceVersion",
    "xdm:sourceProperty",
    "xdm:destinationSchema",
    "xdm:cardinality",
  ],
  "xdm:alternateDisplayInfo": ["xdm:sourceVersion", "xdm:sourceProperty"],
  "xdm:descriptorPrimaryKey": ["xdm:sourceProperty"],
  "xdm:descriptorVersion": ["xdm:sourceProperty"],
  "xdm:descriptorTimestamp": ["xdm:sourceProperty"],
  "xdm:descriptorLabel": [],
  "xdm:descriptorDeprecated": [],
  "xdm:descriptorTimeSeriesGranularity": [],
};

/** Refuses a descriptor that lacks something, or speaks of a schema, field or namespace that is not there. */
export const checkDescriptor = (call: Call, body: JsonObject, self: string | undefined): void => {
  const { sandbox } = call;
  if (self === undefined && sandbox.descriptors.size >= mostDescriptors) {
    refuse(`A sandbox has room for ${mostDescriptors} descriptors.`);
  }
  const type = stringOf(body["@type"]) ?? "";
  const missing = ["@type", "xdm:sourceSchema", ...(required[type] ?? [])].filter(
    (key) => body[key] === undefined || body[key] === "",
  );
  if (missing.length > 0) refuse(`Required: ${missing.join(", ")}.`);
  if (required[type] === undefined) {
    refuse(
      `There is no descriptor of the type ${type}; known: ${Object.keys(required).join(", ")}.`,
    );
  }
  const schemaId = knownSchema(sandbox, body["xdm:sourceSchema"]);
  const fields = [body["xdm:sourceProperty"]]
    .flat()
    .filter((path) => path !== undefined)
    .map((path) => fieldAt(sandbox, schemaId, textOf(path)));
  if (type === "xdm:descriptorIdentity") checkIdentity(call, body, self, fields);
  if (type === "xdm:descriptorReferenceIdentity") checkReference(call, body, fields);
  if (body["xdm:destinationSchema"] !== undefined) checkRelationship(call, body, fields);
  if (type === "xdm:descriptorLabel" && body["xdm:sourceProperty"] === `/${tenantNamespace}`) {
    refuse("The tenant's own object cannot be labelled; label a field below it.");
  }
};

const knownSchema = (sandbox: Sandbox, id: unknown): string => {
  const resource = findResource(sandbox, String(id));
  if (resource === undefined) {
    throw registryError(registryErrors.unknownReference, `There is no schema ${String(id)}.`);
  }
  return resource.$id;
};

/** The field at a path such as `/_tenant/chat/email`; names of standard XDM (`xdm:eventType`) are understood. */
const fieldAt = (sandbox: Sandbox, schemaId: string, path: string): JsonObject => {
  if (!path.startsWith("/") || path.endsWith("/")) {
    refuse(`A path of a field begins with \`/\` and does not end with one: ${path}.`);
  }
  const inner = (node: JsonObject, key: string): JsonObject | undefined => {
    const properties = objectOf(node["properties"] ?? objectOf(node["items"])["properties"]);
    const found =
      properties[key] ??
      Object.values(properties).find((field) => objectOf(field)["meta:xdmField"] === key);
    return found === undefined ? undefined : objectOf(found);
  };
  const field = path
    .slice(1)
    .split("/")
    .reduce<JsonObject | undefined>(
      (node, key) => (node === undefined ? undefined : inner(node, key)),
      composedById(sandbox, schemaId)?.schema,
    );
  return field ?? refuse(`${path} is no field of schema ${schemaId}.`);
};

const mustBeText = (body: JsonObject, fields: readonly JsonObject[]): void => {
  if (fields.some((field) => field["type"] !== "string")) {
    refuse(`${String(body["xdm:sourceProperty"])} is no string field.`);
  }
};

const checkIdentity = (
  call: Call,
  body: JsonObject,
  self: string | undefined,
  fields: readonly JsonObject[],
): void => {
  mustBeText(body, fields);
  if (!["xdm:code", "xdm:id"].includes(String(body["xdm:property"]))) {
    refuse("xdm:property must be xdm:code or xdm:id.");
  }
  knownNamespace(call, body["xdm:namespace"], body["xdm:property"] === "xdm:id");
  const schemaId = body["xdm:sourceSchema"];
  const primary = primaryOf(call.sandbox, String(schemaId), self);
  if (body["xdm:isPrimary"] === true && primary !== undefined) {
    refuse(`Schema ${String(schemaId)} has a primary identity already: ${String(primary["@id"])}.`);
  }
};

const knownNamespace = (call: Call, namespace: unknown, byId: boolean): void => {
  const known = call.organization.namespaces
    .values()
    .some(({ id, code }) =>
      byId
        ? String(id) === String(namespace)
        : code.toLowerCase() === String(namespace).toLowerCase(),
    );
  if (!known) refuse(`There is no identity namespace ${String(namespace)}.`);
};

const checkReference = (call: Call, body: JsonObject, fields: readonly JsonObject[]): void => {
  mustBeText(body, fields);
  knownNamespace(call, body["xdm:identityNamespace"], false);
};

const checkRelationship = (call: Call, body: JsonObject, fields: readonly JsonObject[]): void => {
  const destination = knownSchema(call.sandbox, body["xdm:destinationSchema"]);
  const path = stringOf(body["xdm:destinationProperty"]);
  if (path !== undefined) {
    const target = fieldAt(call.sandbox, destination, path);
    if (fields.some((field) => field["type"] !== target["type"])) {
      refuse(`${String(body["xdm:sourceProperty"])} and ${path} are of different types.`);
    }
  }
  const cardinality = body["xdm:cardinality"];
  if (cardinality !== undefined && !cardinalities.includes(textOf(cardinality))) {
    refuse(`xdm:cardinality must be one of ${cardinalities.join(", ")}.`);
  }
};

/** Refuses to take its primary identity from a schema of the union whose datasets have records. */
export const refusePrimaryChange = (call: Call, old: JsonObject, next?: JsonObject): void => {
  const parts = ["xdm:isPrimary", "xdm:sourceProperty", "xdm:namespace", "xdm:property"];
  const same = next !== undefined && parts.every((key) => old[key] === next[key]);
  const schemaId = String(old["xdm:sourceSchema"]);
  const document = findResource(call.sandbox, schemaId)?.document;
  const inUnion = arrayOf(document?.["meta:immutableTags"]).includes("union");
  if (old["xdm:isPrimary"] !== true || same || !inUnion) return;
  const holds = call.sandbox.datasets
    .values()
    .some(
      ({ id, body }) =>
        objectOf(body["schemaRef"])["id"] === schemaId && call.sandbox.rows(id).total > 0,
    );
  if (holds) {
    throw registryError(
      registryErrors.breaking,
      `Schema ${schemaId} is in the union and has data: its primary identity cannot be changed.`,
    );
  }
};
