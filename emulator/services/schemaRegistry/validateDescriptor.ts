import {
  arrayOf,
  entryOf,
  isObject,
  type JsonObject,
  objectOf,
  stringOf,
  textOf,
} from "../../common/json";
import type { Call } from "../../common/service";
import type { Sandbox } from "../../state/sandbox";
import { descriptorKey, findNamespace, locate } from "./descriptorKey";
import { isInUnion, tenantNamespace } from "./documents";
import { descriptorError, missingPropertyError, registryError, registryErrors } from "./errors";
import { findResource, primaryOf } from "./library";
import { checkRelationalDescriptor } from "./validateRelational";

const maxDescriptors = 4000;
const cardinalities = ["1:1", "1:0", "M:1", "M:0"];

function reject(detail: string): never {
  throw registryError(registryErrors.badDescriptor, detail);
}

/** The required properties of each type of descriptor, in addition to `@type` and `xdm:sourceSchema`. */
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
  "xdm:descriptorDeprecated": ["xdm:sourceVersion", "xdm:sourceProperty"],
  "xdm:descriptorTimeSeriesGranularity": [],
};

/** Rejects a descriptor that lacks a property, or names a schema, field or namespace that does not exist. */
export function checkDescriptor(call: Call, body: JsonObject, self: string | undefined): void {
  const { sandbox } = call;
  if (self === undefined && sandbox.descriptors.size >= maxDescriptors) {
    reject(`A sandbox has room for ${maxDescriptors} descriptors.`);
  }
  const type = stringOf(body["@type"]) ?? "";
  const missing = ["@type", "xdm:sourceSchema", ...(entryOf(required, type) ?? [])].filter(
    (key) => body[key] === undefined || body[key] === "",
  );
  const [first] = missing;
  if (first !== undefined) throw missingPropertyError(first);
  if (entryOf(required, type) === undefined) {
    reject(
      `There is no descriptor of the type ${type}; known: ${Object.keys(required).join(", ")}.`,
    );
  }
  const schemaId = findSchemaId(sandbox, body["xdm:sourceSchema"]);
  if (findResource(sandbox, schemaId)?.container === "global") {
    throw descriptorError(registryErrors.globalSchema, `${schemaId} is Adobe's own.`);
  }
  checkIsNew(call, body, self);
  const fields = [body["xdm:sourceProperty"]]
    .flat()
    .filter((path) => path !== undefined)
    .map((path) => fieldAt(sandbox, schemaId, textOf(path)));
  if (type === "xdm:descriptorIdentity") checkIdentity(call, body, self, fields);
  if (type === "xdm:descriptorReferenceIdentity") checkReference(call, body, fields);
  if (body["xdm:destinationSchema"] !== undefined) checkRelationship(call, body, fields);
  if (type === "xdm:alternateDisplayInfo") checkDisplayInfo(body, fields);
  if (type === "xdm:descriptorLabel") checkLabels(call, body, schemaId);
  checkRelationalDescriptor(sandbox, schemaId, body, self);
}

/** Adobe's own data usage labels, by kind: contract, identity, sensitive data, partner ecosystem. */
const coreLabel = /^core\/(C(1[0-2]|[1-9])|I[12]|S[12]|SPI|RHD|PSPD|L[1-4]|P[12])$/;
const customLabel = /^custom\/\S+$/;

/** Titles and descriptions are texts by language; only a string field has suggested values. */
function checkDisplayInfo(body: JsonObject, fields: readonly JsonObject[]): void {
  for (const key of ["xdm:title", "xdm:description"]) {
    const texts = body[key];
    if (texts === undefined) continue;
    if (isObject(texts) && Object.values(texts).every((text) => typeof text === "string")) continue;
    reject(`${key} must be texts by language, as {"en_us": "…"}.`);
  }
  const hasValues = body["meta:enum"] !== undefined || body["xdm:excludeMetaEnum"] !== undefined;
  if (hasValues) checkIsText(body, fields);
}

function checkLabels(call: Call, body: JsonObject, ownerId: string): void {
  if (body["xdm:sourceProperty"] === `/${tenantNamespace}`) {
    reject("The tenant's own object cannot be labelled; label a field below it.");
  }
  const labels = arrayOf(body["xdm:labels"]);
  if (body["xdm:labels"] === undefined) throw missingPropertyError("xdm:labels");
  if (labels.length === 0) reject("xdm:labels must be a list with at least one label.");
  const wrong = labels.find(
    (one) => !coreLabel.test(String(one)) && !customLabel.test(String(one)),
  );
  if (wrong !== undefined) reject(`There is no label ${textOf(wrong)}.`);
  const isField = call.organization.assume["label-owner"] === "field-group";
  if (isField && !ownerId.includes("/mixins/")) {
    reject(`${ownerId} is not a field group: labels belong to the field group that has the field.`);
  }
}

/** What a descriptor that is there already has in common with the new one, unless one is spelled in another way. */
const identifying = [
  "xdm:sourceProperty",
  "xdm:namespace",
  "xdm:identityNamespace",
  "xdm:destinationSchema",
];

