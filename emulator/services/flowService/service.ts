import { assumed, documented } from "../../common/behavior";
import { stringOf, textOf, type JsonObject } from "../../common/json";
import { created, noContent, ok, type Call, type Route, type Service } from "../../common/service";
import type { Flow } from "../../state/entities";
import type { Sandbox } from "../../state/sandbox";
import { connectionRoutes } from "./connections";
import { flowError, flowErrors } from "./errors";
import {
  actOnFlow,
  allFlows,
  createFlow,
  deleteFlow,
  flowOf,
  shownFlow,
  updateFlow,
} from "./flows";
import { checkTypes, listed, notFound, patchTypes, requireFields } from "./objects";
import { runOf, type Run } from "./runs";
import { connectionSpecs, flowSpecs, hasId } from "./specs";

const reference = "Flow Service API reference";
const tutorial = "Chatlio API tutorial";

const receipt = ({ id, etag }: Flow): JsonObject => ({ id, etag });

const specRoutes = (
  path: "connectionSpecs" | "flowSpecs",
  specs: (call: Call) => readonly JsonObject[],
): Route[] => [
  {
    method: "GET",
    path: `/${path}`,
    behavior: documented(reference, `Lists ${path}, also by \`property=name==…\`.`),
    handle: (call) => ok(listed(path, specs(call), call.query)),
  },
  {
    method: "GET",
    path: `/${path}/:id`,
    behavior: documented(
      reference,
      `Gives one of the ${path} in \`items\`, under Adobe's fixed ids.`,
    ),
    handle: (call) => {
      const id = call.params["id"] ?? "";
      const found = specs(call).find(hasId(id));
      return found === undefined ? notFound(call, id, path) : ok({ items: [found] });
    },
  },
];

const runsOf = (call: Call): Run[] => allFlows(call).flatMap((flow) => runOf(call, flow) ?? []);

const longestSearch = 1000;

/** A search has in its body what a list has in its query; `queryString` holds the property conditions. */
const search = (call: Call): JsonObject => {
  const body = checkTypes(call.body ?? {}, { queryString: "text", orderby: "text" }, "flows");
  const asked = new URLSearchParams(stringOf(body["queryString"]) ?? "");
  for (const name of ["limit", "orderby", "count"]) {
    if (body[name] !== undefined) asked.set(name, textOf(body[name]));
  }
  const items = allFlows(call).map((flow) => shownFlow(call, flow));
  return listed("flows", items, asked, longestSearch);
};

const defaultSandbox = (sandboxes: readonly Sandbox[]): Sandbox | undefined =>
  sandboxes.find(({ info }) => info.isDefault);

