import type { SQSRecord } from "aws-lambda";
import type { Queue } from "../../handlers/shared/queue";
import { QUEUE_RETENTION_SECONDS } from "../../handlers/forwarder/settings";
import { eventsIn, type Faults, type Recorder } from "./recorder";
import type { Random } from "../support/random";
import type { InvariantChecker } from "./invariantChecker";

interface Message {
  readonly id: string;
  readonly body: string;
  readonly sentAt: number;
  /** Of the webhook in it; undefined: none can be read. */
  readonly event: number | undefined;
  /** Whether this receive's back-off has been set, or refused. */
  backoff: "none" | "set" | "refused";
  /** A delete of it will not take. */
  undying: boolean;
  visibleAt: number;
  receives: number;
  deleted: boolean;
  /** Counts the changes of `visibleAt`, so that older entries of the heap are known as such. */
  version: number;
}

interface Entry {
  readonly at: number;
  readonly message: Message;
  readonly version: number;
}

/** The entry that becomes visible first, first. */
class Heap {
  private readonly entries: Entry[] = [];

  get first(): Entry | undefined {
    return this.entries[0];
  }

  push(entry: Entry): void {
    const { entries } = this;
    let index = entries.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.at(parent) <= this.at(index)) return;
      this.swap(parent, index);
      index = parent;
    }
  }

  pop(): Entry | undefined {
    const [first] = this.entries;
    const last = this.entries.pop();
    if (this.entries.length > 0 && last) {
      this.entries[0] = last;
      this.sink();
    }
    return first;
  }

  private sink(): void {
    for (let index = 0; ;) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      let least = index;
      if (this.at(left) < this.at(least)) least = left;
      if (this.at(right) < this.at(least)) least = right;
      if (least === index) return;
      this.swap(least, index);
      index = least;
    }
  }

  private at(index: number): number {
    return this.entries[index]?.at ?? Number.POSITIVE_INFINITY;
  }

  private swap(one: number, other: number): void {
    const { entries } = this;
    [entries[one], entries[other]] = [entries[other] as Entry, entries[one] as Entry];
  }
}

export interface SqsOptions {
  readonly visibilityMs: number;
  /** The redrive policy's. */
  readonly maxReceiveCount: number;
  readonly now: () => number;
}

/**
 * A queue that behaves as SQS does: hides what it has handed out, counts receives, keeps no order,
 * hands out twice now and then, moves to the dead-letter queue what came too often, and refuses.
 */
export class SimulatedSqs {
  private readonly hidden = new Heap();
  private readonly visible: Message[] = [];
  private readonly handles = new Map<string, Message>();
  private count = 0;
  private size = 0;
  /** Messages that count twice: sent twice by the SDK, or deleted without effect. */
  doubles = 0;
  /** Messages it has, though it answered that it has not. */
  storedButRefused = 0;
  /** Messages it has moved to the dead-letter queue by itself. */
  moved = 0;
  /** The most messages it held at once. */
  most = 0;

  constructor(
    private readonly options: SqsOptions,
    private readonly random: Random,
    private readonly faults: Faults,
    private readonly ledger: Recorder,
    private readonly witness?: InvariantChecker,
  ) {}

  get empty(): boolean {
    return this.size === 0;
  }

  /** When something can be received: now or later; undefined when the queue is empty. */
  nextVisible(): number | undefined {
    this.surface();
    if (this.visible.length > 0) return this.options.now();
    for (let { first } = this.hidden; first; { first } = this.hidden) {
      if (first.version === first.message.version && !first.message.deleted) return first.at;
      this.hidden.pop();
    }
    return undefined;
  }

  /** What a function of the relay sees of the queues. `alive` false: its process is gone. */
  client(alive: () => boolean = () => true): Queue {
    const never = new Promise<never>(() => undefined);
    return {
      send: (url, body, { delaySeconds = 0 }) => {
        if (!alive()) return never;
        return url.endsWith("/dead") ? this.bury(body) : this.send(body, delaySeconds);
      },
      extendVisibility: (_, changes) => {
        if (!alive()) return never;
        const refused = this.random.chance(0.01);
        for (const { receiptHandle, seconds } of changes) {
          const message = this.handles.get(receiptHandle);
          if (!message || message.deleted) continue;
          message.backoff = refused ? "refused" : "set";
          if (refused) this.release(message);
          else this.hide(message, seconds * 1_000);
        }
        return refused ? this.refuse("sqsVisibilityRefused") : Promise.resolve();
      },
    };
  }

