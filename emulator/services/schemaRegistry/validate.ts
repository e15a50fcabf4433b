import { typed, type FieldTypes } from "../../common/fields";
import { arrayOf, isObject, objectOf, type JsonObject } from "../../common/json";
import type { ResourceType } from "../../state/entities";
import type { Organization } from "../../state/organization";
import type { Sandbox } from "../../state/sandbox";
import { checkNamespaces } from "./checkNamespaces";
import { compose } from "./compose";
import { referencedParts, tenantNamespace } from "./documents";
import { registryError, registryErrors } from "./errors";
import { findResource, resourcesOf } from "./library";
import { checkRelationalSchema, isRelational } from "./relational";
import { schemaError } from "./validateRecord";

/** Finds the sandbox of the `x-sandbox-name` header. */
export function registrySandbox(organization: Organization, name: string | undefined): Sandbox {
  if (name === undefined)
    throw registryError(registryErrors.sandboxMissing, "Send x-sandbox-name.");
  const sandbox = organization.sandbox(name);
  if (sandbox === undefined) {
    throw registryError(registryErrors.sandboxUnknown, `There is no sandbox ${name}.`);
  }
  return sandbox;
}

const fieldName = /^[A-Za-z0-9-][A-Za-z0-9_-]*$/u;
const fieldTypes = ["string", "number", "integer", "boolean", "object", "array"];

const resourceTypes: FieldTypes = {
  title: "text",
  description: "text",
  allOf: "list of objects",
  definitions: "object",
  properties: "object",
  "meta:intendedToExtend": "list of texts",
  "meta:extends": "list of texts",
  "meta:immutableTags": "list of texts",
};

/** Rejects a document that the registry would not accept as a resource of this type. */
export function checkResource(sandbox: Sandbox, type: ResourceType, document: JsonObject): void {
  typed(document, resourceTypes, (detail) => registryError(registryErrors.badResource, detail));
  const required = type === "schemas" ? ["title", "allOf"] : ["title"];
  const missing = required.filter((key) => document[key] === undefined || document[key] === "");
  if (type === "mixins" && arrayOf(document["meta:intendedToExtend"]).length === 0) {
    missing.push("meta:intendedToExtend");
  }
  if (missing.length > 0) {
    throw registryError(registryErrors.badResource, `Required: ${missing.join(", ")}.`);
  }
  if (document["type"] !== undefined && document["type"] !== "object") {
    throw registryError(registryErrors.badResource, "`type` must be `object`.");
  }
  if (arrayOf(document["allOf"]).some((part) => Object.keys(objectOf(part)).length === 0)) {
    throw registryError(registryErrors.badSchema, "`allOf` has an empty object.");
  }
  if (type === "schemas" && isRelational(document)) checkRelationalSchema(document);
  else if (type === "schemas") checkParts(sandbox, document);
  if (type === "mixins") checkIntended(sandbox, document);
  if (type === "classes") checkBehavior(sandbox, document);
  if (type === "mixins" || type === "classes") checkNamespaces(sandbox, document);
  checkFields(document, "");
  const fault = schemaError(compose(sandbox, document).schema);
  if (fault !== undefined) throw registryError(registryErrors.badField, fault);
}

/** A schema refers to exactly one class and any number of field groups that extend it. */
function checkParts(sandbox: Sandbox, document: JsonObject): void {
  const parts = referencedParts(document).map((id) => {
    const resource = findResource(sandbox, id);
    if (resource === undefined) {
      throw registryError(registryErrors.unknownReference, `There is no resource ${id}.`);
    }
    return resource;
  });
  if (parts[0]?.type !== "classes" || parts.some(({ type }) => type === "behaviors")) {
    throw registryError(
      registryErrors.badAllOf,
      "The first of `allOf` must be the class, and none may be a behavior.",
    );
  }
  if (document["properties"] !== undefined || document["definitions"] !== undefined) {
    throw registryError(registryErrors.ownFields, "Put the fields into a field group.");
  }
  const classes = parts.filter((part) => part.type === "classes");
  if (classes.length !== 1) {
    throw registryError(
      registryErrors.badResource,
      `A schema refers to exactly one class; this one to ${classes.length}.`,
    );
  }
  const [base] = classes;
  for (const group of parts.filter((part) => part.type === "mixins")) {
    const intended = arrayOf(group.document["meta:intendedToExtend"]);
    if (base !== undefined && !intended.includes(base.$id)) {
      throw registryError(
        registryErrors.badResource,
        `Field group ${group.$id} is not meant for class ${base.$id}.`,
      );
    }
  }
}

