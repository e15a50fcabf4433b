import type { ApiError } from "../../common/apiError";
import { filterBy, sortBy } from "../../common/filter";
import { objectOf, textOf, type JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import type { FlowObject } from "../../state/entities";
import { flowError, flowErrors } from "./errors";
import { checkQuery } from "./validate";

/** Rejects a request for an object that does not exist. */
export function notFound(call: Call, id: string, type: string): never {
  const kind = hasNewCode(call) ? flowErrors.notFound : flowErrors.notFoundOld;
  throw flowError(kind, `Resource with id ${id} was not found.`, type);
}

/** The response to a request that needs an object which was just made and is not known yet. */
export function notSpread(call: Call, id: string): ApiError {
  const kind = hasNewCode(call) ? flowErrors.notSpread : flowErrors.notSpreadOld;
  return flowError(kind, `Resource with id ${id} was not found.`);
}

function hasNewCode({ organization }: Call): boolean {
  return organization.assume["flow-not-found"] === "1439";
}

/** The fields that every object of Flow Service has, around its own. */
export function toResponse(call: Call, object: FlowObject): JsonObject {
  return {
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
  };
}

/** A page of a list: `property` filters, `orderby`, `limit`, `continuationToken`, `count`. */
export function paginate(
  path: string,
  items: readonly JsonObject[],
  requested: URLSearchParams,
  maxLimit = 100,
): JsonObject {
  checkQuery(requested, path);
  const { from, query } = resume(requested, path);
  const view = (item: JsonObject): JsonObject => item;
  const matching = sortBy(
    filterBy(items, query.getAll("property"), view),
    query.get("orderby"),
    view,
  );
  if (query.get("count") === "true") return { count: matching.length };
  const limit = Math.min(Number(query.get("limit") ?? maxLimit), maxLimit);
  const page = matching.slice(from, from + limit);
  const next = `/${path}?continuationToken=${tokenOf(from + limit, query)}`;
  return {
    items: page,
    _links: from + limit < matching.length ? { next: { href: next } } : {},
  };
}

/**
 * The link to the next page has the token alone, so the token holds the query too. It ends with `=`, as
 * Adobe's may: a client must read it as a part of a URL.
 */
function tokenOf(from: number, query: URLSearchParams): string {
  let text = JSON.stringify({ from, query: query.toString() });
  while (text.length % 3 === 0) text += " ";
  const token = Buffer.from(text).toString("base64url");
  return token.padEnd(Math.ceil(token.length / 4) * 4, "=");
}

/** Where the page begins, and the query merged with the one that the token remembers. */
function resume(query: URLSearchParams, type: string): { from: number; query: URLSearchParams } {
  const own = new URLSearchParams([...query].filter(([key]) => key !== "continuationToken"));
  const token = query.get("continuationToken");
  if (token === null) return { from: 0, query: own };
  const remembered = readToken(token);
  const from = Number(remembered["from"]);
  if (!Number.isInteger(from) || from < 0) {
    throw flowError(flowErrors.badPage, "continuationToken is not one that a list returned.", type);
  }
  for (const [key, value] of new URLSearchParams(textOf(remembered["query"]))) {
    if (!query.has(key)) own.append(key, value);
  }
  return { from, query: own };
}

function readToken(token: string): JsonObject {
  try {
    return objectOf(JSON.parse(Buffer.from(token, "base64url").toString("utf8")));
  } catch {
    return {};
  }
}

/** The short form that a change returns. */
export function toReceipt({ id, etag }: FlowObject): JsonObject {
  return { id, etag };
}
