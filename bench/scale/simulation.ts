import type { SQSRecord } from "aws-lambda";

import type { Fetch } from "../../adobe/client/exchange";
import { seededRandom } from "../../emulator/common/random";
import { chatlioSender } from "../../handlers/forwarder/chatlioSender";
import { Forwarder } from "../../handlers/forwarder/forwarder";
import { httpApiSender } from "../../handlers/forwarder/httpApiSender";
import { forwarderSettings, type ForwarderSettings } from "../../handlers/forwarder/settings";
import type { Meter } from "../../handlers/shared/metrics";
import { envelope, httpApi } from "../relay/messages";
import { SimulatedClock } from "./clock";
import { LimitedEndpoint } from "./endpoint";
import { Poller } from "./poller";
import { ScaleQueue, type Message } from "./queue";
import { TokenBucket } from "./tokenBucket";

/** A load on the relay, and how the relay is set. */
export interface Load {
  readonly perSecond: number;
  readonly seconds: number;
  /** Seconds from the start in which AEP responds 503 to everything. */
  readonly outage?: readonly [from: number, to: number];
  readonly source: "chatlio" | "http-api";
  readonly maxConcurrency: number;
  readonly rateLimit: { readonly perSecond: number; readonly burst: number };
  /** Milliseconds of the function's CPU that a message costs the forwarder. */
  readonly msPerMessage: number;
  readonly seed: number;
}

/** The state of the relay at one moment. */
export interface Point {
  /** Seconds since the start. */
  readonly second: number;
  /** Age of the oldest event that AEP does not have yet, in seconds. */
  readonly lag: number;
  /** Messages in the queue, those included that wait for their next try. */
  readonly waiting: number;
  readonly running: number;
}

export interface Outcome {
  readonly sent: number;
  /** Webhooks that the API turned away with 429. */
  readonly turnedAway: number;
  readonly accepted: number;
  readonly delivered: number;
  readonly dead: number;
  /** Still in the queue at the end. */
  readonly waiting: number;
  /** Requests to which AEP responded 429. */
  readonly tooMany: number;
  /** Seconds from webhook to endpoint: half of the delivered events were faster. */
  readonly medianLag: number;
  readonly longestLag: number;
  readonly mostWaiting: number;
  readonly mostRunning: number;
  readonly points: readonly Point[];
}

const START = Date.parse("2026-11-23T00:00:00Z");
/** Default `delivery.timeout` of the forwarder. */
const LAMBDA_MS = 60_000;
/** Assumed: from a webhook to its message in the queue. */
const INGESTION_MS = 20;
/** Assumed: what Lambda itself adds to an invocation, and to the first one of a process. */
const OVERHEAD_MS = { warm: 5, cold: 300 } as const;
const POINT_SECONDS = 5;

/** Plays a load through the real forwarder in simulated time. */
export async function simulateLoad(load: Load): Promise<Outcome> {
  const simulation = new LoadSimulation(load);
  return simulation.run();
}

class LoadSimulation {
  private readonly clock = new SimulatedClock(START);
  private readonly random: () => number;
  private readonly endpoint: LimitedEndpoint;
  private readonly queue: ScaleQueue;
  private readonly poller: Poller;
  private readonly settings: ForwarderSettings;
  private readonly api: TokenBucket;
  private readonly forwarders = new Map<number, Forwarder>();
  private readonly text: string;
  private readonly lags: number[] = [];
  private readonly points: Point[] = [];
  private mostWaiting = 0;
  private sent = 0;
  private turnedAway = 0;
  private dead = 0;

  constructor(private readonly load: Load) {
    const { seed, outage, source, rateLimit, maxConcurrency } = load;
    const { clock } = this;
    this.random = seededRandom(seed);
    const [from = 0, to = 0] = outage ?? [];
    this.endpoint = new LimitedEndpoint({
      clock,
      random: this.random,
      outage: { from: START + from * 1_000, to: START + to * 1_000 },
    });
    this.settings = forwarderSettings.parse({
      queueUrl: "https://sqs.example/events",
      deadLetterQueueUrl: "https://sqs.example/undelivered",
      inletSecretArn: "arn",
      inletSecretVersionId: "v1",
      source,
    });
    this.queue = new ScaleQueue(clock, 6 * LAMBDA_MS, () => this.poller.poll(this.queue));
    const isBatch = source === "http-api";
    this.poller = new Poller({
      clock,
      batchSize: isBatch ? 100 : 10,
      windowMs: isBatch ? 1_000 : 0,
      maxConcurrency,
      invoke: (messages, slot) => this.invoke(messages, slot),
    });
    this.api = new TokenBucket(rateLimit.perSecond, rateLimit.burst);
    this.text = JSON.stringify({ ...envelope(), receivedAt: "@time@" });
  }

