import { roughly } from "../ago";
import { isEnabled, stateText } from "../dataflowState";
import type { Heartbeat } from "../heartbeat";
import type { DeployedStack } from "../stackOutputs";
import type { TokenUse } from "../tokenUse";
import type {
  Check,
  Dataflow,
  DeadLetterStatus,
  QueueStatus,
  Read,
  Readings,
  StatusReport,
  Verdict,
  WebhookUse,
} from "./report";

/** An event that waits for longer needs somebody; the alarm `queue-age` has the same default. */
const LONGEST_WAIT_SECONDS = 30 * 60;

/** Reasons that a line names, the most frequent first. */
const MAX_REASONS = 3;

/** Where the stack's webhooks post to. */
export function modeOf({ flowIds, relay }: DeployedStack): StatusReport["mode"] {
  if (relay === undefined) return "direct";
  return flowIds.direct === undefined ? "relay" : "both";
}

/** Judges what was read of a stack. */
export function judge(
  stack: Pick<StatusReport, "stack" | "mode" | "at">,
  { dataflows, relay }: Readings,
): StatusReport {
  const checks: Check[] = [checkOf("dataflow", dataflows, "enabled", dataflowCheck)];
  if (relay !== undefined) {
    const { deadLetters, heartbeats, queue, tokens, undelivered, webhooks } = relay;
    const expected = `oldest under ${roughly(LONGEST_WAIT_SECONDS)}`;
    checks.push(
      checkOf("queue", queue, expected, queueCheck),
      ...(undelivered ? [checkOf("keeper", undelivered, expected, queueCheck)] : []),
      checkOf("DLQ", deadLetters, "0 messages", deadLetterCheck),
      checkOf("webhooks", webhooks, "events arrive", webhookCheck),
      checkOf("heartbeat", heartbeats, "none silent", heartbeatCheck),
      checkOf("tokens", tokens, "the first, or a rotation", tokenCheck),
    );
  }
  const parts: readonly Read<unknown>[] = [dataflows, ...Object.values(relay ?? {})];
  return {
    ...stack,
    verdict: worst(checks.map(({ verdict }) => verdict)),
    checks,
    problems: [...new Set(parts.flatMap((part) => (part.ok ? [] : [part.problem])))],
    ...valueOf("dataflows", dataflows),
    ...(relay !== undefined && {
      ...valueOf("queue", relay.queue),
      ...(relay.undelivered && valueOf("undelivered", relay.undelivered)),
      ...valueOf("deadLetters", relay.deadLetters),
      ...valueOf("webhooks", relay.webhooks),
      ...valueOf("heartbeats", relay.heartbeats),
      ...valueOf("tokens", relay.tokens),
    }),
  };
}

function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes("wrong")) return "wrong";
  return verdicts.includes("unknown") ? "unknown" : "ok";
}

function valueOf<K extends string, T>(key: K, read: Read<T>): { readonly [key in K]?: T } {
  return read.ok ? ({ [key]: read.value } as { readonly [key in K]: T }) : {};
}

type Judged = Pick<Check, "now" | "verdict">;

function checkOf<T>(
  name: string,
  read: Read<T>,
  expected: string,
  judged: (value: T) => Judged,
): Check {
  if (!read.ok) return { name, now: "cannot be read", expected, verdict: "unknown" };
  return { name, expected, ...judged(read.value) };
}

function dataflowCheck(all: readonly Dataflow[]): Judged {
  const others = all.filter((dataflow) => !isEnabled(dataflow));
  const [first] = others;
  if (first === undefined) {
    return { now: all.length === 1 ? "enabled" : `${all.length} enabled`, verdict: "ok" };
  }
  const state = stateText(first);
  const which = first.webhook === undefined ? state : `${first.webhook}: ${state}`;
  const more = others.length === 1 ? "" : ` and ${others.length - 1} more`;
  return { now: `${which}${more}`, verdict: "wrong" };
}

function queueCheck({ delayed, inFlight, oldestSeconds, waiting }: QueueStatus): Judged {
  const parts = [
    `${waiting} waiting`,
    ...(inFlight > 0 ? [`${inFlight} in flight or to retry`] : []),
    ...(delayed > 0 ? [`${delayed} delayed`] : []),
  ];
  const isEmpty = waiting + inFlight + delayed === 0;
  // What CloudWatch says is some minutes old, when the queue was not empty yet.
  if (isEmpty) return { now: "empty", verdict: "ok" };
  if (oldestSeconds === undefined) {
    return { now: `${parts.join(", ")}, age not known yet`, verdict: "ok" };
  }
  const isOld = oldestSeconds > LONGEST_WAIT_SECONDS;
  return {
    now: `${parts.join(", ")}, oldest ${roughly(oldestSeconds)}`,
    verdict: isOld ? "wrong" : "ok",
  };
}

function deadLetterCheck({ byReason, messages }: DeadLetterStatus): Judged {
  if (messages === 0) return { now: "empty", verdict: "ok" };
  const reasons = Object.entries(byReason).sort(([, one], [, other]) => other - one);
  const named = reasons.slice(0, MAX_REASONS).map(([reason, count]) => `${count} ${reason}`);
  const more = reasons.length > MAX_REASONS ? ["…"] : [];
  const count = messages === 1 ? "1 message" : `${messages} messages`;
  if (reasons.length === 0)
    return { now: `${count}, hidden while another command reads them`, verdict: "wrong" };
  return { now: [count, [...named, ...more].join(", ")].join(": "), verdict: "wrong" };
}

/** A quiet webhook is not wrong: nobody may have written. The table shows which. */
function webhookCheck(all: readonly WebhookUse[]): Judged {
  const used = all.filter(({ lastAt }) => lastAt !== undefined).length;
  return { now: `${used} of ${all.length} with events`, verdict: "ok" };
}

/** A webhook that had none today, and usually has events: Chatlio may have lost its URL. */
function heartbeatCheck(all: readonly Heartbeat[]): Judged {
  const silent = all.filter(({ isSilent }) => isSilent);
  const [first] = silent;
  if (first === undefined) {
    const [today, usual] = [sumOf(all, "today"), sumOf(all, "usual")];
    const history = usual > 0 ? `, usually ${Math.round(usual)}` : "";
    return { now: `${today} in 24 h${history}`, verdict: "ok" };
  }
  const more = silent.length === 1 ? "" : ` and ${silent.length - 1} more`;
  const usually = `usually ${Math.round(first.usual)} a day`;
  return {
    now: `${first.widget}/${first.event}: none in 24 h, ${usually}${more}`,
    verdict: "wrong",
  };
}

function sumOf(all: readonly Heartbeat[], key: "today" | "usual"): number {
  return all.reduce((sum, heartbeat) => sum + heartbeat[key], 0);
}

/** An old token in use is a rotation that has not ended. */
function tokenCheck(all: readonly TokenUse[]): Judged {
  const old = all.filter(({ lastAt, place }) => lastAt !== undefined && (place ?? 0) > 1);
  const valid = all.filter(({ place }) => place !== undefined).length;
  return {
    now: old.length === 0 ? `${valid} valid` : `${valid} valid, rotation: an old one in use`,
    verdict: "ok",
  };
}
