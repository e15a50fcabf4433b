import { documented } from "../../common/behavior";
import { ok, type Call, type Service } from "../../common/service";
import type { Sandbox } from "../../state/sandbox";
import { sandboxError, sandboxErrors } from "./errors";
import { paginate, toAdminResponse, toResponse, typesResponse } from "./responses";

const guide = "Sandbox API reference";

function findSandbox({ organization, params }: Call): Sandbox {
  const name = params["name"] ?? "";
  const found = organization.sandbox(name);
  if (found !== undefined) return found;
  throw sandboxError(sandboxErrors.notFound, `There is no sandbox ${name}.`);
}

/** The sandboxes of the organization. */
export const sandboxManagement: Service = {
  name: "Sandbox",
  base: "/data/foundation/sandbox-management",
  access: "gateway",
  errors: sandboxErrors,
  routes: [
    {
      method: "GET",
      path: "/",
      behavior: documented(
        guide,
        "Lists the active sandboxes the caller may use, without their ids, with _page and _links.",
      ),
      handle: (call) => ok(paginate(call, toResponse)),
    },
    {
      method: "GET",
      path: "/sandboxes",
      behavior: documented(
        guide,
        "Lists all sandboxes in pages, filtered by `property` and sorted by `orderBy`.",
      ),
      handle: (call) => ok(paginate(call, toAdminResponse)),
    },
    {
      method: "GET",
      path: "/sandboxTypes",
      behavior: documented(guide, "Lists the types a sandbox can have."),
      handle: () => ok(typesResponse),
    },
    {
      method: "GET",
      path: "/sandboxes/:name",
      behavior: documented(guide, "Returns one sandbox by name."),
      handle: (call) => ok(toAdminResponse(findSandbox(call))),
    },
  ],
};
