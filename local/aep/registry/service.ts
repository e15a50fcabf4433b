import { assumed, documented } from "../core/behaviour";
import { emulatorTenant } from "../defaults";
import { filterBy, sortBy } from "../core/filter";
import type { JsonObject } from "../core/json";
import {
  created,
  noContent,
  ok,
  type Call,
  type Method,
  type Reply,
  type Route,
  type Service,
} from "../core/service";
import type { ResourceType, XdmResource } from "../state/entities";
import { listForm, lookupForm } from "./accept";
import { classOf } from "./check";
import { descriptorRoutes } from "./descriptors";
import { registryError, registryErrors } from "./errors";
import { behaviours } from "./global";
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
import { unionRoutes } from "./unions";

const guide = "XDM API guide";
const base = "/data/foundation/schemaregistry";
const longestPage = 300;

const listed = (call: Call, container: "global" | "tenant", type: ResourceType): unknown => {
  const form = listForm(call);
  const shown = (resource: XdmResource): JsonObject =>
    form === "xed-id" ? renderId(resource) : render(call.world, call.sandbox, resource);
  const full = (resource: XdmResource): JsonObject => render(call.world, call.sandbox, resource);
  const all = resourcesOf(call.sandbox, container, type);
  const order = call.query.get("orderby");
  const matching = sortBy(filterBy(all, call.query.getAll("property"), full), order, full);
  // Documented to count only together with `orderby`; Adobe's client pages without it.
  const from = position(matching, call.query.get("start"));
  const limit = pageLimit(call.query.get("limit"));
  const page = matching.slice(from, from + limit);
  const more = from + limit < matching.length;
  const path = `${base}${call.params["path"] ?? ""}`;
  return {
    results: page.map(shown),
    _page: {
      orderby: order ?? "updated",
      next: more ? String(from + limit) : null,
      count: page.length,
    },
    _links: {
      next: more ? { href: `${path}?start=${from + limit}&orderby=${order ?? ""}` } : null,
      global_schemas: { href: `${base}/global/schemas` },
    },
  };
};

/** `start` is what `_page.next` gave: how many to leave out. */
const position = (items: readonly unknown[], start: string | null): number =>
  Math.min(Math.max(Number(start ?? 0) || 0, 0), items.length);

const pageLimit = (limit: string | null): number => {
  const wanted = Number(limit ?? longestPage);
  return Number.isInteger(wanted) && wanted > 0 ? Math.min(wanted, longestPage) : longestPage;
};

const lookUp = (call: Call, container: string, type: ResourceType): Reply => {
  const { form, version } = lookupForm(call);
  const resource = readableOf(call, type, container);
  const exact = version.includes(".");
  if (exact ? version !== resource.version && version !== "1.0" : version !== "1") {
    throw registryError(
      registryErrors.versionUnknown,
      `${resource.$id} has no version ${version}.`,
    );
  }
  return ok(render(call.world, call.sandbox, resource, form));
};

const route = (method: Method, path: string, says: string, handle: Route["handle"]): Route => ({
  method,
  path,
  about: documented(guide, says),
  handle,
});

const ofType = (segment: string, type: ResourceType): Route[] => {
  const tenant = `/tenant/${segment}`;
  const one = `${tenant}/:id`;
  return [
    route(
      "GET",
      tenant,
      `Lists the organisation's ${segment} in pages of at most ${longestPage}, with property, orderby, start and limit.`,
      (call) => ok(listed(call, "tenant", type)),
    ),
    route("GET", `/global/${segment}`, `Lists Adobe's standard ${segment}.`, (call) =>
      ok(listed(call, "global", type)),
    ),
    route(
      "POST",
      tenant,
      `Makes one of the ${segment} and answers 201 with the whole resource.`,
      (call) => created(render(call.world, call.sandbox, createResource(call, type))),
    ),
    route(
      "GET",
      one,
      `Gives one of the ${segment} by encoded $id or meta:altId, in the form and version of the Accept header.`,
      (call) => lookUp(call, "tenant", type),
    ),
    route("GET", `/global/${segment}/:id`, `Gives one of Adobe's standard ${segment}.`, (call) =>
      lookUp(call, "global", type),
    ),
    route("PUT", one, `Replaces one of the ${segment} and raises its minor version.`, (call) =>
      ok(render(call.world, call.sandbox, replaceResource(call, resourceOf(call, type)))),
    ),
    route(
      "PATCH",
      one,
      `Changes one of the ${segment} by JSON Patch and raises its minor version.`,
      (call) => ok(render(call.world, call.sandbox, patchResource(call, resourceOf(call, type)))),
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
      about: assumed(
        "The container is documented as read only.",
        `Refuses to change Adobe's standard ${segment}.`,
      ),
    })),
  ];
};

