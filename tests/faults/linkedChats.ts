import { randomUUID } from "node:crypto";

import { Response } from "node-fetch";

import type { Fetch } from "../../adobe/client/exchange";
import { merged, type Link } from "../../handlers/links/link";
import { linkSettings } from "../../handlers/links/settings";
import type { LinkTable } from "../../handlers/links/table";
import type { ChatEvent } from "../../handlers/model";
import { webhook } from "../handlers/support/events";
import { seededRandom, type Random } from "../support/random";
import { play } from "./play";
import { eventsIn, Faults, Recorder, type Totals } from "./recorder";
import { Relay, type Platform, type Process } from "./relay";
import type { Span } from "./simulatedEndpoint";

const START = Date.parse("2026-11-23T00:00:00Z");
const GAP_MS = 4_000;
const LATENCY_MS = 40;

/** How long a transcript waits for its visitor, in milliseconds. */
export const WAIT_MS = linkSettings.shape.waitSeconds.parse(undefined) * 1_000;

/** When the start of a chat arrives, next to its transcript: `late` is after the transcript's wait. */
export const orders = ["before", "after", "late", "never"] as const;

interface Chat {
  readonly order: (typeof orders)[number];
  readonly conversation: string;
  readonly visitor: string;
  /** Who logs in on the same computer while the chat goes on. */
  readonly next: string | undefined;
}

interface Planned {
  readonly chat: Chat;
  readonly slug: "conversation-started" | "feedback-left" | "transcript-exported";
}

/** A transcript, as Adobe got it first. */
export interface Transcript {
  readonly order: Chat["order"];
  /** Milliseconds from its webhook to the first attempt to send it. */
  readonly waitedMs: number;
  /** Whether the table knew the visitor, and was there, when it was sent. */
  readonly isKnown: boolean;
  readonly isTableDown: boolean;
  /** Visitor of the row. */
  readonly visitor: string | undefined;
  readonly visitorKey: string;
  /** The visitors of whom the row has something. */
  readonly people: readonly string[];
  /** Visitors of the chat, one after the other. */
  readonly expected: readonly string[];
}

export interface LinkedOutcome {
  readonly totals: Totals;
  readonly wrongIds: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly linkFailed: number;
  readonly transcripts: readonly Transcript[];
}

function plan(chats: number): readonly Planned[] {
  const late = Math.ceil((2 * WAIT_MS) / GAP_MS);
  return Array.from({ length: chats }, (_, index): readonly (Planned & { at: number })[] => {
    const chat = {
      order: orders[index % orders.length] ?? "never",
      conversation: randomUUID(),
      visitor: randomUUID(),
      next: Math.floor(index / orders.length) % 2 === 0 ? undefined : randomUUID(),
    };
    const at = { before: -5, after: 5, late, never: undefined }[chat.order];
    return [
      { chat, slug: "transcript-exported", at: index },
      ...(at === undefined
        ? []
        : [{ chat, slug: "conversation-started", at: index + at } as const]),
      ...(at === undefined || chat.next === undefined
        ? []
        : [{ chat, slug: "feedback-left", at: index + at + 1 } as const]),
    ];
  })
    .flat()
    .sort((one, other) => one.at - other.at);
}

/** What an event says of its visitor. Only the first one of a chat has an e-mail address. */
function visitorIn({ chat, slug }: Planned) {
  const { next, visitor } = chat;
  const address = (id: string) => `${id}@example.com`;
  if (slug === "conversation-started")
    return { visitor: { UUID: visitor, identUserId: visitor, email: address(visitor) } };
  return slug === "feedback-left" && { visitor: { UUID: next, identUserId: next } };
}

function webhookOf(planned: Planned, event: number) {
  const { chat, slug } = planned;
  const body = JSON.stringify({ conversationUUID: chat.conversation, ...visitorIn(planned) });
  const request = webhook({ path: `/chatlio/main/${slug}`, body });
  request.requestContext.requestId = `sim-${event}`;
  return request;
}

/** A table that fails for a while. */
class SimulatedTable implements LinkTable {
  readonly links = new Map<string, Link>();

  constructor(
    private readonly isDown: () => boolean,
    private readonly faults: Faults,
  ) {}

  async learn(link: Link): Promise<void> {
    await this.request();
    const before = this.links.get(link.conversationId);
    this.links.set(link.conversationId, before ? merged(before, link) : link);
  }

  async find(conversationId: string): Promise<Link | undefined> {
    await this.request();
    return this.links.get(conversationId);
  }