  receive(limit: number): SQSRecord[] {
    this.surface();
    const records: SQSRecord[] = [];
    while (records.length < limit && this.visible.length > 0) {
      const index = this.random.below(this.visible.length);
      const message = this.visible[index] as Message;
      this.visible[index] = this.visible.at(-1) as Message;
      this.visible.pop();
      if (message.deleted) continue;
      if (this.options.now() - message.sentAt >= QUEUE_RETENTION_SECONDS * 1_000) {
        this.faults.add("expired");
        this.remove(message);
        continue;
      }
      message.receives += 1;
      message.backoff = "none";
      const { event } = message;
      if (event !== undefined) this.witness?.received(event, message.receives, message.sentAt);
      if (message.receives > this.options.maxReceiveCount) {
        this.faults.add("movedWithoutVerdict");
        this.moved += 1;
        if (event !== undefined) this.ledger.deadLettered(event);
        this.remove(message);
        continue;
      }
      const receiptHandle = `${message.id}/${message.receives}`;
      this.handles.set(receiptHandle, message);
      const twice = this.random.chance(0.002);
      this.hide(message, twice ? 0 : this.options.visibilityMs);
      if (twice) {
        this.faults.add("sqsDeliveredTwice");
        message.undying = true;
        this.copied(message);
      }
      records.push(this.record(message, receiptHandle));
    }
    return records;
  }

  /** Deletes what a batch is done with; the rest stays hidden until its time. */
  settle(records: readonly SQSRecord[], failed: ReadonlySet<string>): void {
    for (const { receiptHandle, messageId } of records) {
      const message = this.handles.get(receiptHandle);
      this.handles.delete(receiptHandle);
      if (!message || message.deleted) continue;
      if (failed.has(messageId)) this.putBack(message);
      else if (message.undying) {
        message.undying = false;
        this.faults.add("sqsDeletedInVain");
        this.doubles += 1;
      } else this.remove(message);
    }
  }

  /** All have failed: they come again when their back-off is over. */
  putAllBack(records: readonly SQSRecord[]): void {
    this.settle(records, new Set(records.map(({ messageId }) => messageId)));
  }

  private putBack({ backoff }: Message): void {
    if (backoff === "none")
      this.witness?.violation("failed messages were put back without a back-off");
  }

  /** There are two of it: a second row is nobody's fault, and pacing does not tell which it was. */
  private copied({ event }: Message): void {
    if (event === undefined) return;
    this.ledger.allowDuplicate(event);
    this.witness?.duplicated(event);
  }

  private release({ event }: Message): void {
    if (event !== undefined) this.witness?.unpaced(event);
  }

  /** Their process is gone: nothing is deleted, and they come again when their time is up. */
  abandon(records: readonly SQSRecord[]): void {
    for (const { receiptHandle } of records) {
      const message = this.handles.get(receiptHandle);
      this.handles.delete(receiptHandle);
      if (message) this.release(message);
    }
  }

  private send(body: string, delaySeconds: number): Promise<void> {
    if (this.random.chance(0.004)) return this.refuse("sqsSendRefused");
    this.add(body, delaySeconds);
    if (this.random.chance(0.001)) {
      // The SDK's own retry after an answer that was lost.
      this.faults.add("sqsSentTwice");
      this.doubles += 1;
      this.copied(this.add(body, delaySeconds));
    }
    if (!this.random.chance(0.003)) return Promise.resolve();
    this.storedButRefused += 1;
    return this.refuse("sqsSentButRefused");
  }

  private bury(body: string): Promise<void> {
    if (this.random.chance(0.3)) return this.refuse("deadLetterQueueRefused");
    const [event] = eventsIn(body);
    if (event !== undefined) this.ledger.deadLettered(event);
    this.witness?.deadLettered(body);
    return Promise.resolve();
  }

  private refuse(fault: string): Promise<never> {
    this.faults.add(fault);
    return Promise.reject(new Error("ServiceUnavailable"));
  }

  private add(body: string, delaySeconds: number): Message {
    const id = `m${(this.count += 1)}`;
    const message: Message = {
      id,
      body,
      sentAt: this.options.now(),
      event: eventsIn(body)[0],
      backoff: "none",
      undying: false,
      visibleAt: 0,
      receives: 0,
      deleted: false,
      version: 0,
    };
    this.size += 1;
    this.most = Math.max(this.most, this.size);
    this.hide(message, delaySeconds * 1_000);
    return message;
  }

  private hide(message: Message, ms: number): void {
    message.visibleAt = this.options.now() + ms;
    message.version += 1;
    this.hidden.push({ at: message.visibleAt, message, version: message.version });
  }

  private remove(message: Message): void {
    if (message.deleted) return;
    message.deleted = true;
    this.size -= 1;
  }

  private surface(): void {
    const now = this.options.now();
    for (let { first } = this.hidden; first && first.at <= now; { first } = this.hidden) {
      this.hidden.pop();
      if (first.version === first.message.version && !first.message.deleted)
        this.visible.push(first.message);
    }
  }

  private record({ id, body, receives, sentAt }: Message, receiptHandle: string): SQSRecord {
    return {
      messageId: id,
      receiptHandle,
      body,
      attributes: {
        ApproximateReceiveCount: String(receives),
        SentTimestamp: String(sentAt),
        SenderId: "simulation",
        ApproximateFirstReceiveTimestamp: String(this.options.now()),
      },
      messageAttributes: {},
      md5OfBody: "",
      eventSource: "aws:sqs",
      eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:events",
      awsRegion: "us-east-1",
    };
  }
}
