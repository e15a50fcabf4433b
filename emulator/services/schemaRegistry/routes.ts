import { documented } from "../../common/behavior";
import { ok, type Call, type Service } from "../../common/service";
import type { XdmResource } from "../../state/entities";
import { auditLog } from "./auditLog";
import { registryBehaviors } from "./behaviors";
import { containerRoutes } from "./containerRoutes";
import { descriptorRoutes } from "./descriptorRoutes";
import { registryError, registryErrors } from "./errors";
import { findResource } from "./library";
import { registryBase } from "./resourcePages";
import { behaviorRoutes, resourceRoutes } from "./resourceRoutes";
import { route } from "./route";
import { sampleRecord } from "./sampleRecord";
import { stats } from "./stats";
import { unionRoutes } from "./unionRoutes";
import { registrySandbox } from "./validate";

const guide = "XDM API guide";

/** The resource that a remote procedure call names; a missing one has an error code of its own. */
function findByRpc(call: Call): XdmResource {
  const id = call.params["id"] ?? "";
  const found = findResource(call.sandbox, id);
  if (found !== undefined) return found;
  throw registryError(
    registryErrors.notFoundByRpc,
    `Requested resource ${id} with version 1 is not found.`,
  );
}

/** Schemas, field groups, classes, data types and descriptors. */
export const schemaRegistry: Service = {
  name: "Schema Registry",
  base: registryBase,
  access: "gateway",
  errors: registryErrors,
  notes: registryBehaviors,
  sandbox: registrySandbox,
  spread: {
    missing: (_call, id) => registryError(registryErrors.notSpread, `There is no resource ${id}.`),
    inUse: ({ organization, path }, id) =>
      path.includes("/schemas/") && organization.assume["schema-in-use"] === "allowed"
        ? undefined
        : registryError(registryErrors.inUse, `Resources refer to ${id}.`),
  },
  badBody: (problem) =>
    problem === "malformed"
      ? registryError(registryErrors.badJson, "The body could not be read as JSON.")
      : undefined,
  routes: [
    {
      method: "GET",
      path: "/stats",
      behavior: {
        ...documented(
          guide,
          "Returns organization, tenant id without underscore, counts, recent resources and the schemas of each class; needs no Accept header.",
        ),
        assumption: "stats-class-usage",
      },
      handle: (call) => ok(stats(call)),
    },
    ...resourceRoutes,
    ...descriptorRoutes,
    ...unionRoutes,
    ...behaviorRoutes,
    ...containerRoutes,

    route(
      "GET",
      "/rpc/sampledata/:id",
      "Invents a record that fits the schema, its fields named as in standard XDM.",
      (call) => ok(sampleRecord(call.sandbox, findByRpc(call).$id)),
    ),
    {
      method: "GET",
      path: "/rpc/auditlog/:id",
      behavior: documented(
        "Schema Registry API reference",
        "Lists the changes of a resource and of its parts as JSON Patch, the newest first.",
      ),
      handle: (call) => ok(auditLog(call, findByRpc(call))),
    },
  ],
};
