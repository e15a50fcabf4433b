import { isObject } from "../shared/json";
import type { EndpointResponse } from "./endpointResponse";
import { ruleFor, type Rule } from "./rules";

/** What an attempt means for one message. */
export type Verdict =
  | { readonly kind: "delivered" }
  /** Back to the queue, to be tried again later. `systemic`: the next message would fail as well. */
  | {
      readonly kind: "retry";
      readonly reason: string;
      readonly systemic: boolean;
      readonly retryAfterMs?: number | undefined;
    }
  /** The batch was rejected, perhaps because of one message: send each of them again at once. */
  | { readonly kind: "retryIndividually"; readonly reason: string }
  /** To the dead-letter queue now: no retry can help. */
  | { readonly kind: "deadLetter"; readonly reason: string };

/** Why a message was not delivered; undefined: it was not attempted. */
export type Failure = Exclude<Verdict, { readonly kind: "delivered" }> | undefined;

/** Reason of a message that came before the dataflow was ready (Adobe: about five minutes). */
export const FLOW_NOT_READY = "flow-settling";

/** Reason of a transcript that waits until its visitor is known. */
export const VISITOR_UNKNOWN = "visitor-unknown";

/** Whether the message only waits: nothing was sent, and nothing has failed. */
export function isWaiting(failure: Failure): boolean {
  return failure?.reason === VISITOR_UNKNOWN;
}

/** A message with no verdict counts as failed. */
const noVerdict: Verdict = { kind: "retry", reason: "no-verdict", systemic: false };

function toVerdict(
  { reason, systemic }: Rule,
  kind: Verdict["kind"],
  { retryAfterMs }: EndpointResponse,
): Verdict {
  if (kind === "delivered") return { kind };
  return kind === "retry" ? { kind, reason, systemic, retryAfterMs } : { kind, reason };
}

function verdictOnSingle(response: EndpointResponse): Verdict {
  const rule = ruleFor(response);
  return rule ? toVerdict(rule, rule.single, response) : noVerdict;
}

function isMissing(value: unknown) {
  return value === undefined || value === null;
}

/** A status given as a number or as three digits; otherwise `NaN`. */
function toStatus(value: unknown): number {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^\d{3}$/.test(value) ? Number(value) : Number.NaN;
}

/**
 * The verdict on one item of a 207. An item is delivered when its status is good, or when it has a
 * transaction id and no status. A status in words, or an empty transaction id, says nothing.
 */
function verdictOnItem(
  item: unknown,
  response: EndpointResponse & { readonly status: number },
): Verdict {
  if (!isObject(item)) return noVerdict;
  const { xactionId, statusCode, status: other } = item;
  const statuses = [statusCode, other].filter((value) => !isMissing(value)).map(toStatus);
  const failed = statuses.find((status) => status >= 300);
  if (failed !== undefined) return verdictOnSingle({ ...response, status: failed, body: item });
  const hasTransaction = typeof xactionId === "string" && xactionId !== "";
  if (!hasTransaction && (statuses.length === 0 || !isMissing(xactionId))) return noVerdict;
  return statuses.every((status) => status >= 200) ? { kind: "delivered" } : noVerdict;
}

/** What the response to one request means for each of its `count` messages, in their order. */
export function verdicts(response: EndpointResponse, count: number): readonly Verdict[] {
  if (response.status === 207) {
    const { responses } = { ...(response.body as { responses?: unknown } | null) };
    // With more or fewer items than messages, nobody can tell which item belongs to which message.
    const items =
      Array.isArray(responses) && responses.length === count ? (responses as unknown[]) : undefined;
    return Array.from({ length: count }, (_, index) => verdictOnItem(items?.[index], response));
  }
  if (count === 1) return [verdictOnSingle(response)];
  const rule = ruleFor(response);
  if (!rule) return Array.from({ length: count }, () => noVerdict);
  const kind = rule.batch === "halve" ? "retryIndividually" : rule.batch;
  return Array.from({ length: count }, () => toVerdict(rule, kind, response));
}

/** Whether the batch was rejected for its size: it is then halved, not sent message by message. */
export function isTooLarge(response: EndpointResponse): boolean {
  return ruleFor(response)?.batch === "halve";
}

/** The reason when every attempted message failed in a way that the next ones would meet too. */
export function systemicReason(verdicts: readonly (Verdict | undefined)[]): string | undefined {
  const attempted = verdicts.filter(
    (verdict) => verdict !== undefined && !(verdict.kind === "retry" && isWaiting(verdict)),
  ) as readonly Verdict[];
  const [first] = attempted;
  if (first?.kind !== "retry") return undefined;
  return attempted.every((verdict) => verdict.kind === "retry" && verdict.systemic)
    ? first.reason
    : undefined;
}
