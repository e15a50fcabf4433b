import { filterBy, pageByValue, sortBy } from "../../common/filter";
import type { JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import type { CustomLabel, GovernancePolicy, MarketingAction, Stamps } from "../../state/entities";

const base = "/data/foundation/dulepolicy";
const defaultLimit = 100;

/** The address of an object, as responses have it. */
export function hrefOf({ organization }: Call, path: string): string {
  return `${organization.origin}${base}${path}`;
}

function stamped({ sandbox, user }: Call, stamps: Stamps): JsonObject {
  const { created, createdClient, createdUser, updated, updatedClient, updatedUser } = stamps;
  return {
    imsOrg: user.orgId,
    sandboxName: sandbox.info.name,
    created,
    createdClient,
    createdUser,
    updated,
    updatedClient,
    updatedUser,
  };
}

function self(call: Call, path: string): JsonObject {
  return { _links: { self: { href: hrefOf(call, path) } } };
}

function described(description: string): JsonObject {
  return description === "" ? {} : { description };
}

export function labelResponse(call: Call, label: CustomLabel): JsonObject {
  const { name, category, friendlyName, description } = label;
  return {
    name,
    category,
    friendlyName,
    ...described(description),
    ...stamped(call, label),
    ...self(call, `/labels/custom/${encodeURIComponent(name)}`),
  };
}

export function actionResponse(call: Call, action: MarketingAction): JsonObject {
  const { name, description } = action;
  return {
    name,
    ...described(description),
    ...stamped(call, action),
    ...self(call, `/marketingActions/custom/${encodeURIComponent(name)}`),
  };
}

/** One of Adobe's own labels or marketing actions. */
export function coreResponse(
  call: Call,
  kind: "labels" | "marketingActions",
  one: { readonly name: string },
): JsonObject {
  return { ...one, ...self(call, `/${kind}/core/${one.name}`) };
}

export function policyResponse(call: Call, policy: GovernancePolicy): JsonObject {
  const { id, name, status, marketingActions, description, deny } = policy;
  return {
    name,
    status,
    marketingActionRefs: marketingActions.map((one) => hrefOf(call, `/marketingActions/${one}`)),
    ...described(description),
    deny,
    ...stamped(call, policy),
    ...self(call, `/policies/custom/${id}`),
    id,
  };
}

/** A page of objects, as the query says. */
export function paginate(call: Call, all: readonly JsonObject[], key: "name" | "id"): JsonObject {
  const { query, path } = call;
  const order = query.get("orderby") ?? key;
  const view = (one: JsonObject): unknown => one;
  const sorted = sortBy(filterBy(all, query.getAll("property"), view), order, view);
  const limit = limitOf(query.get("limit"));
  const start = query.get("start");
  const { page, next } = pageByValue(sorted, order, { start, limit }, view);
  const [first] = page;
  return {
    _page: {
      ...(first === undefined ? {} : { start: first[key] }),
      count: page.length,
      ...(next === null ? {} : { next }),
    },
    _links: {
      page: {
        href: `${hrefOf(call, path.slice(base.length))}?{?limit,start,property}`,
        templated: true,
      },
    },
    children: page,
  };
}

function limitOf(text: string | null): number {
  return text !== null && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : defaultLimit;
}
