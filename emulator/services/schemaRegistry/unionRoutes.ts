import { documented } from "../../common/behavior";
import { objectOf } from "../../common/json";
import { ok, type Call, type Reply, type Route } from "../../common/service";
import { listForm, lookupForm } from "./contentNegotiation";
import { registryError, registryErrors } from "./errors";
import { addedFields, toShortUnion, toUnionResponse, unionSuffix } from "./unionResponses";
import { classesInUnion, composeUnion } from "./unions";

const guide = "XDM API guide, unions";

/** Whether the path names a union, which can be looked up as a schema too. */
export function isUnionId(call: Call): boolean {
  return (call.params["id"] ?? "").endsWith(unionSuffix);
}

export function lookUpUnion(call: Call): Reply {
  const { form } = lookupForm(call);
  const id = call.params["id"] ?? "";
  const base = classesInUnion(call.sandbox).find((one) =>
    [one.$id, one.altId].includes(id.slice(0, -unionSuffix.length)),
  );
  if (base === undefined) {
    throw registryError(
      registryErrors.notFound,
      `The requested unions resource ${id} with version 1 is not found.`,
    );
  }
  const { allOf, ...rest } = toUnionResponse(call, base);
  const properties = objectOf(composeUnion(call.sandbox, base.$id)["properties"]);
  return ok(
    form.full ? { ...rest, properties: { ...properties, ...addedFields } } : { ...rest, allOf },
  );
}

export const unionRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/tenant/unions",
    behavior: documented(
      guide,
      "Lists the unions: one for each class that has a Profile-enabled schema.",
    ),
    handle: (call) => {
      const form = listForm(call);
      const results = classesInUnion(call.sandbox).map((base) =>
        form === "xed-id" ? toShortUnion(base) : toUnionResponse(call, base),
      );
      return ok({
        results,
        _page: { orderby: "updated", next: null, count: results.length },
        _links: { next: null },
      });
    },
  },
  {
    method: "GET",
    path: "/tenant/unions/:id",
    behavior: documented(
      guide,
      "Returns a union, under /tenant/schemas too: its parts, or the fields of all its schemas with identityMap, segmentMembership and timeSeriesEvents.",
    ),
    handle: lookUpUnion,
  },
];
