import { documented } from "../../common/behavior";
import { ok, type Call, type Reply, type Service } from "../../common/service";
import type { SandboxRecord } from "../../state/sandboxRecord";
import { sandboxBehaviors } from "./behaviors";
import { sandboxError, sandboxErrors } from "./errors";
import {
  paginate,
  toAdminResponse,
  toChangeResponse,
  toResponse,
  typesResponse,
} from "./responses";
import {
  allSandboxes,
  createSandbox,
  deleteSandbox,
  findSandbox,
  ownSandboxes,
  renameSandbox,
  resetSandbox,
} from "./sandboxes";

const reference = "Sandbox API reference";
const guide = "Sandbox API guide";

/** Rejects the administrative routes where, by assumption, the credential may not view sandboxes. */
function checkMayView({ organization }: Call): void {
  if (organization.assume["sandbox-view"] === "forbidden") {
    throw sandboxError(sandboxErrors.forbidden, "The permission view-sandboxes is missing.");
  }
}

/** A route of administrators. */
function administer(handle: (call: Call) => Reply): (call: Call) => Reply {
  return (call) => {
    checkMayView(call);
    return handle(call);
  };
}

function accepted(call: Call, sandbox: SandboxRecord): Reply {
  return { status: 202, body: toChangeResponse(call, sandbox) };
}

/** The sandboxes of the organization. */
export const sandboxManagement: Service = {
  name: "Sandbox",
  base: "/data/foundation/sandbox-management",
  access: "gateway",
  errors: sandboxErrors,
  notes: sandboxBehaviors,
  routes: [
    {
      method: "GET",
      path: "/",
      behavior: documented(
        reference,
        "Lists the active sandboxes the caller may use, without their ids, with _page and _links.",
      ),
      handle: (call) => ok(paginate(call, ownSandboxes(call), toResponse)),
    },
    {
      method: "GET",
      path: "/sandboxes",
      behavior: documented(
        reference,
        "Lists all sandboxes in pages, filtered by `property` and sorted by `orderBy`.",
      ),
      handle: administer((call) => ok(paginate(call, allSandboxes(call), toAdminResponse))),
    },
    {
      method: "POST",
      path: "/sandboxes",
      behavior: documented(reference, "Makes a sandbox and returns 202 with it, `creating`."),
      handle: administer((call) => accepted(call, createSandbox(call))),
    },
    {
      method: "GET",
      path: "/sandboxTypes",
      behavior: documented(reference, "Lists the types a sandbox can have."),
      handle: () => ok(typesResponse),
    },
    {
      method: "GET",
      path: "/sandboxes/:name",
      behavior: documented(guide, "Returns one sandbox by name, also one that is deleted."),
      handle: administer((call) => ok(toAdminResponse(call, findSandbox(call)))),
    },
    {
      method: "PATCH",
      path: "/sandboxes/:name",
      behavior: documented(guide, "Changes the title and returns 200 with the sandbox."),
      handle: administer((call) => ok(toChangeResponse(call, renameSandbox(call)))),
    },
    {
      method: "PUT",
      path: "/sandboxes/:name",
      behavior: documented(
        guide,
        "Resets a sandbox and returns it, `resetting` (202, as in the reference); with `validationOnly=true` nothing happens.",
      ),
      handle: administer((call) => accepted(call, resetSandbox(call))),
    },
    {
      method: "DELETE",
      path: "/sandboxes/:name",
      behavior: {
        ...documented(
          guide,
          "Deletes a sandbox and returns it (202, as in the reference); with `validationOnly=true` nothing happens.",
        ),
        assumption: "sandbox-delete",
      },
      handle: administer((call) => accepted(call, deleteSandbox(call))),
    },
  ],
};