  private request(): Promise<void> {
    if (!this.isDown()) return Promise.resolve();
    this.faults.add("tableDown");
    return Promise.reject(new Error("InternalServerError"));
  }
}

/** Sends the events of chats in various orders through the relay, while queue, endpoint, table and functions fail. */
export async function runLinkedChats(chats: number, seed: number): Promise<LinkedOutcome> {
  const run = new LinkedRun(plan(chats), seed);
  await run.play();
  return run.outcome();
}

class LinkedRun {
  private readonly clock = { now: START };
  private readonly random: Random;
  private readonly faults = new Faults();
  private readonly recorder: Recorder;
  private readonly table: SimulatedTable;
  private readonly relay: Relay;
  private readonly tableOutage: Span;
  private readonly transcripts = new Map<number, Transcript>();

  constructor(
    private readonly planned: readonly Planned[],
    seed: number,
  ) {
    this.random = seededRandom(seed);
    this.recorder = new Recorder(planned.length);
    const middle = START + (planned.length / 2) * GAP_MS;
    this.tableOutage = { from: middle, to: middle + 5 * 60_000 };
    this.table = new SimulatedTable(() => this.isTableDown(), this.faults);
    this.relay = new Relay({
      source: "chatlio",
      clock: this.clock,
      random: this.random,
      faults: this.faults,
      recorder: this.recorder,
      platform: this.platform(),
      killChance: 0.02,
      links: this.table,
      webhook: (event) => webhookOf(this.planned[event] as Planned, event),
    });
    this.relay.deploy({ inletUrl: "https://dcs.example/collection/abc", flowId: "flow-1" });
  }

  async play(): Promise<void> {
    const { clock, planned, relay } = this;
    await play({ relay, clock, events: planned.length, gapMs: GAP_MS, steps: [] });
  }

  outcome(): LinkedOutcome {
    return {
      totals: this.recorder.totals(),
      wrongIds: this.recorder.wrongIds,
      faults: this.faults.counts,
      linkFailed: this.relay.metrics["LinkFailed"] ?? 0,
      transcripts: [...this.transcripts.values()],
    };
  }

  private isTableDown(): boolean {
    return this.clock.now >= this.tableOutage.from && this.clock.now < this.tableOutage.to;
  }

  /** An endpoint that is busy now and then, and loses some of its responses. */
  private platform(): Platform {
    const connect = (process: Process) => {
      const fetch = (_url: string, { body }: { readonly body: string }) => {
        const never = new Promise<never>(() => undefined);
        if (!process.alive) return never;
        process.busyMs += LATENCY_MS;
        const [event = 0] = eventsIn(body);
        this.note(event, body);
        if (this.random.chance(0.03)) return this.busy();
        this.recorder.row(event, body);
        process.written.push(event);
        if (process.killIn !== undefined && (process.killIn -= 1) <= 0) {
          process.kill();
          return never;
        }
        if (this.random.chance(0.02)) {
          this.faults.add("resetAfter");
          this.recorder.allowDuplicate(event);
          return Promise.reject(Object.assign(new Error("reset"), { code: "ECONNRESET" }));
        }
        return Promise.resolve(new Response('{"inletId":"inlet"}', { status: 200 }));
      };
      return { fetch: fetch as unknown as Fetch };
    };
    return { connect, tokens: { token: () => Promise.resolve("token"), discard: () => undefined } };
  }

  private busy(): Promise<Response> {
    this.faults.add("503");
    return Promise.resolve(new Response("{}", { status: 503 }));
  }

  private note(event: number, body: string): void {
    const { chat, slug } = this.planned[event] as Planned;
    if (slug !== "transcript-exported" || this.transcripts.has(event)) return;
    const row = JSON.parse(body) as ChatEvent;
    const values = [row.visitorUuid, row.visitorUserId, row.visitorEmail?.split("@")[0]];
    this.transcripts.set(event, {
      order: chat.order,
      waitedMs: this.clock.now - (START + event * GAP_MS),
      // Two events of one instant that name different visitors leave nobody.
      isKnown: this.table.links.get(chat.conversation)?.visitorUuid !== undefined,
      isTableDown: this.isTableDown(),
      visitor: row.visitorUuid,
      visitorKey: row.visitorKey,
      people: [...new Set(values.filter((value) => value !== undefined))],
      expected: [chat.visitor, ...(chat.next === undefined ? [] : [chat.next])],
    });
  }
}
