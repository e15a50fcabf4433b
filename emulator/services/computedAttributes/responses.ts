import type { JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import type { ComputedAttribute } from "../../state/entities";
import { tenantNamespace } from "../schemaRegistry/documents";
import { isWanted } from "./filter";

const defaultLimit = 20;
const maxLimit = 40;

/** A computed attribute as the service returns it, with its lookback. */
function whole({ sandbox, user, organization }: Call, attribute: ComputedAttribute): JsonObject {
  const { id, name, displayName, description, expression, keepCurrent, duration } = attribute;
  const status = statusOf(attribute, organization);
  return {
    id,
    type: "ComputedAttribute",
    name,
    displayName,
    description,
    imsOrgId: user.orgId,
    sandbox: {
      sandboxId: sandbox.id,
      sandboxName: sandbox.info.name,
      type: sandbox.info.type,
      isDefault: sandbox.info.isDefault,
    },
    path: `${tenantNamespace}/ComputedAttributes`,
    keepCurrent,
    expression: { type: "PQL", format: "pql/text", value: expression },
    ...mergeFunctionOf(expression),
    status,
    schema: { name: "_xdm.context.profile" },
    duration: { ...duration },
    lastEvaluationTs: "",
    createEpoch: attribute.created,
    updateEpoch: attribute.updated,
    createdBy: attribute.createdBy,
  };
}

/** A published one is NEW for the provisioning delay, and has then been processed. */
export function statusOf(
  { status, published = 0 }: ComputedAttribute,
  organization: Call["organization"],
): string {
  const isProcessed = organization.now() >= published + organization.settings.settleMs;
  return status === "NEW" && isProcessed ? "PROCESSED" : status;
}

/** How values of several fragments become one, by the function that ends the expression. */
function mergeFunctionOf(expression: string): JsonObject {
  const called = [...expression.matchAll(/\.\s*(\w+)\s*\(/g)].map(([, name = ""]) => name);
  const last = called.at(-1)?.toLowerCase() ?? "";
  const value = { sum: "SUM", count: "SUM", min: "MIN", max: "MAX", head: "MOST_RECENT" }[last];
  return value === undefined ? {} : { mergeFunction: { value } };
}

/** A computed attribute in the response for one. */
export function toResponse(call: Call, attribute: ComputedAttribute): JsonObject {
  const { duration, ...others } = whole(call, attribute);
  const isShown = call.organization.assume["computed-duration"] === "shown";
  return isShown ? { ...others, duration } : others;
}

const sortFields = ["name", "status", "updateEpoch", "createEpoch"];

/** A page of attributes, as the query says: by default those that were changed last come first. */
export function paginate(call: Call, all: readonly ComputedAttribute[]): JsonObject {
  const { query } = call;
  const [, minus = "", requested = ""] = /^([-+]?)(.*)$/.exec(query.get("sortBy") ?? "") ?? [];
  const isKnown = sortFields.includes(requested);
  const field = isKnown ? requested : "updateEpoch";
  const direction = isKnown && minus !== "-" ? 1 : -1;
  const matching = all
    .map((one) => whole(call, one))
    .filter((one) => query.getAll("property").every((filter) => isWanted(filter, one)))
    .toSorted((a, b) => direction * compare(a[field], b[field]));
  const limit = Math.min(Math.max(numberIn(query, "limit", defaultLimit), 1), maxLimit);
  const offset = numberIn(query, "offset", 0);
  const page = matching.slice(offset, offset + limit);
  const link = (at: number): JsonObject => ({ href: `/attributes?offset=${at}&limit=${limit}` });
  const last = Math.max(Math.ceil(matching.length / limit) - 1, 0) * limit;
  return {
    _links: {
      last: link(last),
      next: link(Math.min(offset + limit, last)),
      prev: link(Math.max(offset - limit, 0)),
      self: link(offset),
    },
    computedAttributes: page,
    _page: { offset, limit, count: page.length, totalCount: matching.length },
  };
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b));
}

function numberIn(query: URLSearchParams, key: string, otherwise: number): number {
  const text = query.get(key);
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : otherwise;
}
