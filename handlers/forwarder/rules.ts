import { isObject } from "../shared/json";
import type { EndpointResponse } from "./endpointResponse";

/** What one kind of response means. */
export interface Rule {
  /** The kind of response, as docs/delivery.md names it. */
  readonly response: string;
  readonly matches: Matches;
  /** For a request with one message, or one item of a 207. */
  readonly single: "delivered" | "retry" | "deadLetter";
  /** For a batch that got one response as a whole. */
  readonly batch: "delivered" | "retry" | "retryIndividually" | "halve";
  /** The next message would fail in the same way. */
  readonly systemic: boolean;
  /** The endpoint may have accepted the message: a retry can then add a second row with the same `_id`. */
  readonly ambiguous: boolean;
  readonly reason: string;
  readonly why: string;
}

type Matches = (response: EndpointResponse) => boolean;

function status(...codes: readonly number[]): Matches {
  return (response) => codes.includes(response.status ?? 0);
}

function between(from: number, to: number): Matches {
  return ({ status: code = 0 }) => code >= from && code <= to;
}

function noResponse(reason: string): Matches {
  return (response) => response.reason === reason;
}

/**
 * Every response of the streaming endpoint; the first match wins (statuses: Adobe streaming ingestion
 * guide).
 */
export const rules: readonly Rule[] = [
  {
    response: "200 with a JSON object",
    matches: ({ status: code, body }) => code === 200 && isObject(body),
    single: "delivered",
    batch: "delivered",
    systemic: false,
    ambiguous: false,
    // Stryker disable next-line StringLiteral: a delivered message has no reason
    reason: "delivered",
    why: "Received. AEP validates later and reports failures in its own monitoring.",
  },
  {
    response: "Other 2xx, an incomplete body, or one that is not JSON",
    matches: between(200, 299),
    single: "retry",
    batch: "retry",
    systemic: true,
    ambiguous: true,
    reason: "inlet-unclear",
    why: "The endpoint may have received it, or a proxy may have responded.",
  },
  {
    response: "3xx",
    matches: between(100, 399),
    single: "retry",
    batch: "retry",
    systemic: true,
    ambiguous: false,
    reason: "inlet-redirect",
    why: "Not documented. Personal data is not sent to another host.",
  },
  {
    response: "400",
    matches: status(400),
    single: "deadLetter",
    batch: "retryIndividually",
    systemic: false,
    ambiguous: false,
    reason: "inlet-400",
    why: "The endpoint rejects this message every time.",
  },
  {
    response: "401, 403",
    matches: status(401, 403),
    single: "retry",
    batch: "retry",
    systemic: true,
    ambiguous: false,
    reason: "inlet-unauthorized",
    why: "With `source: http-api`, the token is first renewed and the request repeated once.",
  },
  {
    response: "404, 410",
    matches: status(404, 410),
    single: "retry",
    batch: "retry",
    systemic: true,
    ambiguous: false,
    reason: "inlet-gone",
    why: "The endpoint is not there: its dataflow was replaced, and the next deployment names the new one. Adobe does not document what a disabled or deleted dataflow gets: it may be this, 200 or 400.",
  },
  {
    response: "408, 425, 429",
    matches: status(408, 425, 429),
    single: "retry",
    batch: "retry",
    systemic: true,
    ambiguous: false,
    reason: "inlet-busy",
    why: "A `Retry-After` header is honored.",
  },
  {
    response: "413",
    matches: status(413),
    single: "deadLetter",
    batch: "halve",
    systemic: false,
    ambiguous: false,
    reason: "inlet-413",
    why: "Over 1 MB. The receiver truncates events so that a single one fits.",
  },
  {
    response: "Other 4xx",
    matches: between(400, 499),
    single: "deadLetter",
    batch: "retryIndividually",
    systemic: false,
    ambiguous: false,
    reason: "inlet-refused",
    why: "The request is rejected as it is.",
  },
  {
    response: "500",
    matches: status(500),
    single: "retry",
    batch: "retryIndividually",
    systemic: true,
    ambiguous: true,
    reason: "inlet-error",
    why: "An internal error or, in a batch, a message that does not match the schema.",
  },
  {
    response: "501 to 599",
    matches: between(500, 599),
    single: "retry",
    batch: "retry",
    systemic: true,
    ambiguous: true,
    reason: "inlet-unavailable",
    why: "A `Retry-After` header is honored.",
  },
  {
    response: "Timeout",
    matches: noResponse("time-out"),
    single: "retry",
    batch: "retry",
    systemic: true,
    ambiguous: true,
    reason: "inlet-time-out",
    why: "No response in time, or aborted at the function's deadline.",
  },
  {
    response: "Connection reset or closed",
    matches: noResponse("reset"),
    single: "retry",
    batch: "retry",
    systemic: true,
    ambiguous: true,
    reason: "inlet-reset",
    why: "It is unknown whether the message was received.",
  },
  {
    response: "No connection (DNS, refused, certificate)",
    matches: noResponse("unreachable"),
    single: "retry",
    batch: "retry",
    systemic: true,
    ambiguous: false,
    reason: "inlet-unreachable",
    why: "Nothing was sent.",
  },
  {
    response: "No token from Adobe IMS (`source: http-api`)",
    matches: noResponse("no-token"),
    single: "retry",
    batch: "retry",
    systemic: true,
    ambiguous: false,
    reason: "ims-no-token",
    why: "IMS is down or rejects the credentials. Nothing was sent.",
  },
];

/** The rule for a response; undefined when its status is not an HTTP status. */
export function ruleFor(response: EndpointResponse): Rule | undefined {
  return rules.find((rule) => rule.matches(response));
}
