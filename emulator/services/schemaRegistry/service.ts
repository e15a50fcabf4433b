import { assumed, documented } from "../../common/behavior";
import { filterBy, pageByValue, sortBy } from "../../common/filter";
import type { JsonObject } from "../../common/json";
import {
  created,
  noContent,
  ok,
  type Call,
  type Method,
  type Reply,
  type Route,
  type Service,
} from "../../common/service";
import type { ResourceType, XdmResource } from "../../state/entities";
import { listForm, lookupForm } from "./accept";
import { auditLog } from "./auditLog";
import { descriptorRoutes } from "./descriptors";
import { registryError, registryErrors } from "./errors";
import { behaviors } from "./global";
import { findResource, resourcesOf } from "./library";
import { render, renderId } from "./render";
import {
  createResource,
  deleteResource,
  patchResource,
  readableOf,
  replaceResource,
  resourceOf,
  segments,
} from "./resources";
import { sampleRecord } from "./sample";
import { stats } from "./stats";
import { isUnionId, lookUpUnion, unionRoutes } from "./unions";

const guide = "XDM API guide";
const base = "/data/foundation/schemaregistry";
const longestPage = 300;

const listed = (call: Call, all: readonly XdmResource[]): unknown => {
  const form = listForm(call);
  const full = (resource: XdmResource): JsonObject =>
    render(call.organization, call.sandbox, resource);
  // Documented to be sorted by `updated` where nothing else is asked for; no field has that name.
  const sortable = (resource: XdmResource): JsonObject => ({
    ...full(resource),
    created: resource.created,
    updated: resource.updated,
  });
  const order = call.query.get("orderby") ?? "updated";
  const matching = sortBy(filterBy(all, call.query.getAll("property"), full), order, sortable);
  const paging = { start: call.query.get("start"), limit: pageLimit(call.query.get("limit")) };
  const { page, next } = pageByValue(matching, order, paging, sortable);
  return {
    results: page.map(form === "xed-id" ? renderId : full),
    _page: { orderby: order, next, count: page.length },
    _links: {
      next: next === null ? null : { href: nextHref(call, order, next) },
      global_schemas: { href: `${call.organization.origin}${base}/global/schemas` },
    },
  };
};

const nextHref = (call: Call, order: string, next: string): string => {
  const query = new URLSearchParams(call.query);
  query.set("orderby", order);
  query.set("start", next);
  return `${call.organization.origin}${call.path}?${query.toString()}`;
};

const pageLimit = (limit: string | null): number => {
  const wanted = Number(limit ?? longestPage);
  return Number.isInteger(wanted) && wanted > 0 ? Math.min(wanted, longestPage) : longestPage;
};

/** Every standard resource has its library's version, asked for by the major one or as a whole. */
const hasVersion = (resource: XdmResource, asked: string): boolean =>
  asked === "1" || asked === "1.0" || asked === resource.version;

const lookUp = (call: Call, resource: XdmResource): Reply => {
  const { form, version } = lookupForm(call);
  if (!hasVersion(resource, version)) {
    throw registryError(
      registryErrors.versionUnknown,
      `${resource.$id} has no version ${version}.`,
    );
  }
  return ok(render(call.organization, call.sandbox, resource, form));
};

const route = (method: Method, path: string, says: string, handle: Route["handle"]): Route => ({
  method,
  path,
  behavior: documented(guide, says),
  handle,
});

const ofType = (segment: string, type: ResourceType): Route[] => {
  const tenant = `/tenant/${segment}`;
  const one = `${tenant}/:id`;
  return [
    route(
      "GET",
      tenant,
      `Lists the organization's ${segment} in pages of at most ${longestPage}, with property, orderby, start and limit.`,
      (call) => ok(listed(call, resourcesOf(call.sandbox, "tenant", type))),
    ),
    route("GET", `/global/${segment}`, `Lists Adobe's standard ${segment}.`, (call) =>
      ok(listed(call, resourcesOf(call.sandbox, "global", type))),
    ),
    route(
      "POST",
      tenant,
      `Makes one of the ${segment} and answers 201 with the whole resource.`,
      (call) => created(render(call.organization, call.sandbox, createResource(call, type))),
    ),
    route(
      "GET",
      one,
      `Gives one of the ${segment} by encoded $id or meta:altId, in the form and version of the Accept header.`,
      (call) =>
        isUnionId(call) && type === "schemas"
          ? lookUpUnion(call)
          : lookUp(call, readableOf(call, type, "tenant")),
    ),
    route("GET", `/global/${segment}/:id`, `Gives one of Adobe's standard ${segment}.`, (call) =>
      lookUp(call, readableOf(call, type, "global")),
    ),
    route("PUT", one, `Replaces one of the ${segment} and raises its minor version.`, (call) =>
      ok(render(call.organization, call.sandbox, replaceResource(call, resourceOf(call, type)))),
    ),
    route(
      "PATCH",
      one,
      `Changes one of the ${segment} by JSON Patch and raises its minor version.`,
      (call) =>
        ok(render(call.organization, call.sandbox, patchResource(call, resourceOf(call, type)))),
    ),
    route("DELETE", one, `Removes one of the ${segment} and answers 204.`, (call) => {
      deleteResource(call, resourceOf(call, type));
      return noContent;
    }),
    ...(["POST", "PUT", "PATCH", "DELETE"] as const).map((method) => ({
      ...route(
        method,
        method === "POST" ? `/global/${segment}` : `/global/${segment}/:id`,
        "",
        () => {
          throw registryError(
            registryErrors.readOnly,
            "Resources of the global container cannot be changed.",
          );
        },
      ),
      behavior: assumed(
        "The container is documented as read only.",
        `Refuses to change Adobe's standard ${segment}.`,
      ),
    })),
  ];
};