/** The classes that a field group is for must be there; a behavior is not a class. */
function checkIntended(sandbox: Sandbox, document: JsonObject): void {
  const missing = arrayOf(document["meta:intendedToExtend"])
    .map(String)
    .find((id) => findResource(sandbox, id)?.type !== "classes");
  if (missing !== undefined) {
    throw registryError(registryErrors.unknownReference, `There is no class ${missing}.`);
  }
}

/** A class is built upon exactly one behavior: record, time series or ad hoc. */
function checkBehavior(sandbox: Sandbox, document: JsonObject): void {
  const behaviors = referencedParts(document).filter(
    (id) => findResource(sandbox, id)?.type === "behaviors",
  );
  if (behaviors.length !== 1) {
    throw registryError(
      registryErrors.badResource,
      `A class refers to exactly one behavior (https://ns.adobe.com/xdm/data/record or …/time-series); this one to ${behaviors.length}.`,
    );
  }
}

function checkFields(sent: unknown, path: string): void {
  const node = typed(sent, { definitions: "object", properties: "object" }, (detail) =>
    registryError(registryErrors.badField, `${path === "" ? "The resource" : path}: ${detail}`),
  );
  for (const definition of Object.values(objectOf(node["definitions"]))) {
    checkFields(definition, path);
  }
  for (const [name, value] of Object.entries(objectOf(node["properties"]))) {
    const here = `${path}/${name}`;
    const field = objectOf(value);
    const isTenant = name === tenantNamespace && !path.includes(`/${tenantNamespace}`);
    if (!isTenant && path !== "" && !fieldName.test(name)) {
      throw registryError(
        registryErrors.badField,
        `Field name ${here}: letters, digits, \`-\` and \`_\` only, and not \`_\` first.`,
      );
    }
    const isContainer = isTenant || !here.includes(`/${tenantNamespace}`);
    const mayOmitType = isContainer && field["type"] === undefined && isObject(field["properties"]);
    if (field["$ref"] === undefined && field["allOf"] === undefined && !mayOmitType) {
      checkFieldType(field, here);
    }
    checkFields(field, here);
    if (isObject(field["items"])) checkFields(field["items"], `${here}/*`);
    if (isObject(field["additionalProperties"])) checkFields(field["additionalProperties"], here);
  }
}

function checkFieldType(field: JsonObject, path: string): void {
  const { type } = field;
  if (typeof type !== "string" || !fieldTypes.includes(type)) {
    throw registryError(
      registryErrors.badField,
      `Field ${path}: type must be one of ${fieldTypes.join(", ")}.`,
    );
  }
  if (type === "array" && !isObject(field["items"])) {
    throw registryError(registryErrors.badField, `Field ${path}: an array needs \`items\`.`);
  }
  const isMap = field["meta:xdmType"] === "map";
  if (isMap && (field["properties"] !== undefined || !isObject(field["additionalProperties"]))) {
    throw registryError(
      registryErrors.badField,
      `Field ${path}: a map has \`additionalProperties\` with the type of its values, and no \`properties\`.`,
    );
  }
}

/** Rejects a title that another resource of the sandbox has. */
export function checkTitle(
  organization: Organization,
  sandbox: Sandbox,
  type: ResourceType,
  title: string,
  self?: string,
): void {
  const perType = organization.assume["title-scope"] === "per-type";
  const holder = [...sandbox.resources.values(), ...resourcesOf(sandbox, "global", type)].find(
    (other) => other.title === title && other.$id !== self && (!perType || other.type === type),
  );
  if (holder !== undefined) {
    throw registryError(
      registryErrors.titleTaken,
      `Title must be unique. An object ${holder.$id} already exists with the same title.`,
    );
  }
}