/** Connections, dataflows and their runs. */
export const flowService: Service = {
  name: "Flow Service",
  base: "/data/foundation/flowservice",
  access: "gateway",
  errors: flowErrors,
  notes: [
    documented(
      tutorial,
      "A new dataflow is `initializing` and becomes `enabled` after a moment; the etag of the POST is stale by then.",
    ),
    documented(
      "Flow Service API reference",
      "`version` and `etag` hold the same text, with inner double quotes.",
    ),
    assumed(
      "Not documented.",
      "A dataflow keeps its inlet URL over disabling, enabling and a change of its mapping.",
      "inlet-url-survives",
    ),
    assumed(
      "A sample of an answer shows a text, requests show a number.",
      "A read dataflow gives `mappingVersion` as a text.",
      "mapping-version-type",
    ),
    assumed(
      "The transitional states are documented, not when they occur.",
      "A PATCH takes effect at once; the dataflow stays enabled.",
      "flow-update",
    ),
    assumed(
      "Newer guides delete and update streaming dataflows; an older flow spec said it could not be.",
      "The flow specs say that deleting and updating is supported.",
      "flow-delete-supported",
    ),
    documented(
      "Dataflow guides",
      "Changing a connection does not change the dataflow that uses it.",
    ),
  ],
  sandbox: (organization, name, headers) => {
    if (headers["x-sandbox-id"] !== undefined) {
      throw flowError(flowErrors.sandboxId, "x-sandbox-id is not allowed with this kind of token.");
    }
    if (name === undefined) {
      const fallback = defaultSandbox(organization.allSandboxes);
      if (
        organization.assume["flow-sandbox-header"] === "default-sandbox" &&
        fallback !== undefined
      )
        return fallback;
      throw flowError(flowErrors.sandboxMissing, "The header x-sandbox-name is missing.");
    }
    if (name === "*") throw flowError(flowErrors.sandboxStar, "x-sandbox-name cannot be *.");
    const sandbox = organization.sandbox(name);
    if (sandbox === undefined)
      throw flowError(flowErrors.sandboxUnknown, `There is no sandbox ${name}.`);
    return sandbox;
  },
  badBody: () => flowError(flowErrors.badJson, "The body could not be read as JSON."),
  routes: [
    ...specRoutes("connectionSpecs", () => connectionSpecs),
    ...specRoutes("flowSpecs", ({ organization }) => flowSpecs(organization.assume)),
    ...connectionRoutes,
    {
      method: "GET",
      path: "/flows",
      behavior: documented(
        "Dataflows guide, sort and filter",
        "Lists dataflows below `items`; property (also `ids[]==`), orderby, limit, continuationToken, count.",
      ),
      handle: (call) =>
        ok(
          listed(
            "flows",
            allFlows(call).map((flow) => shownFlow(call, flow)),
            call.query,
          ),
        ),
    },
    {
      method: "POST",
      path: "/flows",
      behavior: documented(
        tutorial,
        "Makes a dataflow and answers 201 with id and etag; mode=draft leaves it unpublished.",
      ),
      handle: (call) => {
        const flow = createFlow(call);
        return created(receipt(flow), { location: `/flows/${flow.id}`, etag: flow.etag });
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
          "Gives a dataflow in `items`; `options.inletUrl` once it is enabled.",
        ),
        assumption: "flow-inlet-url",
      },
      handle: (call) => {
        const flow = flowOf(call);
        return ok({ items: [shownFlow(call, flow)] }, { etag: flow.etag });
      },
    },
    {
      method: "PATCH",
      path: "/flows/:id",
      behavior: documented(
        "Update dataflows guide",
        "Changes name, description, transformations and the like by JSON Patch under If-Match; answers id and new etag.",
      ),
      contentTypes: patchTypes,
      handle: (call) => ok(receipt(updateFlow(call))),
    },
    {
      method: "DELETE",
      path: "/flows/:id",
      behavior: {
        ...documented(
          "Delete dataflows guide",
          "Removes a dataflow and answers 204; its inlet stays and says so.",
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
        "op=enable, disable or publish, in any case, with or without subOp; answers id and etag.",
      ),
      handle: (call) => ok(receipt(actOnFlow(call))),
    },
    {
      method: "GET",
      path: "/runs",
      behavior: {
        ...documented(
          "Monitor dataflows guide",
          "Lists runs with their metrics, by flowId and metrics.",
        ),
        assumption: "flow-runs",
      },
      handle: (call) => ok(listed("runs", runsOf(call), call.query)),
    },
    {
      method: "POST",
      path: "/runs",
      behavior: documented(
        reference,
        "Starts a run of a one-time dataflow, of which there is none here.",
      ),
      handle: (call) => {
        const body = checkTypes(call.body, { flowId: "text", params: "object" }, "runs");
        requireFields(body, ["flowId"], "runs");
        const { id } = flowOf(call, textOf(body["flowId"]));
        throw flowError(flowErrors.notOneTime, `Flow ${id} is no one-time flow.`, "runs");
      },
    },
    {
      method: "GET",
      path: "/runs/:id",
      behavior: {
        ...documented("Monitor dataflows guide", "Gives one run in `items`."),
        assumption: "flow-runs",
      },
      handle: (call) => {
        const id = call.params["id"] ?? "";
        const found = runsOf(call).find((run) => run.id === id);
        return found === undefined ? notFound(call, id, "runs") : ok({ items: [found] });
      },
    },
  ],
};
