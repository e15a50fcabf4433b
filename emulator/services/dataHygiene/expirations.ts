import { uuid } from "../../common/ids";
import { objectOf, stringOf, type JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import type { Expiration } from "../../state/entities";
import type { Sandbox } from "../../state/sandbox";
import { hygieneError, hygieneErrors } from "./errors";
import { checkDatasetId, checkExpiry, checkHasName, sentTexts } from "./validate";

/** The expiration of a dataset that is not cancelled. */
export function activeExpiration(sandbox: Sandbox, datasetId: string): Expiration | undefined {
  return sandbox.expirations.values().find((one) => one.datasetId === datasetId && !one.cancelled);
}

/** The tag in which Catalog shows when a dataset expires, in milliseconds. */
export function expiryTag(sandbox: Sandbox, datasetId: string): JsonObject {
  const expiration = activeExpiration(sandbox, datasetId);
  return expiration === undefined ? {} : { "adobe/hygiene/ttl": [String(expiration.expiry)] };
}

/** `pending`, `executing` once its time has come, or `cancelled`. */
export function statusOf(call: Call, { cancelled, expiry }: Expiration): string {
  if (cancelled) return "cancelled";
  return expiry <= call.organization.now() ? "executing" : "pending";
}

/** Finds an expiration by its own id or by its dataset's: then the active one, or else the last one. */
export function findExpiration(call: Call): Expiration {
  const id = call.params["id"] ?? "";
  const all = call.sandbox.expirations;
  const found =
    all.get(id) ??
    activeExpiration(call.sandbox, id) ??
    all.values().findLast(({ datasetId }) => datasetId === id);
  if (found !== undefined) return found;
  throw hygieneError(hygieneErrors.notFound, `There is no expiration ${id}.`);
}

function save(
  call: Call,
  old: Pick<Expiration, "id" | "datasetId" | "history"> & Partial<Expiration>,
  changes: Partial<Expiration> & { readonly expiry: number },
  status: "created" | "updated" | "cancelled",
): Expiration {
  const entry = {
    status,
    expiry: changes.expiry,
    at: call.organization.now(),
    userId: call.user.userId,
  };
  const expiration: Expiration = {
    cancelled: false,
    displayName: "",
    description: "",
    ...old,
    ...changes,
    history: [...old.history, entry],
  };
  call.sandbox.expirations.set(expiration.id, expiration);
  call.organization.events.emit("change");
  return expiration;
}

function create(call: Call, sentId: string | undefined): Expiration {
  const datasetId = checkDatasetId(call, sentId);
  const body = objectOf(call.body);
  const expiry = checkExpiry(call, body["expiry"]);
  const fresh = { id: `SD-${uuid()}`, datasetId, history: [] };
  return save(call, fresh, { ...sentTexts(body), expiry }, "created");
}

/** POST: one expiration for each dataset. */
export function createExpiration(call: Call): Expiration {
  const datasetId = stringOf(objectOf(call.body)["datasetId"]);
  const active = activeExpiration(call.sandbox, datasetId ?? "");
  if (active !== undefined) {
    throw hygieneError(hygieneErrors.taken, `The dataset has expiration ${active.id} already.`);
  }
  checkHasName(objectOf(call.body));
  return create(call, datasetId);
}

/** PUT: changes a pending expiration, or creates one when the path names a dataset without one. */
export function putExpiration(call: Call): { expiration: Expiration; isNew: boolean } {
  const id = call.params["id"] ?? "";
  const old = call.sandbox.expirations.get(id) ?? activeExpiration(call.sandbox, id);
  if (old === undefined) {
    if (call.sandbox.datasets.get(id) === undefined) findExpiration(call);
    return { expiration: create(call, id), isNew: true };
  }
  const status = statusOf(call, old);
  if (status !== "pending") {
    throw hygieneError(hygieneErrors.invalid, `Expiration ${old.id} is ${status}.`);
  }
  const body = objectOf(call.body);
  const expiry = body["expiry"] === undefined ? old.expiry : checkExpiry(call, body["expiry"]);
  return {
    expiration: save(call, old, { ...sentTexts(body), expiry }, "updated"),
    isNew: false,
  };
}

/** DELETE: cancels a pending expiration. */
export function cancelExpiration(call: Call): Expiration {
  const old = findExpiration(call);
  const status = statusOf(call, old);
  if (status !== "pending") {
    throw hygieneError(hygieneErrors.notFound, `Expiration ${old.id} is ${status}.`);
  }
  return save(call, old, { cancelled: true, expiry: old.expiry }, "cancelled");
}
