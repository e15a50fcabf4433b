import type { InletAnswer } from "./answer";

/** What becomes of a message after an attempt. */
export type Verdict =
  | { readonly kind: "delivered" }
  /** Back to the queue, hidden for a while. `common`: the next message would fail as well. */
  | {
      readonly kind: "wait";
      readonly reason: string;
      readonly common: boolean;
      readonly retryAfterMs?: number | undefined;
    }
  /** The batch was refused for what one of its messages may be: send them by themselves, at once. */
  | { readonly kind: "alone"; readonly reason: string }
  /** To the dead-letter queue now: no repetition will help. */
  | { readonly kind: "dead"; readonly reason: string };

export interface Rule {
  /** The answer, for docs/delivery.md. */
  readonly answer: string;
  readonly matches: Matches;
  /** For one message sent alone, or one item of a 207. */
  readonly single: "delivered" | "wait" | "dead";
  /** For a batch that was answered as a whole. */
  readonly batch: "delivered" | "wait" | "alone" | "split";
  /** All messages would fail alike. */
  readonly common: boolean;
  /** The inlet may have taken the message all the same: a repeat may land it twice, with one `_id`. */
  readonly ambiguous: boolean;
  readonly reason: string;
  readonly why: string;
}

type Matches = (answer: InletAnswer) => boolean;

const status =
  (...codes: readonly number[]): Matches =>
  (answer) =>
    codes.includes(answer.status ?? 0);

const between =
  (from: number, to: number): Matches =>
  ({ status: code = 0 }) =>
    code >= from && code <= to;

const nothing =
  (reason: string): Matches =>
  (answer) =>
    answer.reason === reason;

const isObject = (body: unknown) => typeof body === "object" && body !== null;

/** Every answer the inlet can give, first match wins (statuses: Adobe streaming ingestion guide). */
export const rules: readonly Rule[] = [
  {
    answer: "200 with a JSON object",
    matches: ({ status: code, body }) => code === 200 && isObject(body) && !Array.isArray(body),
    single: "delivered",
    batch: "delivered",
    common: false,
    ambiguous: false,
    // Stryker disable next-line StringLiteral: what is delivered gives no reason
    reason: "delivered",
    why: "Received. AEP validates later and reports failures in its own monitoring.",
  },
  {
    answer: "Other 2xx, half a body, or one that is not JSON",
    matches: between(200, 299),
    single: "wait",
    batch: "wait",
    common: true,
    ambiguous: true,
    reason: "inlet-unclear",
    why: "Perhaps received, perhaps answered by something in between.",
  },
  {
    answer: "3xx",
    matches: between(100, 399),
    single: "wait",
    batch: "wait",
    common: true,
    ambiguous: false,
    reason: "inlet-redirect",
    why: "Not documented; redirects are not followed with personal data.",
  },
  {
    answer: "400",
    matches: status(400),
    single: "dead",
    batch: "alone",
    common: false,
    ambiguous: false,
    reason: "inlet-400",
    why: "The inlet does not take this message, however often it is sent.",
  },
  {
    answer: "401, 403",
    matches: status(401, 403),
    single: "wait",
    batch: "wait",
    common: true,
    ambiguous: false,
    reason: "inlet-unauthorized",
    why: "With `source: http-api` the token is renewed and the post repeated once, before this counts.",
  },
  {
    answer: "404, 410",
    matches: status(404, 410),
    single: "wait",
    batch: "wait",
    common: true,
    ambiguous: false,
    reason: "inlet-gone",
    why: "The dataflow was replaced or disabled; the next deployment names the new one.",
  },
  {
    answer: "408, 425, 429",
    matches: status(408, 425, 429),
    single: "wait",
    batch: "wait",
    common: true,
    ambiguous: false,
    reason: "inlet-busy",
    why: "A `Retry-After` is waited for.",
  },
  {
    answer: "413",
    matches: status(413),
    single: "dead",
    batch: "split",
    common: false,
    ambiguous: false,
    reason: "inlet-413",
    why: "Over 1 MB. The receiver cuts events so that a single one fits.",
  },
  {
    answer: "Other 4xx",
    matches: between(400, 499),
    single: "dead",
    batch: "alone",
    common: false,
    ambiguous: false,
    reason: "inlet-refused",
    why: "A refusal of the request as it is.",
  },
  {
    answer: "500",
    matches: status(500),
    single: "wait",
    batch: "alone",
    common: true,
    ambiguous: true,
    reason: "inlet-error",
    why: "Internal, or (documented for batches) a schema mismatch of one message.",
  },
  {
    answer: "501 to 599",
    matches: between(500, 599),
    single: "wait",
    batch: "wait",
    common: true,
    ambiguous: true,
    reason: "inlet-unavailable",
    why: "A `Retry-After` is waited for.",
  },
  {
    answer: "Time-out",
    matches: nothing("time-out"),
    single: "wait",
    batch: "wait",
    common: true,
    ambiguous: true,
    reason: "inlet-time-out",
    why: "No answer in time, or cut short by the function's deadline.",
  },
  {
    answer: "Connection reset or closed",
    matches: nothing("reset"),
    single: "wait",
    batch: "wait",
    common: true,
    ambiguous: true,
    reason: "inlet-reset",
    why: "Before or after the work: nobody knows.",
  },
  {
    answer: "No connection (name, refused, certificate)",
    matches: nothing("unreachable"),
    single: "wait",
    batch: "wait",
    common: true,
    ambiguous: false,
    reason: "inlet-unreachable",
    why: "Nothing was sent.",
  },
  {
    answer: "No token from Adobe IMS (`source: http-api`)",
    matches: nothing("no-token"),
    single: "wait",
    batch: "wait",
    common: true,
    ambiguous: false,
    reason: "ims-no-token",
    why: "IMS is down or refuses the credentials; nothing was sent.",
  },
];