  async run(): Promise<Outcome> {
    const { clock, endpoint, lags, load, points } = this;
    this.post();
    this.measure();
    await clock.play(START + load.seconds * 1_000);
    const sorted = lags.sort((one, other) => one - other);
    return {
      sent: this.sent,
      turnedAway: this.turnedAway,
      accepted: this.sent - this.turnedAway,
      delivered: lags.length,
      dead: this.dead,
      waiting: this.sent - this.turnedAway - lags.length - this.dead,
      tooMany: endpoint.tooMany,
      medianLag: (sorted[Math.floor(sorted.length / 2)] ?? 0) / 1_000,
      longestLag: (sorted.at(-1) ?? 0) / 1_000,
      mostWaiting: this.mostWaiting,
      mostRunning: this.poller.mostRunning,
      points,
    };
  }

  /** Posts the next webhook: they come at random, so often on average. */
  private post(): void {
    const { clock, load, queue, random } = this;
    this.sent += 1;
    if (this.api.take(1, clock.now)) clock.at(clock.now + INGESTION_MS, () => queue.send());
    else this.turnedAway += 1;
    const gapMs = (-Math.log(1 - random()) * 1_000) / load.perSecond;
    clock.at(clock.now + gapMs, () => this.post());
  }

  private measure(): void {
    const { clock, points, poller, queue } = this;
    const waiting = queue.waiting + queue.held;
    this.mostWaiting = Math.max(this.mostWaiting, waiting);
    const second = Math.round((clock.now - START) / 1_000);
    points.push({ second, lag: queue.oldestAgeMs / 1_000, waiting, running: poller.running });
    clock.at(clock.now + POINT_SECONDS * 1_000, () => this.measure());
  }

  private async invoke(messages: readonly Message[], slot: number): Promise<boolean> {
    const { clock, queue } = this;
    const isCold = !this.forwarders.has(slot);
    const forwarder = this.forwarders.get(slot) ?? this.makeForwarder();
    this.forwarders.set(slot, forwarder);
    await clock.until(clock.now + (isCold ? OVERHEAD_MS.cold : OVERHEAD_MS.warm));
    const startedAt = clock.now;
    const left = () => LAMBDA_MS - (clock.now - startedAt);
    try {
      const { batchItemFailures } = await forwarder.handle(
        { Records: messages.map((message) => this.record(message)) },
        { getRemainingTimeInMillis: left },
      );
      queue.finish(messages, new Set(batchItemFailures.map((item) => item.itemIdentifier)));
      return true;
    } catch {
      queue.finish(messages, new Set(messages.map(({ id }) => id)));
      return false;
    }
  }

  private makeForwarder(): Forwarder {
    const { clock, load, queue, random, settings } = this;
    const secret = { inletUrl: "https://inlet.example/collection/abc", flowId: "flow", httpApi };
    const fetch: Fetch = this.endpoint.fetchOf({ freeAt: 0, msPerMessage: load.msPerMessage });
    const tokens = { token: () => Promise.resolve("token"), discard: () => undefined };
    const log = () => undefined;
    const meter: Meter = {
      count: () => undefined,
      time: (_, __, ms) => void this.lags.push(ms),
      flush: () => undefined,
    };
    return new Forwarder({
      settings,
      queue: queue.client(() => (this.dead += 1)),
      inlet: { read: () => Promise.resolve(secret), invalidate: () => undefined },
      makeSender: () =>
        load.source === "chatlio"
          ? chatlioSender(secret, fetch)
          : httpApiSender(secret, { tokens, fetch, log }),
      log,
      meter,
      now: () => clock.now,
      random,
      timeoutSignal: () => new AbortController().signal,
    });
  }

  private record({ id, receives, sentAt }: Message): SQSRecord {
    return {
      messageId: id,
      receiptHandle: id,
      body: this.text.replace("@time@", new Date(sentAt - INGESTION_MS).toISOString()),
      attributes: {
        ApproximateReceiveCount: String(receives),
        SentTimestamp: String(Math.round(sentAt)),
        SenderId: "simulation",
        ApproximateFirstReceiveTimestamp: String(Math.round(sentAt)),
      },
      messageAttributes: {},
      md5OfBody: "",
      eventSource: "aws:sqs",
      eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:events",
      awsRegion: "us-east-1",
    };
  }
}
