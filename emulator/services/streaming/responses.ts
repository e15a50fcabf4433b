import { hexId } from "../../common/ids";
import type { JsonObject } from "../../common/json";
import type { Organization } from "../../state/organization";

function randomBelow(limit: number): number {
  return Math.floor(Math.random() * limit);
}

/** The response to one message. */
export function toResponse(
  organization: Organization,
  inletId: string,
  isSync: boolean,
): JsonObject {
  const now = organization.now();
  return {
    [organization.assume["inlet-id-name"]]: inletId,
    xactionId: `${now}:${randomBelow(10_000)}:${randomBelow(1000)}`,
    receivedTimeMs: now,
    ...(isSync ? {} : { syncValidation: { skipped: true } }),
  };
}

/** The response to a batch, one item for each message. */
export function batchResponse(
  { assume }: Organization,
  inletId: string,
  receivedAt: number,
  responses: readonly JsonObject[],
): JsonObject {
  return {
    [assume["inlet-id-name"]]: inletId,
    batchId: `${receivedAt}:${hexId(4)}`,
    receivedTimeMs: receivedAt,
    responses,
  };
}

/** A message of a batch that was accepted. */
export function acceptedItem(organization: Organization, index: number): JsonObject {
  return {
    xactionId: `${organization.now()}:${index}:${hexId(2)}`,
  };
}

/** A message of a batch that was rejected. */
export function rejectedItem(
  { assume }: Organization,
  status: number,
  message: string,
): JsonObject {
  return { [assume["batch-item-status"]]: status, message };
}
