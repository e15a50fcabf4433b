import { documented } from "../../common/behavior";
import { stringOf, textOf, type JsonObject } from "../../common/json";
import { created, noContent, ok, type Call, type Route } from "../../common/service";
import { toFlowResponse } from "./flowResponses";
import { actOnFlow, allFlows, createFlow, deleteFlow, findFlow, updateFlow } from "./flows";
import { patchTypes } from "./patch";
import { paginate, toReceipt } from "./responses";
import { checkTypes } from "./validate";

const reference = "Flow Service API reference";
const tutorial = "Chatlio API tutorial";

const maxSearchLimit = 1000;

/** A search: its body has what the query of a list has; `queryString` holds the property conditions. */
function search(call: Call): JsonObject {
  const body = checkTypes(call.body ?? {}, { queryString: "text", orderby: "text" }, "flows");
  const query = new URLSearchParams(stringOf(body["queryString"]) ?? "");
  for (const name of ["limit", "orderby", "count"]) {
    if (body[name] !== undefined) query.set(name, textOf(body[name]));
  }
  const items = allFlows(call).map((flow) => toFlowResponse(call, flow));
  return paginate("flows", items, query, maxSearchLimit);
}

/** Routes of dataflows. */
export const flowRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/flows",
    behavior: documented(
      "Dataflows guide, sort and filter",
      "Lists dataflows below `items`; property (also `ids[]==`), orderby, limit, continuationToken, count.",
    ),
    handle: (call) =>
      ok(
        paginate(
          "flows",
          allFlows(call).map((flow) => toFlowResponse(call, flow)),
          call.query,
        ),
      ),
  },
  {
    method: "POST",
    path: "/flows",
    behavior: documented(
      tutorial,
      "Creates a dataflow and returns 201 with id and etag; mode=draft leaves it unpublished.",
    ),
    handle: (call) => {
      const flow = createFlow(call);
      return created(toReceipt(flow), { location: `/flows/${flow.id}`, etag: flow.etag });
    },
  },
  {
    method: "POST",
    path: "/flows/search",
    behavior: documented(
      reference,
      "Searches dataflows with queryString, orderby, limit (at most 1000) and count in the body; what queryString looks like is not said: here it is that of a list.",
    ),
    handle: (call) => ok(search(call)),
  },
  {
    method: "GET",
    path: "/flows/:id",
    behavior: {
      ...documented(
        tutorial,
        "Returns a dataflow in `items`; `options.inletUrl` once it is enabled.",
      ),
      assumption: "flow-inlet-url",
    },
    handle: (call) => {
      const flow = findFlow(call);
      return ok({ items: [toFlowResponse(call, flow)] }, { etag: flow.etag });
    },
  },
  {
    method: "PATCH",
    path: "/flows/:id",
    behavior: documented(
      "Update dataflows guide",
      "Changes name, description, transformations and the like by JSON Patch under If-Match; returns id and new etag.",
    ),
    contentTypes: patchTypes,
    handle: (call) => ok(toReceipt(updateFlow(call))),
  },
  {
    method: "DELETE",
    path: "/flows/:id",
    behavior: {
      ...documented(
        "Delete dataflows guide",
        "Removes a dataflow and returns 204; its streaming endpoint stays and says so.",
      ),
      assumption: "flow-delete",
    },
    handle: (call) => {
      deleteFlow(call);
      return noContent;
    },
  },
  {
    method: "POST",
    path: "/flows/:id/action",
    behavior: documented(
      "Update dataflows guide",
      "op=enable, disable or publish, in any case, with or without subOp; returns id and etag.",
    ),
    handle: (call) => ok(toReceipt(actOnFlow(call))),
  },
];