/** A record with no verdict counts as failed. */
const noVerdict: Verdict = { kind: "wait", reason: "no-verdict", common: false };

function ruleOf(answer: InletAnswer): Rule | undefined {
  return rules.find((rule) => rule.matches(answer));
}

function asVerdict(
  rule: Rule,
  kind: "delivered" | "wait" | "alone" | "dead",
  answer: InletAnswer,
): Verdict {
  const { reason, common } = rule;
  if (kind === "delivered") return { kind };
  if (kind !== "wait") return { kind, reason };
  return { kind, reason, common, retryAfterMs: answer.retryAfterMs };
}

function single(answer: InletAnswer): Verdict {
  const rule = ruleOf(answer);
  return rule ? asVerdict(rule, rule.single, answer) : noVerdict;
}

const isMissing = (value: unknown) => value === undefined || value === null;

/** A status as a number or in digits; `NaN` for a word. */
function statusOf(value: unknown): number {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^\d{3}$/.test(value) ? Number(value) : Number.NaN;
}

/**
 * One item of a 207: judged by its status; taken when it has a good one, or a transaction id and none.
 * A word for a status, or a transaction id that is none, says nothing.
 */
function item(response: unknown, whole: InletAnswer & { readonly status: number }): Verdict {
  if (!isObject(response)) return noVerdict;
  const { xactionId, statusCode, status: other } = response as Record<string, unknown>;
  const codes = [statusCode, other].filter((code) => !isMissing(code)).map(statusOf);
  const bad = codes.find((code) => code >= 300);
  if (bad !== undefined) return single({ ...whole, status: bad, body: response });
  const named = typeof xactionId === "string" && xactionId !== "";
  if (!named && (codes.length === 0 || !isMissing(xactionId))) return noVerdict;
  return codes.every((code) => code >= 200) ? { kind: "delivered" } : noVerdict;
}

/** What the answer to one request says of each of its `count` messages, in their order. */
export function verdicts(answer: InletAnswer, count: number): readonly Verdict[] {
  if (answer.status === 207) {
    const { responses } = { ...(answer.body as { responses?: unknown } | null) };
    // With more or fewer items than messages nobody knows which is whose.
    const items =
      Array.isArray(responses) && responses.length === count ? (responses as unknown[]) : undefined;
    return Array.from({ length: count }, (_, index) => item(items?.[index], answer));
  }
  const rule = ruleOf(answer);
  if (!rule) return Array.from({ length: count }, () => noVerdict);
  const whole = count === 1 ? rule.single : rule.batch === "split" ? "alone" : rule.batch;
  return Array.from({ length: count }, () => asVerdict(rule, whole, answer));
}

/** A batch that is refused for its size is halved; one refused for a message is taken apart. */
export function isTooLarge(answer: InletAnswer): boolean {
  return ruleOf(answer)?.batch === "split";
}
