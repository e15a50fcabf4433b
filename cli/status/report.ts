import type { Heartbeat } from "../heartbeat";
import type { TokenUse } from "../tokenUse";

/** What a part of the stack is like, next to what is expected. */
export type Verdict = "ok" | "wrong" | "unknown";

/** One line of the status. */
export interface Check {
  readonly name: string;
  readonly now: string;
  readonly expected: string;
  readonly verdict: Verdict;
}

/** A dataflow, which in direct mode belongs to one webhook. */
export interface Dataflow {
  readonly id: string;
  /** `widget/event` in direct mode. */
  readonly webhook?: string;
  /** As Adobe has it: `enabled`. Left out: it does not exist. */
  readonly state?: string;
  /** When its last run changed: RFC 3339. Left out: Adobe has no run of it. */
  readonly lastRunAt?: string;
}

export interface QueueStatus {
  readonly waiting: number;
  readonly inFlight: number;
  readonly delayed: number;
  /** Of the oldest message. Left out when CloudWatch has no value of the last 15 minutes. */
  readonly oldestSeconds?: number;
}

export interface DeadLetterStatus {
  /** As SQS counts them: approximately. */
  readonly messages: number;
  /** Of the messages that were read, at most 1,000. */
  readonly byReason: Readonly<Record<string, number>>;
}

/** When a webhook was used last: RFC 3339. Left out: not in the time looked at. */
export interface WebhookUse {
  readonly widget: string;
  readonly event: string;
  readonly lastAt?: string;
}

/** A value, or why it could not be read. */
export type Read<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

/** What was read of a stack. Without a relay, only its dataflows. */
export interface Readings {
  readonly dataflows: Read<readonly Dataflow[]>;
  readonly relay?: {
    readonly queue: Read<QueueStatus>;
    /** What waits for the keeper. Left out without that queue. */
    readonly undelivered?: Read<QueueStatus>;
    readonly deadLetters: Read<DeadLetterStatus>;
    readonly webhooks: Read<readonly WebhookUse[]>;
    readonly heartbeats: Read<readonly Heartbeat[]>;
    readonly tokens: Read<readonly TokenUse[]>;
  };
}

/** The status of a stack, as `status --json` prints it. */
export interface StatusReport {
  readonly stack: string;
  readonly mode: "relay" | "direct" | "both";
  /** When it was read: RFC 3339. */
  readonly at: string;
  /** Whether all is as expected: the worst of the checks. */
  readonly verdict: Verdict;
  readonly checks: readonly Check[];
  /** Why something could not be read. */
  readonly problems: readonly string[];
  readonly dataflows?: readonly Dataflow[];
  readonly queue?: QueueStatus;
  readonly undelivered?: QueueStatus;
  readonly deadLetters?: DeadLetterStatus;
  readonly webhooks?: readonly WebhookUse[];
  /** How many events each webhook has had in 24 hours, next to its own history. */
  readonly heartbeats?: readonly Heartbeat[];
  readonly tokens?: readonly TokenUse[];
}

/** The exit code that tells a script the verdict. */
export const exitCodes: Readonly<Record<Verdict, number>> = { ok: 0, wrong: 1, unknown: 2 };
