import {
  MAX_RETRY_AFTER_SECONDS,
  PROMISED_OUTAGE_HOURS,
} from "../../handlers/forwarder/retryPolicy";
import { TOO_OLD_SECONDS } from "../../handlers/forwarder/settings";
import { eventsIn } from "./recorder";
import { postedOf } from "./webhooks";

/** What a relay that loses nothing can still do wrong, by what is said of it. */
export type Violation =
  | "dead letters are of no event"
  | "dead letters are not the whole message"
  | "dead letters are of events that could have been delivered"
  | "events were given up before the promised outage was over"
  | "rows have not the content of their webhook"
  | "posts came before the time that Retry-After named"
  | "failed messages were put back without a back-off";

export interface InvariantCheckerOptions {
  readonly now: () => number;
  /** Receive on which the forwarder may give up. */
  readonly maxReceiveCount: number;
  /** Events that the inlet refuses for what they are. */
  readonly refused: (event: number) => boolean;
}

interface Letter {
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

/** Pacing of an event of which there are copies: whose time it is nobody can tell. */
const COPIED = -1;

/** Sees what becomes of each event, how, and when: not only whether. */
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

  /** The inlet has got a request with these events. */
  posted(events: readonly number[]): void {
    const now = this.options.now();
    if (events.some((event) => now < (this.notBefore[event] ?? 0)))
      this.violation("posts came before the time that Retry-After named");
  }

  /** The inlet has asked not to be sent them for a while. */
  retryAfter(events: readonly number[], seconds: number): void {
    const at = this.options.now() + Math.min(seconds, MAX_RETRY_AFTER_SECONDS) * 1_000;
    for (const event of events)
      if (this.notBefore[event] !== COPIED)
        this.notBefore[event] = Math.min(at, this.tooOldAt[event] ?? at);
  }

  /** What was asked could not be heeded: the process was killed, or the queue refused. */
  unpaced(event: number): void {
    if (this.notBefore[event] !== COPIED) this.notBefore[event] = 0;
  }

  duplicated(event: number): void {
    this.notBefore[event] = COPIED;
  }

  received(event: number, receives: number, sentAt: number): void {
    this.tooOldAt[event] = sentAt + TOO_OLD_SECONDS * 1_000;
    this.receives[event] = Math.max(this.receives[event] ?? 0, receives);
  }

  row(event: number, text: string): void {
    if (!holds(event, text)) this.violation("rows have not the content of their webhook");
  }

  /** A function of the relay has put this into the dead-letter queue. */
  deadLettered(text: string): void {
    const [event] = eventsIn(text);
    if (event === undefined) {
      this.violation("dead letters are of no event");
      return;
    }
    const letter = JSON.parse(text) as Letter;
    if (!isWhole(event, letter)) this.violation("dead letters are not the whole message");
    if (letter.kind === "raw") return;
    if (!this.isExcused(event, letter))
      this.violation("dead letters are of events that could have been delivered");
    else if (letter.reason !== "inlet-400" && this.ageOf(letter) < PROMISED_OUTAGE_HOURS * 3_600)
      this.violation("events were given up before the promised outage was over");
  }

  private isExcused(event: number, letter: Letter): boolean {
    const { attempts, reason } = letter;
    const receives = this.receives[event] ?? 0;
    if (typeof attempts !== "number" || attempts > receives) return false;
    if (reason === "inlet-400") return this.options.refused(event);
    if (reason === "too-old") return this.ageOf(letter) >= TOO_OLD_SECONDS;
    return attempts >= this.options.maxReceiveCount;
  }

  private ageOf({ receivedAt }: Letter): number {
    return (this.options.now() - Date.parse(String(receivedAt))) / 1_000;
  }
}

function holds(event: number, text: string): boolean {
  return postedOf(event).values.every((value) => text.includes(value));
}

function isWhole(event: number, letter: Letter): boolean {
  const { name, text } = postedOf(event);
  const ofRequest =
    letter.v === 1 &&
    letter.event === name &&
    letter.widget === "main" &&
    letter.requestId === `sim-${event}` &&
    letter.synthetic === false &&
    !Number.isNaN(Date.parse(String(letter.receivedAt))) &&
    typeof letter.reason === "string" &&
    letter.reason !== "";
  if (letter.kind === "event") return ofRequest && holds(event, JSON.stringify(letter.body));
  // The only webhooks of which no event can be made lack their last brace.
  return ofRequest && letter.encoding === "utf8" && letter.body === text.slice(0, -1);
}
