import type { SQSRecord } from "aws-lambda";

import { Heap } from "../../bench/support/heap";
import { QUEUE_RETENTION_SECONDS } from "../../handlers/forwarder/settings";
import type { Queue } from "../../handlers/shared/queue";
import type { Random } from "../support/random";
import type { InvariantChecker } from "./invariantChecker";
import type { Message, Waiting } from "./message";
import { eventsIn, type Faults } from "./recorder";

export interface SqsOptions {
  readonly url: string;
  readonly visibilityMs: number;
  /** The redrive policy's. */
  readonly maxReceiveCount: number;
  readonly now: () => number;
  /** Sends a message to the only other queue that the functions of this one know. */
  readonly sendOn: (body: string) => Promise<void>;
  /** The queue itself moves a message there, because it was received too often. */
  readonly moved: (body: string) => void;
  /** A message of this event exists twice from now on. */
  readonly duplicated: (event: number) => void;
}

/**
 * A queue that behaves like SQS: it has visibility timeouts, counts receives, keeps no order, sometimes
 * delivers twice, moves a message to another queue after too many receives, and fails.
 */
export class SimulatedSqs {
  private readonly invisible = new Heap<Waiting>((one, other) => one.at < other.at);
  private readonly visible: Message[] = [];
  private readonly handles = new Map<string, Message>();
  private count = 0;
  private size = 0;
  /** Messages that count twice: the SDK sent them twice, or a delete had no effect. */
  duplicates = 0;
  /** Messages that it stored although it reported an error. */
  storedButRefused = 0;
  /** Messages that it moved to the other queue by itself. */
  moved = 0;
  /** The most messages it held at once. */
  most = 0;

  constructor(
    private readonly options: SqsOptions,
    private readonly random: Random,
    private readonly faults: Faults,
    private readonly checker?: InvariantChecker,
  ) {}

  get empty(): boolean {
    return this.size === 0;
  }

  /** When something can be received: now or later; undefined when the queue is empty. */
  nextVisible(): number | undefined {
    this.surface();
    if (this.visible.length > 0) return this.options.now();
    for (let { first } = this.invisible; first; { first } = this.invisible) {
      if (first.version === first.message.version && !first.message.deleted) return first.at;
      this.invisible.pop();
    }
    return undefined;
  }

  /** The client of one function of the relay. When `alive` is false, its process is gone. */
  client(alive: () => boolean = () => true): Queue {
    const never = new Promise<never>(() => undefined);
    return {
      send: (url, body, { delaySeconds = 0 }) => {
        if (!alive()) return never;
        const { sendOn, url: own } = this.options;
        return url === own ? this.send(body, delaySeconds) : sendOn(body);
      },
      extendVisibility: (_, changes) => {
        if (!alive()) return never;
        const rejected = this.random.chance(0.01);
        for (const { receiptHandle, seconds } of changes) {
          const message = this.handles.get(receiptHandle);
          if (!message || message.deleted) continue;
          message.backoff = rejected ? "rejected" : "set";
          if (rejected) this.release(message);
          else this.setVisibleAfter(message, seconds * 1_000);
        }
        return rejected ? this.reject("sqsVisibilityRefused") : Promise.resolve();
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
      message.receiveCount += 1;
      message.backoff = "none";
      const { event } = message;
      if (event !== undefined) this.checker?.received(event, message.receiveCount, message.sentAt);
      if (message.receiveCount > this.options.maxReceiveCount) {
        this.moved += 1;
        this.options.moved(message.body);
        this.remove(message);
        continue;
      }
      const receiptHandle = `${message.id}/${message.receiveCount}`;
      this.handles.set(receiptHandle, message);
      const twice = this.random.chance(0.002);
      this.setVisibleAfter(message, twice ? 0 : this.options.visibilityMs);
      if (twice) {
        this.faults.add("sqsDeliveredTwice");
        message.undying = true;
        this.isDuplicate(message);
      }
      records.push(this.record(message, receiptHandle));
    }
    return records;
  }

  /** Deletes the finished messages of a batch. The others stay invisible until their timeout. */
  finish(records: readonly SQSRecord[], failed: ReadonlySet<string>): void {
    for (const { receiptHandle, messageId } of records) {
      const message = this.handles.get(receiptHandle);
      this.handles.delete(receiptHandle);
      if (!message || message.deleted) continue;
      if (failed.has(messageId)) this.putBack(message);
      else if (message.undying) {
        message.undying = false;
        this.faults.add("sqsDeletedInVain");
        this.duplicates += 1;
      } else this.remove(message);
    }
  }

  /** All have failed: they come again when their backoff is over. */
  putAllBack(records: readonly SQSRecord[]): void {
    this.finish(records, new Set(records.map(({ messageId }) => messageId)));
  }

  private putBack({ backoff }: Message): void {
    if (backoff === "none")
      this.checker?.violation("failed messages returned to the queue without a backoff");
  }

  /** The message exists twice: a second row is legitimate, and its pacing cannot be checked. */
  private isDuplicate({ event }: Message): void {
    if (event !== undefined) this.options.duplicated(event);
  }

  private release({ event }: Message): void {
    if (event !== undefined) this.checker?.unpaced(event);
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
    if (this.random.chance(0.004)) return this.reject("sqsSendRefused");
    this.add(body, delaySeconds);
    if (this.random.chance(0.001)) {
      // The SDK sent it again because a response was lost.
      this.faults.add("sqsSentTwice");
      this.duplicates += 1;
      this.isDuplicate(this.add(body, delaySeconds));
    }
    if (!this.random.chance(0.003)) return Promise.resolve();
    this.storedButRefused += 1;
    return this.reject("sqsSentButRefused");
  }

  /** A message arrives that nobody could deliver: the queue before has accepted it already. */
  put(body: string): void {
    this.add(body, 0);
  }

  private reject(fault: string): Promise<never> {
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
      receiveCount: 0,
      deleted: false,
      version: 0,
    };
    this.size += 1;
    this.most = Math.max(this.most, this.size);
    this.setVisibleAfter(message, delaySeconds * 1_000);
    return message;
  }

  private setVisibleAfter(message: Message, ms: number): void {
    message.visibleAt = this.options.now() + ms;
    message.version += 1;
    this.invisible.push({ at: message.visibleAt, message, version: message.version });
  }

  private remove(message: Message): void {
    if (message.deleted) return;
    message.deleted = true;
    this.size -= 1;
  }

  private surface(): void {
    const now = this.options.now();
    for (let { first } = this.invisible; first && first.at <= now; { first } = this.invisible) {
      this.invisible.pop();
      if (first.version === first.message.version && !first.message.deleted)
        this.visible.push(first.message);
    }
  }

  private record(
    { id, body, receiveCount: receives, sentAt }: Message,
    receiptHandle: string,
  ): SQSRecord {
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
