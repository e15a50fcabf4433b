/** Every fault that was made to happen, counted by name. */
export class Faults {
  readonly counts: Record<string, number> = {};

  add(name: string): void {
    this.counts[name] = (this.counts[name] ?? 0) + 1;
  }
}

/** What the run came to. */
export interface Totals {
  /** Webhooks posted to the receiver. */
  readonly sent: number;
  readonly answered202: number;
  readonly lakeRows: number;
  /** Rows beyond the first of an `_id`. */
  readonly lakeDuplicates: number;
  /** Different `_id`s in the lake. */
  readonly distinct: number;
  /** Events in the dead-letter queue. */
  readonly dead: number;
  /** Webhooks answered 503. */
  readonly refused: number;
  /** Answered 202, and neither a row nor a dead letter. */
  readonly lost: number;
  /** Doubles in the lake that no ambiguous answer accounts for. */
  readonly unexplainedDuplicates: number;
}

/** The request ids that the simulation gives name the event by its number. */
const numbers = /equestId":"sim-(\d+)/g;
const ids = /"_?id":"([0-9a-f]{64})"/;

/** The numbers of the events in a text, in their order. */
export function eventsIn(text: string): number[] {
  return [...text.matchAll(numbers)].map((match) => Number(match[1]));
}

/**
 * What is known of each event, in a few bytes each, so that a million of them fit: answers, rows,
 * dead letters, and how often something happened after which a double is nobody's fault.
 */
export class Recorder {
  private readonly answered: Uint8Array;
  private readonly rows: Uint8Array;
  private readonly deadLetters: Uint8Array;
  private readonly excuses: Uint8Array;
  private readonly idHashes: Uint32Array;
  private sent = 0;
  private answered202 = 0;
  private refused = 0;
  /** Rows whose `_id` is not the one that the 202 named, and events that were given two. */
  wrongIds = 0;

  constructor(private readonly events: number) {
    this.answered = new Uint8Array(events);
    this.rows = new Uint8Array(events);
    this.deadLetters = new Uint8Array(events);
    this.excuses = new Uint8Array(events);
    this.idHashes = new Uint32Array(events);
  }

  answer(event: number, status: number, id: string | undefined): void {
    this.sent += 1;
    if (status === 202) {
      const hash = id === undefined ? 0 : Number.parseInt(id.slice(0, 8), 16);
      if (this.answered[event] && this.idHashes[event] !== hash) this.wrongIds += 1;
      this.answered202 += 1;
      this.answered[event] = 1;
      this.idHashes[event] = hash;
    } else this.refused += 1;
  }

  /** A row has landed. */
  row(event: number, text: string): void {
    this.rows[event] = (this.rows[event] ?? 0) + 1;
    const id = Number.parseInt((ids.exec(text)?.[1] ?? "").slice(0, 8), 16);
    if (this.answered[event] && this.idHashes[event] !== id) this.wrongIds += 1;
  }

  /** From here on one more row of it is explained. */
  allowDuplicate(event: number): void {
    this.excuses[event] = (this.excuses[event] ?? 0) + 1;
  }

  deadLettered(event: number): void {
    this.deadLetters[event] = 1;
  }

  /** Answered 202, and neither a row nor a dead letter. */
  lost(): number[] {
    return [...this.answered.keys()].filter(
      (event) => this.answered[event] && !this.rows[event] && !this.deadLetters[event],
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
      if (this.answered[event] && rows === 0 && dead === 0) totals.lost += 1;
      totals.unexplainedDuplicates += Math.max(rows - 1 - (this.excuses[event] ?? 0), 0);
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
