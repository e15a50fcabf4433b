import { filterBy, sortBy } from "../../common/filter";
import { without, type JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import { sandboxId } from "../../state/sandbox";
import { stateOf, type SandboxRecord } from "../../state/sandboxRecord";

const maxPageSize = 100;

/** A time as the guide shows it. */
function timeOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace("T", " ");
}

/** What the response to a change shows. */
export function toChangeResponse(call: Call, sandbox: SandboxRecord): JsonObject {
  const { name, title, type } = sandbox;
  const state = stateOf(sandbox, call.organization.now());
  return { id: sandboxId(name), name, title, state, type, region: "VA7" };
}

/** A sandbox as a user sees it; its id is for administrators and services. */
export function toResponse(call: Call, sandbox: SandboxRecord): JsonObject {
  const { version, created, changed } = sandbox;
  const { createdBy = "Adobe Experience Platform", changedBy = createdBy } = sandbox;
  return {
    ...without(toChangeResponse(call, sandbox), "id"),
    isDefault: sandbox.isDefault,
    eTag: version,
    etag: version,
    createdDate: timeOf(created),
    lastModifiedDate: timeOf(changed),
    createdBy,
    lastModifiedBy: changedBy,
    modifiedBy: changedBy,
  };
}

/** A sandbox as an administrator sees it. */
export function toAdminResponse(call: Call, sandbox: SandboxRecord): JsonObject {
  return {
    id: sandboxId(sandbox.name),
    ...toResponse(call, sandbox),
  };
}

function wholeNumber(query: URLSearchParams, name: string, fallback: number): number {
  const value = Number(query.get(name) ?? fallback);
  return Number.isInteger(value) && value >= 0 ? value : fallback;
}

/** One page of sandboxes, filtered by `property` and sorted by `orderBy`. */
export function paginate(
  call: Call,
  sandboxes: readonly SandboxRecord[],
  toView: (call: Call, sandbox: SandboxRecord) => JsonObject,
): JsonObject {
  const view = (sandbox: SandboxRecord): JsonObject => toView(call, sandbox);
  const { query, organization, path } = call;
  const start = wholeNumber(query, "offset", wholeNumber(query, "start", 0));
  const limit = Math.min(wholeNumber(query, "limit", maxPageSize), maxPageSize);
  const all = filterBy(sandboxes, query.getAll("property"), view);
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