/** The resource a remote procedure call names; these have an error of their own. */
const byRpc = (call: Call): XdmResource => {
  const id = call.params["id"] ?? "";
  const found = findResource(call.sandbox, id);
  if (found !== undefined) return found;
  throw registryError(
    registryErrors.notFoundByRpc,
    `Requested resource ${id} with version 1 is not found.`,
  );
};

/** Schemas, field groups, classes, data types and descriptors. */
export const schemaRegistry: Service = {
  name: "Schema Registry",
  base,
  access: "gateway",
  errors: registryErrors,
  notes: [
    documented(
      guide,
      "Ids are assigned: $id under the tenant, meta:altId with dots; field groups keep `mixins` in both.",
    ),
    documented(
      guide,
      "Major version stays 1; every PUT and PATCH raises the minor one; an Accept with the major version gets the latest.",
    ),
    documented(
      "XDM API guide, appendix",
      "A list goes on by value: `start` is `_page.next`, the last value of the first sort key, so a page also holds all that share that value.",
    ),
    documented(
      "XDM API guide, behaviors and classes",
      "A class is built upon exactly one behavior: record, time series or ad hoc.",
    ),
    documented(
      "XDM API guide, descriptors",
      "Each type of descriptor has its required properties; paths begin with `/`, end without one and name a field of the schema; a sandbox has room for 4000; the tenant's own object takes no label.",
    ),
    documented(
      "XDM composition guide",
      "The primary identity of a Profile-enabled schema cannot be changed once it has data.",
    ),
    documented(
      "adobe/xdm and the field constraints guide",
      "Records are checked against the composed schema, standard fields with their formats, patterns and closed lists; `meta:enum` alone refuses nothing.",
    ),
    documented(
      "XDM composition guide",
      "Additions, new required fields, wider values and other titles are no breaking change.",
    ),
  ],
  sandbox: (organization, name) => {
    if (name === undefined)
      throw registryError(registryErrors.sandboxMissing, "Send x-sandbox-name.");
    const sandbox = organization.sandbox(name);
    if (sandbox === undefined) {
      throw registryError(registryErrors.sandboxUnknown, `There is no sandbox ${name}.`);
    }
    return sandbox;
  },
  badBody: () => registryError(registryErrors.badJson, "The body could not be read as JSON."),
  routes: [
    {
      method: "GET",
      path: "/stats",
      behavior: {
        ...documented(
          guide,
          "Answers organization, tenant id without underscore, counts, recent resources and the schemas of each class; asks for no Accept.",
        ),
        assumption: "stats-class-usage",
      },
      handle: (call) => ok(stats(call)),
    },
    ...Object.entries(segments).flatMap(([segment, type]) => ofType(segment, type)),
    ...descriptorRoutes,
    ...unionRoutes,
    route("GET", "/global/behaviors", "Lists the behaviors a class has one of.", (call) =>
      ok(listed(call, behaviors)),
    ),
    route("GET", "/global/behaviors/:id", "Gives one behavior.", (call) =>
      lookUp(call, readableOf(call, "behaviors", "global")),
    ),
    route(
      "GET",
      "/rpc/sampledata/:id",
      "Makes up a record that fits the schema, its fields named as in standard XDM.",
      (call) => ok(sampleRecord(call.sandbox, byRpc(call).$id)),
    ),
    {
      method: "GET",
      path: "/rpc/auditlog/:id",
      behavior: documented(
        "Schema Registry API reference",
        "Lists the changes of a resource and of its parts as JSON Patch, the newest first.",
      ),
      handle: (call) => ok(auditLog(call, byRpc(call))),
    },
  ],
};
