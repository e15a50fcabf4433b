import { randomUUID } from "node:crypto";

import fetch from "node-fetch";

import { eventually, output, type Local } from "../stackSupport";
import { repeat } from "../support/repeat";

/** Between two posts, in milliseconds. */
const PERIOD_MS = 100;

/** What happened to the events of one change. */
export interface Traffic {
  /** Events that got a 2xx. */
  readonly accepted: number;
  /** Posts that got another response, or none. Chatlio is not known to send them again. */
  readonly notAccepted: number;
  /** Accepted events that never became a row. */
  readonly lost: number;
  /** From the post to the row, of the event that took longest, in milliseconds. */
  readonly longestMs: number;
}

/** Posts events to a URL at a steady rate until it is stopped, and watches for their rows. */
export class SteadyTraffic {
  readonly #postedAt = new Map<string, number>();
  readonly #arrivedAt = new Map<string, number>();
  #notAccepted = 0;
  readonly #posting;
  readonly #watching;

  constructor(
    private readonly local: Local,
    private readonly url: string,
    private readonly datasetId: string,
  ) {
    this.#posting = repeat(() => this.#post(), PERIOD_MS);
    this.#watching = repeat(() => this.#look(), PERIOD_MS);
  }

  static async start(local: Local, url: string): Promise<SteadyTraffic> {
    return new SteadyTraffic(local, url, await output<string>(local, "datasetId"));
  }

  async #post(): Promise<void> {
    const id = randomUUID();
    const body = JSON.stringify({ conversationUUID: id, visitor: { handle: "traffic" } });
    const headers = { "content-type": "application/json" };
    const at = Date.now();
    const response = await fetch(this.url, { method: "POST", body, headers }).catch(
      () => undefined,
    );
    if (response?.ok === true) this.#postedAt.set(id, at);
    else this.#notAccepted += 1;
  }

  /** Notes the events whose rows have come. */
  async #look(): Promise<void> {
    const { rows } = await this.local.emulator.rows(this.datasetId);
    const text = JSON.stringify(rows);
    for (const id of this.#postedAt.keys())
      if (!this.#arrivedAt.has(id) && text.includes(id)) this.#arrivedAt.set(id, Date.now());
  }

  /** Stops posting, and waits for the rows of all events. */
  async stop(): Promise<Traffic> {
    await this.#posting.stop();
    const all = [...this.#postedAt.keys()];
    await eventually(
      () => Promise.resolve(all.every((id) => this.#arrivedAt.has(id)) || undefined),
      "the rows of all events",
    ).catch(() => undefined);
    await this.#watching.stop();
    const waits = [...this.#arrivedAt].map(([id, at]) => at - (this.#postedAt.get(id) ?? at));
    return {
      accepted: all.length,
      notAccepted: this.#notAccepted,
      lost: all.filter((id) => !this.#arrivedAt.has(id)).length,
      longestMs: Math.max(0, ...waits),
    };
  }
}
