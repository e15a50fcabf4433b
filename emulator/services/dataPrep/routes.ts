import type { ApiError } from "../../common/apiError";
import { documented, seenInClient } from "../../common/behavior";
import { noContent, ok, type Route, type Service } from "../../common/service";
import { dataPrepBehaviors } from "./behaviors";
import { dataPrepError, dataPrepErrors } from "./errors";
import { languageRoutes } from "./languageRoutes";
import { mappingRoutes } from "./mappingRoutes";
import {
  createMappingSet,
  deleteMappingSet,
  findMappingSet,
  replaceMappingSet,
  requestedVersion,
} from "./mappingSets";
import { paginate, toReceipt, toResponse } from "./responses";
import { dataPrepSandbox } from "./validate";

const guide = "Data Prep API guide, mapping sets";
const reference = "Data Prep API reference";

const mappingSetRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/mappingSets",
    behavior: {
      ...documented(
        reference,
        "Lists mapping sets below `data`, with limit (10), start (0), name, orderBy, expandSchema and, from Adobe's client, property.",
      ),
      assumption: "mapping-list-paging",
    },
    handle: (call) => ok(paginate(call)),
  },
  {
    method: "POST",
    path: "/mappingSets",
    behavior: {
      ...documented(
        guide,
        "Creates a mapping set from either vocabulary and returns 200 (not 201) with id and version 0.",
      ),
      assumption: "mapping-create-status",
    },
    handle: (call) => {
      const { set, version } = createMappingSet(call);
      return {
        status: Number(call.organization.assume["mapping-create-status"]),
        body: toReceipt(call, set, version),
      };
    },
  },
  {
    method: "GET",
    path: "/mappingSets/:id",
    behavior: {
      ...documented(
        reference,
        "Returns a version of a mapping set; source types read back as media types: ATTRIBUTE as text/x.schema-path.",
      ),
      assumption: "mapping-get-default",
    },
    handle: (call) => {
      const set = findMappingSet(call);
      return ok(toResponse(call, set, requestedVersion(call, set)));
    },
  },
  {
    method: "PUT",
    path: "/mappingSets/:id",
    behavior: documented(
      guide,
      "Replaces a mapping set and returns 200 with the whole set in its next version; dataflows keep the version they name.",
    ),
    handle: (call) => {
      const { set, version } = replaceMappingSet(call);
      return ok(toResponse(call, set, version));
    },
  },
  {
    method: "DELETE",
    path: "/mappingSets/:id",
    behavior: {
      ...seenInClient("aepp deleteMappingSet", "Removes a mapping set."),
      assumption: "mapping-delete",
    },
    handle: (call) => {
      deleteMappingSet(call);
      return noContent;
    },
  },
];

function unreadableBody(problem: "malformed" | "too-large"): ApiError | undefined {
  return problem === "malformed"
    ? dataPrepError(dataPrepErrors.badJson, "The body could not be read as JSON.")
    : undefined;
}

/** The HTTP API tutorial has another path for mapping sets than all other documents; both work. */
export const dataPrepOldPath: Service = {
  name: "Data Prep, the HTTP API tutorial's path",
  base: "/data/foundation",
  access: "gateway",
  errors: {},
  sandbox: dataPrepSandbox,
  badBody: unreadableBody,
  routes: mappingSetRoutes.map((route) => ({
    ...route,
    behavior: documented(
      "HTTP API streaming tutorial",
      "Returns as the path below /conversion does.",
    ),
  })),
};

/** Mapping sets and the language they are written in. */
export const dataPrep: Service = {
  name: "Data Prep",
  base: "/data/foundation/conversion",
  access: "gateway",
  errors: dataPrepErrors,
  notes: dataPrepBehaviors,
  sandbox: dataPrepSandbox,
  spread: {
    missing: (_call, id) => dataPrepError(dataPrepErrors.notFound, `There is no ${id}.`),
    inUse: () => undefined,
  },
  badBody: unreadableBody,
  routes: [...languageRoutes, ...mappingRoutes, ...mappingSetRoutes],
};
