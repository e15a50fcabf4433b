import { ApiError, errorTable } from "../../common/apiError";
import { assumed, documented } from "../../common/behavior";
import type { JsonObject } from "../../common/json";
import { filterBy, sortBy } from "../../common/filter";
import { ok, type Call, type Reply, type Service } from "../../common/service";
import type { Sandbox } from "../../state/sandbox";

const guide = "Sandbox API reference";

const errors = errorTable({
  notFound: {
    status: 404,
    code: "SANDBOX-404",
    title: "Sandbox not found",
    behavior: assumed(
      "The reference lists 404 without a body.",
      "A sandbox that is not there is answered 404.",
    ),
  },
});

const published = "2026-01-01 00:00:00";
const longestPage = 100;

/** A sandbox as a user sees it; its id is for administrators and services. */
const shown = ({ info }: Sandbox): JsonObject => ({
  name: info.name,
  title: info.title,
  state: "active",
  type: info.type,
  region: "VA7",
  isDefault: info.isDefault,
  eTag: 1,
  etag: 1,
  createdDate: published,
  lastModifiedDate: published,
  createdBy: "Adobe Experience Platform",
  lastModifiedBy: "Adobe Experience Platform",
  modifiedBy: "Adobe Experience Platform",
});

const listed = (call: Call, view: (sandbox: Sandbox) => JsonObject): Reply => {
  const { query, organization, path } = call;
  const number = (name: string, fallback: number): number => {
    const value = Number(query.get(name) ?? fallback);
    return Number.isInteger(value) && value >= 0 ? value : fallback;
  };
  const start = number("offset", number("start", 0));
  const limit = Math.min(number("limit", longestPage), longestPage);
  const all = filterBy(organization.allSandboxes, query.getAll("property"), view);
  const sorted = sortBy(all, query.get("orderBy"), view);
  const page = sorted.slice(start, start + limit).map(view);
  const here = `${organization.origin}${path}`;
  return ok({
    sandboxes: page,
    _page: { limit, count: page.length },
    _links: {
      ...(start + limit < sorted.length
        ? { next: { href: `${here}?limit=${limit}&offset=${start + limit}`, templated: false } }
        : {}),
      page: { href: `${here}?limit={limit}&offset={offset}`, templated: true },
    },
  });
};

const withId = (sandbox: Sandbox): JsonObject => ({ id: sandbox.id, ...shown(sandbox) });

/** The sandboxes of the organization. */
export const sandboxManagement: Service = {
  name: "Sandbox",
  base: "/data/foundation/sandbox-management",
  access: "gateway",
  errors,
  routes: [
    {
      method: "GET",
      path: "/",
      behavior: documented(
        guide,
        "Lists the active sandboxes the caller may use, without their ids, with _page and _links.",
      ),
      handle: (call) => listed(call, shown),
    },
    {
      method: "GET",
      path: "/sandboxes",
      behavior: documented(
        guide,
        "Lists all sandboxes in pages, filtered by `property` and sorted by `orderBy`.",
      ),
      handle: (call) => listed(call, withId),
    },
    {
      method: "GET",
      path: "/sandboxTypes",
      behavior: documented(guide, "Lists the types a sandbox can be of."),
      handle: () =>
        ok({
          sandboxTypes: ["production", "development"].map((id) => ({
            id,
            title: `${id.charAt(0).toUpperCase()}${id.slice(1)}`,
          })),
        }),
    },
    {
      method: "GET",
      path: "/sandboxes/:name",
      behavior: documented(guide, "Gives one sandbox by name."),
      handle: ({ organization, params }) => {
        const found = organization.sandbox(params["name"] ?? "");
        if (found === undefined) {
          throw new ApiError(404, {
            type: "http://ns.adobe.com/aep/errors/SANDBOX-404",
            title: errors.notFound.title,
            status: 404,
            detail: `There is no sandbox ${params["name"] ?? ""}.`,
          });
        }
        return ok(withId(found));
      },
    },
  ],
};