/** Rejects a descriptor that the schema has already, also in another spelling. */
function checkIsNew(call: Call, body: JsonObject, self: string | undefined): void {
  const key = descriptorKey(call, body);
  const schemaOf = (one: JsonObject) =>
    findResource(call.sandbox, textOf(one["xdm:sourceSchema"]))?.$id;
  const schema = schemaOf(body);
  // Only those of its schema: a key takes the whole schema, with all that it refers to.
  const other = call.sandbox.descriptors
    .values()
    .filter(({ id, body: known }) => id !== self && known["@type"] === body["@type"])
    .filter(({ body: known }) => schemaOf(known) === schema)
    .find(({ body: known }) => descriptorKey(call, known) === key);
  if (other !== undefined) {
    const isSame = identifying.every((name) => textOf(other.body[name]) === textOf(body[name]));
    throw descriptorError(
      isSame ? registryErrors.descriptorTaken : registryErrors.descriptorSpelled,
      `Descriptor with id ${other.id} already exists`,
    );
  }
}

/** The `$id` of a schema that is given by `$id` or `meta:altId`. */
function findSchemaId(sandbox: Sandbox, id: unknown): string {
  const resource = findResource(sandbox, String(id));
  if (resource === undefined) {
    throw registryError(registryErrors.unknownSchema, `There is no schema ${String(id)}.`);
  }
  return resource.$id;
}

/** The field at a path such as `/_tenant/chat/email`; names of standard XDM (`xdm:eventType`) work too. */
function fieldAt(sandbox: Sandbox, schemaId: string, path: string): JsonObject {
  if (!path.startsWith("/") || path.endsWith("/")) {
    reject(`A path of a field begins with \`/\` and does not end with one: ${path}.`);
  }
  const located = locate(sandbox, schemaId, path);
  return located?.field ?? reject(`${path} is not a field of schema ${schemaId}.`);
}

function checkIsText(body: JsonObject, fields: readonly JsonObject[]): void {
  if (fields.some((field) => field["type"] !== "string")) {
    throw descriptorError(
      registryErrors.descriptorField,
      `${String(body["xdm:sourceProperty"])} is not a string field.`,
    );
  }
}

function checkIdentity(
  call: Call,
  body: JsonObject,
  self: string | undefined,
  fields: readonly JsonObject[],
): void {
  checkIsText(body, fields);
  if (!["xdm:code", "xdm:id"].includes(String(body["xdm:property"]))) {
    reject("xdm:property must be xdm:code or xdm:id.");
  }
  checkNamespace(call, body["xdm:namespace"], body["xdm:property"] === "xdm:id");
  const schemaId = body["xdm:sourceSchema"];
  const primary = primaryOf(call.sandbox, String(schemaId), self);
  if (body["xdm:isPrimary"] === true && primary !== undefined) {
    reject(`Schema ${String(schemaId)} has a primary identity already: ${String(primary["@id"])}.`);
  }
}

function checkNamespace(call: Call, namespace: unknown, byId: boolean): void {
  if (isObject(namespace)) {
    throw descriptorError(registryErrors.namespaceObject, "xdm:namespace must be a text.");
  }
  if (findNamespace(call.organization, namespace, byId) === undefined) {
    throw descriptorError(
      registryErrors.descriptorNamespace,
      `The namespace ID ${textOf(namespace)} is not valid`,
    );
  }
}

function checkReference(call: Call, body: JsonObject, fields: readonly JsonObject[]): void {
  checkIsText(body, fields);
  checkNamespace(call, body["xdm:identityNamespace"], false);
}

function checkRelationship(call: Call, body: JsonObject, fields: readonly JsonObject[]): void {
  const destination = findSchemaId(call.sandbox, body["xdm:destinationSchema"]);
  const path = stringOf(body["xdm:destinationProperty"]);
  if (path !== undefined) {
    const target = fieldAt(call.sandbox, destination, path);
    if (fields.some((field) => field["type"] !== target["type"])) {
      throw descriptorError(
        registryErrors.descriptorField,
        `${String(body["xdm:sourceProperty"])} and ${path} are of different types.`,
      );
    }
  }
  const cardinality = body["xdm:cardinality"];
  if (cardinality !== undefined && !cardinalities.includes(textOf(cardinality))) {
    reject(`xdm:cardinality must be one of ${cardinalities.join(", ")}.`);
  }
}

/** Rejects a change of the primary identity of a schema that is in the union and has data. */
export function checkPrimaryChange(call: Call, old: JsonObject, next?: JsonObject): void {
  const same =
    next?.["xdm:isPrimary"] === true && descriptorKey(call, old) === descriptorKey(call, next);
  const schemaId = String(old["xdm:sourceSchema"]);
  const document = findResource(call.sandbox, schemaId)?.document;
  if (old["xdm:isPrimary"] !== true || same || !isInUnion(document)) return;
  const hasData = call.sandbox.datasets
    .values()
    .some(
      ({ id, body }) =>
        objectOf(body["schemaRef"])["id"] === schemaId && call.sandbox.rows(id).total > 0,
    );
  if (hasData) {
    throw registryError(
      registryErrors.breaking,
      `Schema ${schemaId} is in the union and has data: its primary identity cannot be changed.`,
    );
  }
}
