import type { JsonObject } from "../../common/json";
import type { Expiration } from "../../state/entities";
import type { Sandbox } from "../../state/sandbox";

/** The expiration of a dataset that is not cancelled. */
export const activeExpiration = (sandbox: Sandbox, datasetId: string): Expiration | undefined =>
  sandbox.expirations.values().find((one) => one.datasetId === datasetId && !one.cancelled);

/** The tag by which Catalog tells that a dataset is to expire, in milliseconds. */
export const expiryTag = (sandbox: Sandbox, datasetId: string): JsonObject => {
  const expiration = activeExpiration(sandbox, datasetId);
  return expiration === undefined ? {} : { "adobe/hygiene/ttl": [String(expiration.expiry)] };
};
