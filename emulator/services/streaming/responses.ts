import { hexId } from "../../common/ids";
import type { JsonObject } from "../../common/json";
import type { Organization } from "../../state/organization";

const randomBelow = (limit: number): number => Math.floor(Math.random() * limit);

/** The response to one message. */
export const toResponse = (
  organization: Organization,
  inletId: string,
  isSync: boolean,
): JsonObject => {
  const now = organization.now();
  return {
    [organization.assume["inlet-id-name"]]: inletId,
    xactionId: `${now}:${randomBelow(10_000)}:${randomBelow(1000)}`,
    receivedTimeMs: now,
    ...(isSync ? {} : { syncValidation: { skipped: true } }),
  };
};

/** The response to a batch, one item for each message. */
export const batchResponse = (
  { assume }: Organization,
  inletId: string,
  receivedAt: number,
  responses: readonly JsonObject[],
): JsonObject => ({
  [assume["inlet-id-name"]]: inletId,
  batchId: `${receivedAt}:${hexId(4)}`,
  receivedTimeMs: receivedAt,
  responses,
});

/** A message of a batch that was accepted. */
export const acceptedItem = (organization: Organization, index: number): JsonObject => ({
  xactionId: `${organization.now()}:${index}:${hexId(2)}`,
});

/** A message of a batch that was rejected. */
export const rejectedItem = (
  { assume }: Organization,
  status: number,
  message: string,
): JsonObject => ({ [assume["batch-item-status"]]: status, message });
