import type { ApiError } from "../../common/apiError";
import { typed, type FieldTypes } from "../../common/fields";
import { filterBy, sortBy } from "../../common/filter";
import { patchedBy } from "../../common/jsonPatch";
import { arrayOf, isObject, objectOf, stringOf, textOf, type JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import { headerValue } from "../../common/headers";
import type { FlowObject } from "../../state/entities";
import { flowError, flowErrors } from "./errors";
import { checkQuery } from "./queries";

/** The body of a POST; its absence is an error of its own. */
export const sentBody = (call: Call, type: string): JsonObject => {
  if (!isObject(call.body) || Object.keys(call.body).length === 0) {
    throw flowError(flowErrors.emptyBody, "The request has no body.", type);
  }
  return call.body;
};

/** Refuses fields of another type than the reference gives. */
export const checkTypes = (body: unknown, types: FieldTypes, type: string): JsonObject =>
  typed(body, types, (detail) => flowError(flowErrors.badField, detail, type));

export const requireFields = (body: JsonObject, fields: readonly string[], type: string): void => {
  const missing = fields.filter((field) => body[field] === undefined || body[field] === "");
  if (missing.length > 0) {
    throw flowError(flowErrors.requiredField, `Required: ${missing.join(", ")}.`, type);
  }
};

export const notFound = (call: Call, id: string, type: string): never => {
  const kind =
    call.organization.assume["flow-not-found"] === "1439"
      ? flowErrors.notFound
      : flowErrors.notFoundOld;
  throw flowError(kind, `Resource with id ${id} was not found.`, type);
};

/** What every item of Flow Service shows around its own fields. */
export const itemFrame = (call: Call, object: FlowObject): JsonObject => ({
  id: object.id,
  createdAt: object.created,
  updatedAt: object.updated,
  createdBy: call.user.userId,
  updatedBy: call.user.userId,
  createdClient: call.user.clientId,
  updatedClient: call.user.clientId,
  sandboxId: call.sandbox.id,
  sandboxName: call.sandbox.info.name,
  imsOrgId: call.user.orgId,
  name: object.name,
  ...object.body,
  state: object.state,
  version: object.etag,
  etag: object.etag,
});

/** A list: `property` filters, `orderby`, `limit`, `continuationToken`, `count`. */
export const listed = (
  path: string,
  items: readonly JsonObject[],
  asked: URLSearchParams,
  longestPage = 100,
): JsonObject => {
  checkQuery(asked, path);
  const { from, query } = continued(asked, path);
  const view = (item: JsonObject): JsonObject => item;
  const matching = sortBy(
    filterBy(items, query.getAll("property"), view),
    query.get("orderby"),
    view,
  );
  if (query.get("count") === "true") return { count: matching.length };
  const limit = Math.min(Number(query.get("limit") ?? longestPage), longestPage);
  const page = matching.slice(from, from + limit);
  const next = `/${path}?continuationToken=${tokenOf(from + limit, query)}`;
  return {
    items: page,
    _links: from + limit < matching.length ? { next: { href: next } } : {},
  };
};

/**
 * The link to the next page has the token alone, so the token holds the query too. It ends with `=`, as
 * Adobe's may: a client must read it as a part of a URL.
 */
const tokenOf = (from: number, query: URLSearchParams): string => {
  let text = JSON.stringify({ from, query: query.toString() });
  while (text.length % 3 === 0) text += " ";
  const token = Buffer.from(text).toString("base64url");
  return token.padEnd(Math.ceil(token.length / 4) * 4, "=");
};

/** Where the page begins, and the query with what the token remembers of the first one. */
const continued = (
  query: URLSearchParams,
  type: string,
): { from: number; query: URLSearchParams } => {
  const own = new URLSearchParams([...query].filter(([key]) => key !== "continuationToken"));
  const token = query.get("continuationToken");
  if (token === null) return { from: 0, query: own };
  const held = heldBy(token);
  const from = Number(held["from"]);
  if (!Number.isInteger(from) || from < 0) {
    throw flowError(flowErrors.badPage, "continuationToken is none that a list gave.", type);
  }
  for (const [key, value] of new URLSearchParams(textOf(held["query"]))) {
    if (!query.has(key)) own.append(key, value);
  }
  return { from, query: own };
};

const heldBy = (token: string): JsonObject => {
  try {
    return objectOf(JSON.parse(Buffer.from(token, "base64url").toString("utf8")));
  } catch {
    return {};
  }
};

/** If-Match must be there and be the object's etag, quotes included. */
export const checkEtag = (call: Call, object: FlowObject, type: string): void => {
  const sent = headerValue(call.headers["if-match"]);
  if (sent === undefined)
    throw flowError(flowErrors.etagMissing, "The header If-Match is missing.", type);
  if (sent !== object.etag) {
    throw flowError(flowErrors.etagStale, "If-Match is not the etag of the latest version.", type);
  }
};

/** The guides print a PATCH without a content type, so that curl sends its own: that is taken too. */
export const patchTypes = ["application/json", "application/x-www-form-urlencoded"];

/** What a PATCH may touch of one kind of object. */
export interface Patchable {
  /** Fields that can be changed or added; what else the object was made with can be changed too. */
  readonly fields: readonly string[];
  readonly fixed: readonly string[];
}

/** Applies a JSON Patch to the fields a user may change. Operation names are taken in any case. */
export const patched = (
  call: Call,
  object: FlowObject,
  type: string,
  { fields, fixed }: Patchable,
): JsonObject => {
  if (arrayOf(call.body).length === 0) {
    if (Array.isArray(call.body) || call.body === undefined) {
      throw flowError(flowErrors.emptyBody, "The patch is empty.", type);
    }
    throw flowError(flowErrors.badPatch, "The body must be a list of operations.", type);
  }
  let target: JsonObject = { name: object.name, ...object.body };
  for (const operation of arrayOf(call.body)) {
    const { op: sentOp, path: sentPath } = objectOf(operation);
    const op = textOf(sentOp).toLowerCase();
    const path = stringOf(sentPath) ?? "";
    if (!["add", "replace", "remove"].includes(op)) {
      throw flowError(flowErrors.badOperation, `The operation ${op} is not supported.`, type);
    }
    const head = path.split("/")[1] ?? "";
    if (head === "connectionSpec") {
      throw flowError(flowErrors.specFixed, "The connection spec cannot be changed.", type);
    }
    if (fixed.includes(head))
      throw flowError(flowErrors.badPatch, `${path} cannot be changed.`, type);
    if (!fields.includes(head) && !Object.hasOwn(target, head)) {
      throw flowError(flowErrors.missingField, `Missing field ${path}`, type);
    }
    target = patchedBy(target, [{ ...objectOf(operation), op, path }], (detail): ApiError =>
      flowError(flowErrors.missingField, `Missing field ${path}: ${detail}`, type),
    );
  }
  return target;
};
