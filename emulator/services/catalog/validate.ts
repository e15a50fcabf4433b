import { isDeepStrictEqual } from "node:util";

import { typed, type FieldTypes } from "../../common/fields";
import { headerValue } from "../../common/headers";
import { arrayOf, isObject, objectOf, stringOf, without, type JsonObject } from "../../common/json";
import { contentTypeFault } from "../../common/schemaContentType";
import type { Call } from "../../common/service";
import type { Dataset, XdmResource } from "../../state/entities";
import type { Organization } from "../../state/organization";
import type { Sandbox } from "../../state/sandbox";
import { findResource } from "../schemaRegistry/library";
import { isRelational, missingDescriptors } from "../schemaRegistry/relational";
import { catalogError, catalogErrors } from "./errors";
import { checkRetention } from "./retention";

/** Finds the sandbox of the `x-sandbox-name` header; Data Access and Data Hygiene do it the same way. */
export function catalogSandbox(organization: Organization, name: string | undefined): Sandbox {
  if (name === undefined) throw catalogError(catalogErrors.sandboxMissing, "Send x-sandbox-name.");
  const sandbox = organization.sandbox(name);
  if (sandbox === undefined) {
    throw catalogError(catalogErrors.sandboxUnknown, `There is no sandbox ${name}.`);
  }
  return sandbox;
}

/** Keys that Catalog writes itself; values that a caller sends for them are dropped. */
const serverKeys = new Set([
  "version",
  "imsOrg",
  "created",
  "updated",
  "createdClient",
  "createdUser",
  "updatedUser",
  "viewId",
  "files",
  "observableSchema",
  "sandboxId",
  "lastBatchId",
  "lastBatchStatus",
  "lastSuccessfulBatch",
  "lastFailedBatch",
]);

/** Tags that Catalog derives from something other than the dataset. */
const serverTags = ["adobe/hygiene/ttl"];

/** The tag without which no dataset may be left by a PATCH; a new one has it. */
export const formatTag = "adobe/siphon/table/format";

/** Rejects a dataset that a PATCH leaves without the format of its table, as whole `tags` do. */
export function checkFormatTag(old: JsonObject, body: JsonObject): void {
  if (isDeepStrictEqual(old["tags"], body["tags"])) return;
  const [format = ""] = arrayOf(objectOf(body["tags"])[formatTag]);
  if (String(format).trim() === "") {
    throw catalogError(
      catalogErrors.formatMissing,
      `Field '${formatTag}' cannot be empty or blank`,
    );
  }
}

const datasetTypes: FieldTypes = {
  name: "text",
  description: "text",
  tags: "object of lists",
  schemaRef: "object",
  extensions: "object",
  fileDescription: "object",
};

/** The body of a request, once its fields have the types that the reference gives them. */
export function checkTypes(body: unknown): JsonObject {
  return typed(body, datasetTypes, (detail) => catalogError(catalogErrors.badField, detail));
}

/** The part of a dataset's body that a caller may set, its types checked. */
export function callerFields(body: unknown): JsonObject {
  const own = Object.fromEntries(
    Object.entries(checkTypes(body)).filter(([key]) => !serverKeys.has(key)),
  );
  return isObject(own["tags"]) ? { ...own, tags: without(own["tags"], ...serverTags) } : own;
}

/** Whether a dataset is enabled for Profile: its tag is `enabled:true` or `enabled: true`. */
function isProfile(body: JsonObject): boolean {
  return arrayOf(objectOf(body["tags"])["unifiedProfile"])
    .map((tag) => String(tag).replaceAll(" ", ""))
    .includes("enabled:true");
}

/** Rejects a dataset with a schema, row retention or name that it cannot have. `self` is the dataset before a change. */
export function checkDataset(call: Call, body: JsonObject, self?: Dataset): void {
  checkSchema(call, body, self);
  checkRetention(call, body);
  if (call.organization.assume["dataset-name"] === "unique") checkName(call, body, self);
}

function checkSchema(call: Call, body: JsonObject, self: Dataset | undefined): void {
  const schemaId = stringOf(objectOf(body["schemaRef"])["id"]);
  const resource = schemaId === undefined ? undefined : findResource(call.sandbox, schemaId);
  const isOptional = call.organization.assume["dataset-without-schema"] === "accepted";
  if (schemaId === undefined && isOptional && body["schemaRef"] === undefined) return;
  if (schemaId === undefined || resource?.type !== "schemas") {
    throw catalogError(catalogErrors.invalid, "schemaRef.id must be the $id of a schema.");
  }
  const fault = contentTypeFault(objectOf(body["schemaRef"])["contentType"], resource.version);
  if (fault !== undefined) throw catalogError(catalogErrors.invalid, fault);
  if (self !== undefined && objectOf(self.body["schemaRef"])["id"] !== schemaId) {
    throw catalogError(catalogErrors.schemaFixed, "The schema of a dataset cannot be changed.");
  }
  if (self === undefined && isRelational(resource.document)) {
    const missing = missingDescriptors(call.sandbox, resource.$id);
    if (missing.length > 0) {
      throw catalogError(
        catalogErrors.relationalSchema,
        `The relational schema ${resource.$id} has no ${missing.join(" and no ")}.`,
      );
    }
  }
  const isUnion = arrayOf(resource.document["meta:immutableTags"]).includes("union");
  if (isProfile(body) && !isUnion) {
    throw catalogError(
      catalogErrors.profileSchema,
      "To enable profile datasets the schema should be valid",
    );
  }
  const isNew = isProfile(body) && (self === undefined || !isProfile(self.body));
  if (isNew && isUnionSpreading(call, resource)) {
    throw catalogError(catalogErrors.unionSpreading, "The schema is not in the union.");
  }
}

/** Whether the schema has just been changed, and so perhaps just joined the union. */
function isUnionSpreading({ organization }: Call, { updated }: XdmResource): boolean {
  const { unionMs } = organization.settings.delays;
  return organization.assume["union-visible"] === "late" && organization.now() < updated + unionMs;
}

function checkName(call: Call, body: JsonObject, self: Dataset | undefined): void {
  const name = stringOf(body["name"]);
  const other = call.sandbox.datasets
    .values()
    .find((dataset) => dataset.body["name"] === name && dataset.id !== self?.id);
  if (name !== undefined && other !== undefined) {
    throw catalogError(catalogErrors.nameTaken, `The name is dataset ${other.id}'s.`);
  }
}

/** Rejects a stale change. The guide compares the version, the reference the time of the last change. */
export function checkPreconditions(call: Call, { version, updated }: Dataset): void {
  const matches = (header: "if-match" | "if-none-match"): boolean | undefined => {
    const wanted = headerValue(call.headers[header])?.replaceAll('"', "");
    return wanted === undefined ? undefined : ["*", version, String(updated)].includes(wanted);
  };
  if (matches("if-match") === false || matches("if-none-match") === true) {
    throw catalogError(catalogErrors.stale, `The dataset is at version ${version}.`);
  }
}

/** Whether the request only checks that it would work: `Pragma: validate-only`. */
export function isDryRun(call: Call): boolean {
  return headerValue(call.headers.pragma) === "validate-only";
}
