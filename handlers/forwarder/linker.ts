import { linked, linkIn, merged, unlinkedConversation, type Link } from "../links/link";
import type { LinkSettings } from "../links/settings";
import type { LinkTable } from "../links/table";
import type { EventSlug } from "../model";
import { lineFields } from "../shared/lineFields";
import { errorName, type Log } from "../shared/log";
import type { Meter } from "../shared/metrics";
import { within, type TimeoutSignal } from "../shared/within";
import type { Deadline } from "./deadline";
import type { Delivery } from "./delivery";
import type { Results } from "./sendAll";
import { TOO_OLD_SECONDS } from "./settings";
import { VISITOR_UNKNOWN, type Verdict } from "./verdict";

/** What the messages of an invocation become. */
export interface Linked {
  /** To be sent now: transcripts with their visitors, where these are known. */
  readonly ready: readonly Delivery[];
  /** Transcripts that wait for their visitors. */
  readonly waiting: Results;
}

export interface LinkerParts {
  readonly log: Log;
  readonly meter: Meter;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly timeoutSignal?: TimeoutSignal | undefined;
}

/** The event whose rows are worse when the table fails. */
const TRANSCRIPT = "transcript-exported" satisfies EventSlug;

/** Milliseconds that the table may take of an invocation. Events do not wait longer for it. */
const TABLE_MS = 2_000;

/** Requests to the table in flight at once. */
const CONCURRENCY = 10;

/** Does the work for each item, some at a time. Rejects at the end, when it has failed for one of them. */
async function forEachOf<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const errors: unknown[] = [];
  async function next(): Promise<void> {
    for (let item = left.shift(); item !== undefined; item = left.shift())
      await work(item).catch((error: unknown) => errors.push(error));
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, next));
  if (errors.length > 0) throw errors[0];
}

/**
 * Gives transcripts the visitor of their chat, whom only the chat's other events name. Those pass through the forwarder
 * too, and leave in a table who chats in which conversation. When the table fails, all events are delivered as they are.
 */
export class Linker {
  constructor(
    private readonly table: LinkTable,
    private readonly settings: LinkSettings,
    private readonly parts: LinkerParts,
  ) {}

  /** Stores what the events say of their visitors. Never rejects, and no event waits for it before it is sent. */
  async learn(deliveries: readonly Delivery[], deadline: Deadline): Promise<void> {
    const links = [...this.linksIn(deliveries).values()];
    await this.usingTable(deadline, (signal) =>
      forEachOf(links, (link) => this.table.learn(link, { signal })),
    );
  }

  /** Finds the visitors of the transcripts. Never rejects. */
  async link(deliveries: readonly Delivery[], deadline: Deadline): Promise<Linked> {
    const links = this.linksIn(deliveries);
    const wanted = new Set(
      deliveries.flatMap(({ envelope }) => unlinkedConversation(envelope) ?? []),
    );
    if (wanted.size === 0) return { ready: deliveries, waiting: new Map() };
    await this.usingTable(deadline, (signal) =>
      forEachOf([...wanted], async (conversationId) => {
        const found = await this.table.find(conversationId, { signal });
        const here = links.get(conversationId);
        if (found) links.set(conversationId, here ? merged(found, here) : found);
      }),
    );
    const ready: Delivery[] = [];
    const waiting: Results = new Map();
    for (const delivery of deliveries) {
      const conversation = unlinkedConversation(delivery.envelope);
      const link = conversation === undefined ? undefined : links.get(conversation);
      const wait = conversation === undefined || link ? undefined : this.wait(delivery);
      if (wait) waiting.set(delivery, wait);
      else ready.push(conversation === undefined ? delivery : this.linked(delivery, link));
    }
    return { ready, waiting };
  }

  private linksIn(deliveries: readonly Delivery[]): Map<string, Link> {
    const links = new Map<string, Link>();
    for (const { envelope } of deliveries) {
      const link = linkIn(envelope, this.settings.email);
      if (!link) continue;
      const before = links.get(link.conversationId);
      links.set(link.conversationId, before ? merged(before, link) : link);
    }
    return links;
  }

  /**
   * How long a transcript waits for its visitor: once, from its first receive, or from when it was received by the
   * relay. By then the chat's other events have passed, unless they are in the dead-letter queue or were never sent.
   */
  private wait({ envelope, receiveCount, sentAt }: Delivery): Verdict | undefined {
    const now = this.parts.now();
    const waitMs = this.settings.waitSeconds * 1_000;
    const isTest = envelope.synthetic;
    const isOld = now + waitMs >= sentAt + TOO_OLD_SECONDS * 1_000;
    if (isTest || isOld) return undefined;
    const from = receiveCount === 1 ? now : Date.parse(envelope.receivedAt);
    const retryAfterMs = from + waitMs - now;
    return retryAfterMs > 0
      ? { kind: "retry", reason: VISITOR_UNKNOWN, systemic: false, retryAfterMs }
      : undefined;
  }

  /** The transcript with its visitor, or as it is when nobody knows the visitor, or it names another. */
  private linked(delivery: Delivery, link: Link | undefined): Delivery {
    const { envelope } = delivery;
    const body = link && linked(envelope.body, link);
    if (body) this.parts.log("INFO", "linked", lineFields(envelope));
    else this.parts.log("WARN", "sent without its visitor", lineFields(envelope));
    return body ? { ...delivery, envelope: { ...envelope, body } } : delivery;
  }

  private async usingTable(
    deadline: Deadline,
    work: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const { log, meter, timeoutSignal } = this.parts;
    const ms = Math.min(TABLE_MS, deadline.msToSend());
    if (ms <= 0) return;
    try {
      await within(ms, work, timeoutSignal);
    } catch (error) {
      log("ERROR", "table of links unavailable", { error: errorName(error) });
      meter.count("LinkFailed", TRANSCRIPT);
    }
  }
}
