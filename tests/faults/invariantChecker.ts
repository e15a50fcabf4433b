import {
  MAX_RETRY_AFTER_SECONDS,
  PROMISED_OUTAGE_HOURS,
} from "../../handlers/forwarder/retryPolicy";
import { TOO_OLD_SECONDS } from "../../handlers/forwarder/settings";
import { eventsIn } from "./recorder";
import { postedOf } from "./webhooks";

/** What a relay can do wrong even if it loses nothing. */
export type Violation =
  | "DLQ messages belong to no event"
  | "DLQ messages are incomplete"
  | "DLQ messages hold events that could have been delivered"
  | "events were given up before the promised outage was over"
  | "rows lack content of their webhook"
  | "the keeper moved messages on without a copy"
  | "requests came before the end of Retry-After"
  | "failed messages returned to the queue without a backoff";

export interface InvariantCheckerOptions {
  readonly now: () => number;
  /** Receive count at which the forwarder may give up. */
  readonly maxReceiveCount: number;
  /** Events that the endpoint always rejects. */
  readonly rejected: (event: number) => boolean;
}

interface DlqMessage {
  readonly v?: unknown;
  readonly kind?: unknown;
  readonly event?: unknown;
  readonly widget?: unknown;
  readonly requestId?: unknown;
  readonly receivedAt?: unknown;
  readonly synthetic?: unknown;
  readonly reason?: unknown;
  readonly attempts?: unknown;
  readonly encoding?: unknown;
  readonly body?: unknown;
}

/** Marks an event with duplicates: nobody can tell which of them `Retry-After` was meant for. */
const DUPLICATED = -1;

/** Checks how and when each event is handled, not only whether it arrives. */
export class InvariantChecker {
  readonly violations: Partial<Record<Violation, number>> = {};
  private readonly notBefore: Float64Array;
  private readonly receives: Uint16Array;
  private readonly tooOldAt: Float64Array;

  constructor(
    events: number,
    private readonly options: InvariantCheckerOptions,
  ) {
    this.notBefore = new Float64Array(events);
    this.tooOldAt = new Float64Array(events);
    this.receives = new Uint16Array(events);
  }

  violation(what: Violation): void {
    this.violations[what] = (this.violations[what] ?? 0) + 1;
  }

  /** The endpoint received a request with these events. */
  posted(events: readonly number[]): void {
    const now = this.options.now();
    if (events.some((event) => now < (this.notBefore[event] ?? 0)))
      this.violation("requests came before the end of Retry-After");
  }

  /** The endpoint responded with `Retry-After` to a request with these events. */
  retryAfter(events: readonly number[], seconds: number): void {
    const at = this.options.now() + Math.min(seconds, MAX_RETRY_AFTER_SECONDS) * 1_000;
    for (const event of events)
      if (this.notBefore[event] !== DUPLICATED)
        this.notBefore[event] = Math.min(at, this.tooOldAt[event] ?? at);
  }

  /** `Retry-After` could not be honored: the process was killed, or the queue rejected the request. */
  unpaced(event: number): void {
    if (this.notBefore[event] !== DUPLICATED) this.notBefore[event] = 0;
  }

  duplicated(event: number): void {
    this.notBefore[event] = DUPLICATED;
  }

  received(event: number, receives: number, sentAt: number): void {
    this.tooOldAt[event] = sentAt + TOO_OLD_SECONDS * 1_000;
    this.receives[event] = Math.max(this.receives[event] ?? 0, receives);
  }

  row(event: number, text: string): void {
    if (!holds(event, text)) this.violation("rows lack content of their webhook");
  }

  /** Receiver or forwarder gave this message up. */
  givenUp(text: string): void {
    const [event] = eventsIn(text);
    if (event === undefined) {
      this.violation("DLQ messages belong to no event");
      return;
    }
    const message = JSON.parse(text) as DlqMessage;
    if (!isWhole(event, message)) this.violation("DLQ messages are incomplete");
    if (message.kind === "raw") return;
    if (!this.isJustified(event, message))
      this.violation("DLQ messages hold events that could have been delivered");
    else if (message.reason !== "inlet-400" && this.ageOf(message) < PROMISED_OUTAGE_HOURS * 3_600)
      this.violation("events were given up before the promised outage was over");
  }

  private isJustified(event: number, message: DlqMessage): boolean {
    const { attempts, reason } = message;
    const receives = this.receives[event] ?? 0;
    if (typeof attempts !== "number" || attempts > receives) return false;
    if (reason === "inlet-400") return this.options.rejected(event);
    if (reason === "too-old") return this.ageOf(message) >= TOO_OLD_SECONDS;
    return attempts >= this.options.maxReceiveCount;
  }

  private ageOf({ receivedAt }: DlqMessage): number {
    return (this.options.now() - Date.parse(String(receivedAt))) / 1_000;
  }
}

function holds(event: number, text: string): boolean {
  return postedOf(event).values.every((value) => text.includes(value));
}

function isWhole(event: number, message: DlqMessage): boolean {
  const { name, text } = postedOf(event);
  const ofRequest =
    message.v === 1 &&
    message.event === name &&
    message.widget === "main" &&
    message.requestId === `sim-${event}` &&
    message.synthetic === false &&
    !Number.isNaN(Date.parse(String(message.receivedAt))) &&
    typeof message.reason === "string" &&
    message.reason !== "";
  if (message.kind === "event") return ofRequest && holds(event, JSON.stringify(message.body));
  // The only webhooks that cannot be converted to an event lack their last brace.
  return ofRequest && message.encoding === "utf8" && message.body === text.slice(0, -1);
}
