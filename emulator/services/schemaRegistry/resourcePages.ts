import { filterBy, pageByValue, sortBy } from "../../common/filter";
import type { JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import type { XdmResource } from "../../state/entities";
import { listForm } from "./contentNegotiation";
import { toResponse, toShortResponse } from "./responses";

/** The base path of the registry, as links have it. */
export const registryBase = "/data/foundation/schemaregistry";
export const maxLimit = 300;

/** A page of resources in the form of the Accept header, filtered and sorted as the query says. */
export function paginate(call: Call, all: readonly XdmResource[]): JsonObject {
  const form = listForm(call);
  const responses = new Map<XdmResource, JsonObject>();
  const full = (resource: XdmResource): JsonObject => {
    const response =
      responses.get(resource) ?? toResponse(call.organization, call.sandbox, resource);
    responses.set(resource, response);
    return response;
  };
  // The documented default order is `updated`, which is not the name of any field.
  const sortable = (resource: XdmResource): JsonObject => ({
    ...full(resource),
    created: resource.created,
    updated: resource.updated,
  });
  const order = call.query.get("orderby") ?? "updated";
  const matching = sortBy(filterBy(all, call.query.getAll("property"), full), order, sortable);
  const paging = { start: call.query.get("start"), limit: pageLimit(call.query.get("limit")) };
  // People met an empty list when a client sent `start=0` and no order.
  const isLost = paging.start === "0" && !call.query.has("orderby");
  const { page, next } = isLost
    ? { page: [], next: null }
    : pageByValue(matching, order, paging, sortable);
  return {
    results: page.map(form === "xed-id" ? toShortResponse : full),
    _page: { orderby: order, next, count: page.length },
    _links: {
      next: next === null ? null : { href: nextHref(call, order, next) },
      global_schemas: { href: `${call.organization.origin}${registryBase}/global/schemas` },
    },
  };
}

function nextHref(call: Call, order: string, next: string): string {
  const query = new URLSearchParams(call.query);
  query.set("orderby", order);
  query.set("start", next);
  return `${call.organization.origin}${call.path}?${query.toString()}`;
}

function pageLimit(limit: string | null): number {
  const wanted = Number(limit ?? maxLimit);
  return Number.isInteger(wanted) && wanted > 0 ? Math.min(wanted, maxLimit) : maxLimit;
}
