import { documented, seenByOthers } from "../../common/behavior";
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

/** Rejects the administrative routes where, by assumption, the credential may not view sandboxes. */
function checkMayView({ organization }: Call): void {
  if (organization.assume["sandbox-view"] === "forbidden") {
    throw sandboxError(sandboxErrors.forbidden, "The permission view-sandboxes is missing.");
  }
}

/** The sandboxes of the organization. */
export const sandboxManagement: Service = {
  name: "Sandbox",
  base: "/data/foundation/sandbox-management",
  access: "gateway",
  errors: sandboxErrors,
  notes: [
    seenByOthers(
      "Focus-GTS/aep-mcp-server, live validation 2026-08-14",
      "The list of one's own sandboxes has `name`, `type`, `state` and `isDefault` of each.",
    ),
  ],
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
      handle: (call) => {
        checkMayView(call);
        return ok(paginate(call, toAdminResponse));
      },
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
      handle: (call) => {
        checkMayView(call);
        return ok(toAdminResponse(findSandbox(call)));
      },
    },
  ],
};
