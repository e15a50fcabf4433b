import type { Call } from "../../common/service";
import { inletError, inletErrors } from "./errors";

/** Documented: 60 requests a minute with syncValidation. */
const syncPerMinute = 60;
/** Documented: 1,000 requests and 10,000 messages a second. */
const messagesPerRequest = 10;

function isOver(
  { organization }: Call,
  key: string,
  windowMs: number,
  limit: number,
  count = 1,
): boolean {
  return !organization.rateLimiter.take(key, organization.now(), windowMs, limit, count);
}

/** Counts one request. Throws 429 when there are too many in this second. */
export function limitRequests(call: Call, inletId: string): void {
  const perSecond = call.organization.settings.inletRate;
  if (perSecond > 0 && isOver(call, inletId, 1000, perSecond)) {
    throw inletError(inletErrors.tooMany, inletId, "Too many requests");
  }
}

/** Counts the messages of a batch, in addition to its request. Throws 429 when there are too many. */
export function limitMessages(call: Call, inletId: string, count: number): void {
  const perSecond = call.organization.settings.inletRate * messagesPerRequest;
  if (perSecond > 0 && isOver(call, `${inletId}/messages`, 1000, perSecond, count)) {
    throw inletError(inletErrors.tooMany, inletId, "Too many messages");
  }
}

/** Counts one request with syncValidation. Throws 429 when there are too many in this minute. */
export function limitSyncValidation(call: Call, inletId: string): void {
  if (isOver(call, `${inletId}/sync`, 60_000, syncPerMinute)) {
    throw inletError(inletErrors.tooMany, inletId, "Too many requests with syncValidation");
  }
}
