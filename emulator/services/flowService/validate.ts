import type { IncomingHttpHeaders } from "node:http";

import type { ErrorKind } from "../../common/apiError";
import { typed, type FieldTypes } from "../../common/fields";
import { parseConditions, type Condition } from "../../common/filter";
import { headerValue } from "../../common/headers";
import { isObject, type JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import type { FlowObject } from "../../state/entities";
import type { Organization } from "../../state/organization";
import type { Sandbox } from "../../state/sandbox";
import { flowError, flowErrors } from "./errors";

/** Finds the sandbox of a request by its headers. */
export function flowSandbox(
  organization: Organization,
  name: string | undefined,
  headers: IncomingHttpHeaders,
): Sandbox {
  if (headers["x-sandbox-id"] !== undefined) {
    throw flowError(flowErrors.sandboxId, "x-sandbox-id is not allowed with this kind of token.");
  }
  if (name === undefined) {
    const fallback = organization.allSandboxes.find(({ info }) => info.isDefault);
    if (organization.assume["flow-sandbox-header"] === "default-sandbox" && fallback !== undefined)
      return fallback;
    throw flowError(flowErrors.sandboxMissing, "The header x-sandbox-name is missing.");
  }
  if (name === "*") throw flowError(flowErrors.sandboxStar, "x-sandbox-name cannot be *.");
  const sandbox = organization.sandbox(name);
  if (sandbox === undefined)
    throw flowError(flowErrors.sandboxUnknown, `There is no sandbox ${name}.`);
  return sandbox;
}

/** The body of a POST; a missing one has an error code of its own. */
export function sentBody(call: Call, type: string): JsonObject {
  if (!isObject(call.body) || Object.keys(call.body).length === 0) {
    throw flowError(flowErrors.emptyBody, "The request has no body.", type);
  }
  return call.body;
}

/** Rejects a field whose type differs from the reference. */
export function checkTypes(body: unknown, types: FieldTypes, type: string): JsonObject {
  return typed(body, types, (detail) => flowError(flowErrors.badField, detail, type));
}

export function requireFields(body: JsonObject, fields: readonly string[], type: string): void {
  const missing = fields.filter((field) => body[field] === undefined || body[field] === "");
  if (missing.length > 0) {
    throw flowError(flowErrors.requiredField, `Required: ${missing.join(", ")}.`, type);
  }
}

/** Rejects a change whose If-Match is missing, or differs from the object's etag, quotes included. */
export function checkEtag(call: Call, object: FlowObject, type: string): void {
  const sent = headerValue(call.headers["if-match"]);
  if (sent === undefined)
    throw flowError(flowErrors.etagMissing, "The header If-Match is missing.", type);
  if (sent !== object.etag) {
    throw flowError(flowErrors.etagStale, "If-Match is not the etag of the latest version.", type);
  }
}

const parameters = ["property", "orderby", "limit", "continuationToken", "count"];
const times = ["createdAt", "updatedAt"];
const comparing = ["<", ">", "<=", ">="];

/** Rejects a list query as the catalog of errors says, before anything is looked up. */
export function checkQuery(query: URLSearchParams, type: string): void {
  const reject = (kind: ErrorKind, detail: string): never => {
    throw flowError(kind, detail, type);
  };
  const unknown = [...query.keys()].find((name) => !parameters.includes(name));
  if (unknown !== undefined)
    reject(flowErrors.badParameter, `Invalid params ${unknown} in the query.`);
  if (query.get("count") === "true" && query.has("limit")) {
    reject(flowErrors.limitWithCount, "limit and count cannot be used together.");
  }
  const limit = query.get("limit");
  if (limit !== null && !/^[1-9]\d*$/u.test(limit)) {
    reject(flowErrors.badPage, `limit must be a whole number from 1, not ${limit}.`);
  }
  const order = query.get("orderby");
  if (order !== null && !/^\s*[-+]?[A-Za-z_@][\w.:@[\]-]*$/u.test(order)) {
    reject(flowErrors.badOrder, `Incorrect field ${order} in orderby: write name, +name or -name.`);
  }
  for (const condition of parseConditions(query.getAll("property"))) {
    const [kind, detail] = problemOf(condition) ?? [];
    if (kind !== undefined) reject(kind, detail ?? "");
  }
}

function problemOf({ path, operator, value }: Condition): [ErrorKind, string] | undefined {
  const field = path.join(".");
  if (operator === "exists") return [flowErrors.badOperator, `There is no operator in ${field}.`];
  if (/[!<>=~]$/u.test(field) || /^[!<>=~]/u.test(value)) {
    return [flowErrors.badOperator, `Invalid operator after ${field}.`];
  }
  if (operator === "~") return [flowErrors.likeOperator, "Operator '~' is not implemented."];
  if (value === "") return [flowErrors.emptyValue, `${field}${operator} has no value.`];
  if (comparing.includes(operator)) {
    if (field === "id") return [flowErrors.unorderedField, `${operator} is not for the field id.`];
    if (value.includes(",") && !times.includes(field)) {
      return [flowErrors.manyValues, `${operator} is not allowed for several values.`];
    }
  }
  return times.includes(field) && !/^\d+$/u.test(value)
    ? [flowErrors.badValue, `Invalid value ${value} for field ${field}.`]
    : undefined;
}
