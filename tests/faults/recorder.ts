/** Counts the injected faults by name. */
export class Faults {
  readonly counts: Record<string, number> = {};

  add(name: string): void {
    this.counts[name] = (this.counts[name] ?? 0) + 1;
  }
}

/** Result of a run. */
export interface Totals {
  /** Webhooks posted to the receiver. */
  readonly sent: number;
  readonly answered202: number;
  readonly lakeRows: number;
  /** Rows in addition to the first one of each `_id`. */
  readonly lakeDuplicates: number;
  /** Distinct `_id`s in the lake. */
  readonly distinct: number;
  /** Events in the dead-letter queue. */
  readonly dead: number;
  /** Webhooks that got a 503. */
  readonly refused: number;
  /** Accepted with 202, but neither a row nor a DLQ message. */
  readonly lost: number;
  /** Duplicates in the lake that no ambiguous response explains. */
  readonly unexplainedDuplicates: number;
}

/** The simulation puts the number of the event into its request id. */
const numbers = /equestId":"sim-(\d+)/g;
const ids = /"_?id":"([0-9a-f]{64})"/;

/** Returns the numbers of the events in a text, in their order. */
export function eventsIn(text: string): number[] {
  return [...text.matchAll(numbers)].map((match) => Number(match[1]));
}

/**
 * Records each event in a few bytes, so that a million of them fit into memory: responses, rows, DLQ
 * messages, and how many duplicates are legitimate.
 */
export class Recorder {
  private readonly accepted: Uint8Array;
  private readonly rows: Uint8Array;
  private readonly deadLetters: Uint8Array;
  private readonly allowedDuplicates: Uint8Array;
  private readonly idHashes: Uint32Array;
  private sent = 0;
  private answered202 = 0;
  private refused = 0;
  /** Rows whose `_id` differs from the one in the 202, and events with two `_id`s. */
  wrongIds = 0;

  constructor(private readonly events: number) {
    this.accepted = new Uint8Array(events);
    this.rows = new Uint8Array(events);
    this.deadLetters = new Uint8Array(events);
    this.allowedDuplicates = new Uint8Array(events);
    this.idHashes = new Uint32Array(events);
  }

  response(event: number, status: number, id: string | undefined): void {
    this.sent += 1;
    if (status === 202) {
      const hash = id === undefined ? 0 : Number.parseInt(id.slice(0, 8), 16);
      if (this.accepted[event] && this.idHashes[event] !== hash) this.wrongIds += 1;
      this.answered202 += 1;
      this.accepted[event] = 1;
      this.idHashes[event] = hash;
    } else this.refused += 1;
  }

  /** A row was written. */
  row(event: number, text: string): void {
    this.rows[event] = (this.rows[event] ?? 0) + 1;
    const id = Number.parseInt((ids.exec(text)?.[1] ?? "").slice(0, 8), 16);
    if (this.accepted[event] && this.idHashes[event] !== id) this.wrongIds += 1;
  }

  /** One more row of this event is legitimate from now on. */
  allowDuplicate(event: number): void {
    this.allowedDuplicates[event] = (this.allowedDuplicates[event] ?? 0) + 1;
  }

  movedToDlq(event: number): void {
    this.deadLetters[event] = 1;
  }

  /** Accepted with 202, but neither a row nor a DLQ message. */
  lost(): number[] {
    return [...this.accepted.keys()].filter(
      (event) => this.accepted[event] && !this.rows[event] && !this.deadLetters[event],
    );
  }

  totals(): Totals {
    const totals = { lakeRows: 0, distinct: 0, dead: 0, lost: 0, unexplainedDuplicates: 0 };
    for (let event = 0; event < this.events; event += 1) {
      const rows = this.rows[event] ?? 0;
      const dead = this.deadLetters[event] ?? 0;
      totals.lakeRows += rows;
      if (rows > 0) totals.distinct += 1;
      totals.dead += dead;
      if (this.accepted[event] && rows === 0 && dead === 0) totals.lost += 1;
      totals.unexplainedDuplicates += Math.max(rows - 1 - (this.allowedDuplicates[event] ?? 0), 0);
    }
    const { sent, answered202, refused } = this;
    return {
      sent,
      answered202,
      lakeRows: totals.lakeRows,
      lakeDuplicates: totals.lakeRows - totals.distinct,
      distinct: totals.distinct,
      dead: totals.dead,
      refused,
      lost: totals.lost,
      unexplainedDuplicates: totals.unexplainedDuplicates,
    };
  }
}
