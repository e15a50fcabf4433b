import { assumed } from "../../common/behavior";
import { created, noContent, ok, type Call, type Reply, type Route } from "../../common/service";
import type { ResourceType, XdmResource } from "../../state/entities";
import { lookupForm } from "./contentNegotiation";
import { registryError, registryErrors } from "./errors";
import { behaviors } from "./global";
import { resourcesOf } from "./library";
import { patchTypes } from "./preconditions";
import { maxLimit, paginate } from "./resourcePages";
import {
  createResource,
  deleteResource,
  findOwn,
  findReadable,
  patchResource,
  replaceResource,
  segments,
} from "./resources";
import { toResponse } from "./responses";
import { route } from "./route";
import { isUnionId, lookUpUnion } from "./unionRoutes";

/** Whether a resource has the version, given as major version or in full. */
function hasVersion(resource: XdmResource, requested: string): boolean {
  return requested === "1" || requested === "1.0" || requested === resource.version;
}

/** The resource in the form and version of the Accept header. */
function lookUp(call: Call, resource: XdmResource): Reply {
  const { form, version } = lookupForm(call);
  if (!hasVersion(resource, version)) {
    throw registryError(
      registryErrors.versionUnknown,
      `${resource.$id} has no version ${version}.`,
    );
  }
  return ok(toResponse(call.organization, call.sandbox, resource, form));
}

/** Routes that list and read the resources of a type, and create one. */
function readRoutes(segment: string, type: ResourceType): Route[] {
  const tenant = `/tenant/${segment}`;
  const one = `${tenant}/:id`;
  return [
    route(
      "GET",
      tenant,
      `Lists the organization's ${segment} in pages of at most ${maxLimit}, with property, orderby, start and limit.`,
      (call) => ok(paginate(call, resourcesOf(call.sandbox, "tenant", type))),
    ),
    route("GET", `/global/${segment}`, `Lists Adobe's standard ${segment}.`, (call) =>
      ok(paginate(call, resourcesOf(call.sandbox, "global", type))),
    ),
    route(
      "POST",
      tenant,
      `Creates one of the ${segment} and returns 201 with the whole resource.`,
      (call) => created(toResponse(call.organization, call.sandbox, createResource(call, type))),
    ),
    route(
      "GET",
      one,
      `Returns one of the ${segment} by encoded $id or meta:altId, in the form and version of the Accept header.`,
      (call) =>
        isUnionId(call) && type === "schemas"
          ? lookUpUnion(call)
          : lookUp(call, findReadable(call, type, "tenant")),
    ),
    route("GET", `/global/${segment}/:id`, `Returns one of Adobe's standard ${segment}.`, (call) =>
      lookUp(call, findReadable(call, type, "global")),
    ),
  ];
}

/** Routes that change one resource of a type. */
function changeRoutes(segment: string, type: ResourceType): Route[] {
  const one = `/tenant/${segment}/:id`;
  return [
    route("PUT", one, `Replaces one of the ${segment} and raises its minor version.`, (call) =>
      ok(toResponse(call.organization, call.sandbox, replaceResource(call, findOwn(call, type)))),
    ),
    {
      ...route(
        "PATCH",
        one,
        `Changes one of the ${segment} by JSON Patch and raises its minor version.`,
        (call) =>
          ok(toResponse(call.organization, call.sandbox, patchResource(call, findOwn(call, type)))),
      ),
      contentTypes: patchTypes,
    },
    route("DELETE", one, `Removes one of the ${segment} and returns 204.`, (call) => {
      deleteResource(call, findOwn(call, type));
      return noContent;
    }),
  ];
}

/** Adobe's own resources cannot be changed. */
function readOnlyRoutes(segment: string): Route[] {
  return (["POST", "PUT", "PATCH", "DELETE"] as const).map((method) => ({
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
      `Rejects changes of Adobe's standard ${segment}.`,
    ),
  }));
}

/** Routes of the behaviors that classes extend. */
export const behaviorRoutes: readonly Route[] = [
  route("GET", "/global/behaviors", "Lists the behaviors a class has one of.", (call) =>
    ok(paginate(call, behaviors)),
  ),
  route("GET", "/global/behaviors/:id", "Returns one behavior.", (call) =>
    lookUp(call, findReadable(call, "behaviors", "global")),
  ),
];

/** Routes of schemas, field groups, classes and data types. */
export const resourceRoutes: readonly Route[] = Object.entries(segments).flatMap(
  ([segment, type]) => [
    ...readRoutes(segment, type),
    ...changeRoutes(segment, type),
    ...readOnlyRoutes(segment),
  ],
);
