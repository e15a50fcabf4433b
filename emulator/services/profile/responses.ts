import type { JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import type { MergePolicy } from "../../state/entities";

const defaultLimit = 20;
const maxLimit = 100;

/** A merge policy as the service returns it. */
export function toResponse({ sandbox, user }: Call, policy: MergePolicy): JsonObject {
  const { id, name, schemaName, identityGraph, attributeMerge, version, updated } = policy;
  return {
    id,
    ...(name === "" ? {} : { name }),
    imsOrgId: user.orgId,
    sandbox: {
      sandboxId: sandbox.id,
      sandboxName: sandbox.info.name,
      type: sandbox.info.type,
      default: sandbox.info.isDefault,
    },
    schema: { name: schemaName },
    version,
    identityGraph: { type: identityGraph },
    attributeMerge: { ...attributeMerge },
    isActiveOnEdge: policy.isActiveOnEdge,
    default: policy.isDefault,
    updateEpoch: Math.floor(updated / 1000),
  };
}

/** The fields by which a query filters, as texts. */
function filtered({ schemaName, identityGraph, attributeMerge, ...policy }: MergePolicy) {
  return {
    default: String(policy.isDefault),
    isActiveOnEdge: String(policy.isActiveOnEdge),
    "schema.name": schemaName,
    "identityGraph.type": identityGraph,
    "attributeMerge.type": attributeMerge.type,
  };
}

/** A page of policies by name, filtered as the query says. */
export function paginate(call: Call, all: readonly MergePolicy[]): JsonObject {
  const { query, organization } = call;
  const isDescending = (query.get("orderBy") ?? query.get("orderby") ?? "").startsWith("-");
  const matching = all
    .filter((one) =>
      Object.entries(filtered(one)).every(([key, value]) => [null, value].includes(query.get(key))),
    )
    .toSorted((a, b) => a.name.localeCompare(b.name) * (isDescending ? -1 : 1));
  const requested = Math.trunc(Number(query.get("limit") ?? defaultLimit)) || defaultLimit;
  const limit = Math.min(Math.max(requested, 1), maxLimit);
  const start = startOf(query.get("start"));
  const page = matching.slice(start, start + limit);
  const end = start + page.length;
  const next = end < matching.length ? tokenOf(end) : "";
  const children = page.map((one) => toResponse(call, one));
  if (organization.assume["merge-policy-page"] === "token") {
    return { _page: { count: page.length, ...(next === "" ? {} : { next }) }, children };
  }
  const href = next === "" ? "" : `@/mergePolicies?start=${next}&orderBy=&limit=${limit}`;
  return {
    _page: { totalCount: matching.length, pageSize: page.length },
    children,
    _links: { next: { href } },
  };
}

/** Where a page begins, in a form that says nothing; its Base64 is not encoded for a URL, as in the guide. */
function tokenOf(start: number): string {
  return Buffer.from(`+RID:~${start}~>>>???`).toString("base64");
}

/** The guide's default is 0. */
function startOf(token: string | null): number {
  const text = Buffer.from(token ?? "", "base64").toString();
  return Number(/^\+RID:~(\d+)~/.exec(text)?.[1] ?? 0);
}
