import { filterBy, sortBy } from "../../common/filter";
import type { JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import type { Sandbox } from "../../state/sandbox";

const published = "2026-01-01 00:00:00";
const maxPageSize = 100;

/** A sandbox as a user sees it; its id is for administrators and services. */
export function toResponse({ info }: Sandbox): JsonObject {
  return {
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
  };
}

/** A sandbox as an administrator sees it. */
export function toAdminResponse(sandbox: Sandbox): JsonObject {
  return {
    id: sandbox.id,
    ...toResponse(sandbox),
  };
}

function wholeNumber(query: URLSearchParams, name: string, fallback: number): number {
  const value = Number(query.get(name) ?? fallback);
  return Number.isInteger(value) && value >= 0 ? value : fallback;
}

/** One page of all sandboxes, filtered by `property` and sorted by `orderBy`. */
export function paginate(call: Call, view: (sandbox: Sandbox) => JsonObject): JsonObject {
  const { query, organization, path } = call;
  const start = wholeNumber(query, "offset", wholeNumber(query, "start", 0));
  const limit = Math.min(wholeNumber(query, "limit", maxPageSize), maxPageSize);
  const all = filterBy(organization.allSandboxes, query.getAll("property"), view);
  const sorted = sortBy(all, query.get("orderBy"), view);
  const page = sorted.slice(start, start + limit).map(view);
  const here = `${organization.origin}${path}`;
  return {
    sandboxes: page,
    _page: { limit, count: page.length },
    _links: {
      ...(start + limit < sorted.length
        ? { next: { href: `${here}?limit=${limit}&offset=${start + limit}`, templated: false } }
        : {}),
      page: { href: `${here}?limit={limit}&offset={offset}`, templated: true },
    },
  };
}

/** The types a sandbox can have. */
export const typesResponse = {
  sandboxTypes: [
    { id: "production", title: "Production" },
    { id: "development", title: "Development" },
  ],
};