const stats = (call: Call): unknown => {
  const { sandbox, world } = call;
  const own = sandbox.resources.values();
  const count = (type: ResourceType): number => own.filter((item) => item.type === type).length;
  const recent = (by: "created" | "updated"): JsonObject[] =>
    [...own]
      .sort((a, b) => b[by] - a[by])
      .slice(0, 10)
      .map((item) => ({
        ...renderId(item),
        "meta:resourceType": item.type,
        "meta:updated": new Date(item[by]).toUTCString(),
      }));
  const classUsage: Record<string, number> = {};
  for (const schema of own.filter(({ type }) => type === "schemas")) {
    const id = classOf(sandbox, schema.document)?.$id ?? "";
    classUsage[id] = (classUsage[id] ?? 0) + 1;
  }
  return {
    imsOrg: world.settings.credentials.orgId,
    tenantId: emulatorTenant,
    counts: {
      schemas: count("schemas"),
      mixins: count("mixins"),
      datatypes: count("datatypes"),
      classes: count("classes"),
      unions: own.filter(({ document }) =>
        JSON.stringify(document["meta:immutableTags"] ?? []).includes("union"),
      ).length,
    },
    recentlyCreatedResources: recent("created"),
    recentlyUpdatedResources: recent("updated"),
    classUsage,
  };
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
      "XDM composition guide",
      "Additions, new required fields, wider values and other titles are no breaking change.",
    ),
  ],
  sandbox: (world, name) => {
    if (name === undefined)
      throw registryError(registryErrors.sandboxMissing, "Send x-sandbox-name.");
    const sandbox = world.sandbox(name);
    if (sandbox === undefined) {
      throw registryError(registryErrors.sandboxUnknown, `There is no sandbox ${name}.`);
    }
    return sandbox;
  },
  badBody: () => registryError(registryErrors.badJson, "The body could not be read as JSON."),
  routes: [
    route(
      "GET",
      "/stats",
      "Answers organisation, tenant id without underscore, counts and recent resources.",
      (call) => ok(stats(call)),
    ),
    ...Object.entries(segments).flatMap(([segment, type]) => ofType(segment, type)),
    ...descriptorRoutes,
    ...unionRoutes,
    route("GET", "/global/behaviors", "Lists the two behaviours a class has one of.", (call) =>
      ok({
        results: behaviours.map((resource) => render(call.world, call.sandbox, resource)),
        _page: { count: behaviours.length, next: null },
      }),
    ),
    route("GET", "/global/behaviors/:id", "Gives one behaviour.", (call) => {
      const found = findResource(call.sandbox, call.params["id"] ?? "");
      if (found === undefined || !behaviours.includes(found)) {
        throw registryError(registryErrors.notFound, "There is no such behaviour.");
      }
      return ok(render(call.world, call.sandbox, found));
    }),
    route("GET", "/rpc/sampledata/:id", "Makes up a record that fits the schema.", (call) => {
      const resource = findResource(call.sandbox, call.params["id"] ?? "");
      if (resource === undefined) throw registryError(registryErrors.notFound, "No such schema.");
      return ok(sampleRecord(call.sandbox, resource.$id));
    }),
    route("GET", "/rpc/auditlog/:id", "Lists the changes of a resource.", (call) => {
      const resource = findResource(call.sandbox, call.params["id"] ?? "");
      if (resource === undefined) throw registryError(registryErrors.notFound, "No such resource.");
      return ok([
        {
          id: resource.$id,
          version: resource.version,
          updatedTime: new Date(resource.updated).toISOString(),
          userId: call.user.userId,
          imsOrg: call.user.orgId,
        },
      ]);
    }),
  ],
};
