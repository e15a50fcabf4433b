import type { JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import type { Expiration } from "../../state/entities";
import { statusOf } from "./expirations";

const defaultLimit = 25;
const maxLimit = 100;

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

export function toResponse(call: Call, expiration: Expiration): JsonObject {
  const { id, datasetId, expiry, displayName, description, history } = expiration;
  const last = history.at(-1);
  return {
    ttlId: id,
    datasetId,
    datasetName: call.sandbox.datasets.get(datasetId)?.body["name"] ?? "",
    sandboxName: call.sandbox.info.name,
    displayName,
    description,
    imsOrg: call.user.orgId,
    status: statusOf(call, expiration),
    expiry: iso(expiry),
    updatedAt: iso(last?.at ?? 0),
    updatedBy: last?.userId ?? "",
  };
}

/** Every state an expiration was in, oldest first. */
export function toHistory({ history }: Expiration): JsonObject[] {
  return history.map(({ status, expiry, at, userId }) => ({
    status,
    expiry: iso(expiry),
    updatedAt: iso(at),
    updatedBy: userId,
  }));
}

/** Query parameters that filter by the field of the same name. */
const filters = ["datasetId", "datasetName", "displayName", "description", "sandboxName"];

/** A page of expirations, filtered as the query says. */
export function paginate(call: Call, expirations: readonly Expiration[]): JsonObject {
  const { query } = call;
  const statuses = query.get("status")?.split(",");
  const matching = expirations
    .map((expiration) => toResponse(call, expiration))
    .filter((one) => statuses?.includes(String(one["status"])) ?? true)
    .filter((one) => filters.every((name) => [null, one[name]].includes(query.get(name))));
  const requested = Number(query.get("limit") ?? query.get("size") ?? defaultLimit);
  const limit = Math.min(Math.max(Math.trunc(requested) || defaultLimit, 1), maxLimit);
  const page = Math.max(Math.trunc(Number(query.get("page") ?? 0)) || 0, 0);
  return {
    results: matching.slice(page * limit, (page + 1) * limit),
    current_page: page,
    total_pages: Math.ceil(matching.length / limit),
    total_count: matching.length,
  };
}
