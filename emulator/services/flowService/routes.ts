import { documented } from "../../common/behavior";
import type { JsonObject } from "../../common/json";
import { ok, type Call, type Route, type Service } from "../../common/service";
import { flowBehaviors } from "./behaviors";
import { connectionRoutes } from "./connectionRoutes";
import { flowError, flowErrors } from "./errors";
import { flowRoutes } from "./flowRoutes";
import { notFound, notSpread, paginate } from "./responses";
import { runRoutes } from "./runRoutes";
import { connectionSpecs, flowSpecs, hasId } from "./specs";
import { flowSandbox } from "./validate";

const reference = "Flow Service API reference";

function specRoutes(
  path: "connectionSpecs" | "flowSpecs",
  specs: (call: Call) => readonly JsonObject[],
): Route[] {
  return [
    {
      method: "GET",
      path: `/${path}`,
      behavior: documented(reference, `Lists ${path}, also by \`property=name==…\`.`),
      handle: (call) => ok(paginate(path, specs(call), call.query)),
    },
    {
      method: "GET",
      path: `/${path}/:id`,
      behavior: documented(
        reference,
        `Returns one of the ${path} in \`items\`, under Adobe's fixed ids.`,
      ),
      handle: (call) => {
        const id = call.params["id"] ?? "";
        const found = specs(call).find(hasId(id));
        return found === undefined ? notFound(call, id, path) : ok({ items: [found] });
      },
    },
  ];
}

/** Connections, dataflows and their runs. */
export const flowService: Service = {
  name: "Flow Service",
  base: "/data/foundation/flowservice",
  access: "gateway",
  errors: flowErrors,
  notes: flowBehaviors,
  sandbox: flowSandbox,
  spread: {
    missing: (call, id) => notSpread(call, id),
    inUse: ({ organization, path }, id) =>
      path.includes("/flows/") || organization.assume["connection-in-use"] === "allowed"
        ? undefined
        : flowError(flowErrors.notReleased, `Found active flows containing id ${id}`),
  },
  badBody: (problem) =>
    problem === "malformed"
      ? flowError(flowErrors.badJson, "The body could not be read as JSON.")
      : undefined,
  routes: [
    ...specRoutes("connectionSpecs", () => connectionSpecs),
    ...specRoutes("flowSpecs", ({ organization }) => flowSpecs(organization.assume)),
    ...connectionRoutes,
    ...flowRoutes,
    ...runRoutes,
  ],
};
