import { ApiError, errorTable } from "../core/apiError";
import { assumed, documented } from "../core/behaviour";
import type { JsonObject } from "../core/json";
import { ok, type Service } from "../core/service";
import type { Sandbox } from "../state/sandbox";

const guide = "Sandbox API reference";

const errors = errorTable({
  notFound: {
    status: 404,
    code: "SANDBOX-404",
    title: "Sandbox not found",
    about: assumed(
      "The reference lists 404 without a body.",
      "A sandbox that is not there is answered 404.",
    ),
  },
});

const published = "2026-01-01 00:00:00";

const shown = ({ id, info }: Sandbox): JsonObject => ({
  id,
  name: info.name,
  title: info.title,
  state: "active",
  type: info.type,
  region: "VA7",
  isDefault: info.isDefault,
  eTag: 1,
  createdDate: published,
  lastModifiedDate: published,
  createdBy: "Adobe Experience Platform",
  lastModifiedBy: "Adobe Experience Platform",
});

/** The sandboxes of the organisation. */
export const sandboxManagement: Service = {
  name: "Sandbox",
  base: "/data/foundation/sandbox-management",
  access: "gateway",
  errors,
  routes: [
    {
      method: "GET",
      path: "/",
      about: documented(guide, "Lists the active sandboxes the caller may use."),
      handle: ({ world }) => ok({ sandboxes: world.allSandboxes.map(shown) }),
    },
    {
      method: "GET",
      path: "/sandboxes",
      about: documented(guide, "Lists all sandboxes, in pages."),
      handle: ({ world }) => {
        const sandboxes = world.allSandboxes.map(shown);
        return ok({
          sandboxes,
          _page: { limit: sandboxes.length, count: sandboxes.length },
          _links: { page: { href: "", templated: true } },
        });
      },
    },
    {
      method: "GET",
      path: "/sandboxes/:name",
      about: documented(guide, "Gives one sandbox by name."),
      handle: ({ world, params }) => {
        const found = world.sandbox(params["name"] ?? "");
        if (found === undefined) {
          throw new ApiError(404, {
            type: "http://ns.adobe.com/aep/errors/SANDBOX-404",
            title: errors.notFound.title,
            status: 404,
            detail: `There is no sandbox ${params["name"] ?? ""}.`,
          });
        }
        return ok(shown(found));
      },
    },
  ],
};
