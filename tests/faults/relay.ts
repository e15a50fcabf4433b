import type { Fetch } from "../../adobe/client/exchange";
import type { TokenSource } from "../../adobe/client/ims";
import { chatlioSender } from "../../handlers/forwarder/chatlioSender";
import type { Sender } from "../../handlers/forwarder/delivery";
import { Forwarder } from "../../handlers/forwarder/forwarder";
import { httpApiSender } from "../../handlers/forwarder/httpApiSender";
import {
  forwarderSettings,
  queueMaxReceiveCount,
  type ForwarderSettingsInput,
  type InletSecret,
} from "../../handlers/forwarder/settings";
import type { LinkTable } from "../../handlers/links/table";
import { applyPrivacy } from "../../handlers/privacy";
import { createReceiver } from "../../handlers/receiver/handler";
import type { Meter } from "../../handlers/shared/metrics";
import type { TimeoutSignal } from "../../handlers/shared/within";
import { receiverSettingsOf } from "../handlers/support/settings";
import type { Random } from "../support/random";
import { DeadLetters } from "./deadLetters";
import type { InvariantChecker } from "./invariantChecker";
import type { Faults, Recorder } from "./recorder";
import { untouched, type SeededBug } from "./seededBugs";
import { SimulatedSqs } from "./simulatedSqs";
import { webhookOf } from "./webhooks";

/** Timeout of one invocation of the forwarder. */
const LAMBDA_MS = 20_000;
const BATCH = 30;
const QUEUE = "https://sqs.example/events";
const TABLE = "arn:aws:dynamodb:us-east-1:000000000000:table/links";
/** Where receiver and forwarder send what they cannot deliver. */
const UNDELIVERED_QUEUE = "https://sqs.example/undelivered";

/** The process of a forwarder: whether it is alive, and how much time it has used. */
export interface Process {
  alive: boolean;
  busyMs: number;
  readonly requestTimeoutMs: number;
  /** Number of requests after which it is killed; undefined: never. */
  killIn: number | undefined;
  readonly kill: () => void;
  /** Rows that it has written. If it is killed, they will be written again. */
  readonly written: number[];
}

/** How the forwarder reaches AEP. */
export interface Platform {
  /** `fetch` and timeouts for one process of the forwarder. */
  connect(process: Process): { readonly fetch: Fetch; readonly timeoutSignal?: TimeoutSignal };
  readonly tokens: TokenSource;
}

export interface RelayOptions {
  readonly source: "chatlio" | "http-api";
  readonly clock: { now: number };
  readonly random: Random;
  readonly faults: Faults;
  readonly recorder: Recorder;
  readonly checker?: InvariantChecker | undefined;
  readonly platform: Platform;
  readonly maxReceiveCount?: number | undefined;
  readonly delivery?: ForwarderSettingsInput["delivery"];
  /** Probability that an invocation of the forwarder is killed. */
  readonly killChance?: number;
  /** When the bucket of copies rejects everything: milliseconds since 1970. Default: never. */
  readonly bucketOutage?: { readonly from: number; readonly to: number } | undefined;
  /** A seeded bug in the relay, which the run must find. */
  readonly bug?: Partial<SeededBug> | undefined;
  /** The table of links. Default: transcripts are not linked. */
  readonly links?: LinkTable | undefined;
  /** The webhook of an event. Default: {@link webhookOf}. */
  readonly webhook?: typeof webhookOf;
}

/** Sums the metrics of the real handlers. */
function countingMeter(sums: Record<string, number>): Meter {
  return {
    count: (name, _, by = 1) => void (sums[name] = (sums[name] ?? 0) + by),
    time: () => undefined,
    flush: () => undefined,
  };
}

/** The real functions around queues that behave like SQS, in simulated time. */
export class Relay {
  readonly queue: SimulatedSqs;
  /** The way of what nobody could deliver. */
  readonly deadLetters: DeadLetters;
  /** The relay's own metrics, summed over the events. */
  readonly metrics: Record<string, number> = {};
  /** Rows of processes that were killed before they counted them. */
  uncountedRows = 0;
  private readonly settings;
  private readonly bug: SeededBug;
  private receiver;
  private secret: InletSecret | undefined;

  constructor(private readonly options: RelayOptions) {
    const { source, clock, random, faults, recorder, delivery, maxReceiveCount } = options;
    this.bug = { ...untouched, ...options.bug };
    this.settings = forwarderSettings.parse({
      queueUrl: QUEUE,
      deadLetterQueueUrl: UNDELIVERED_QUEUE,
      inletSecretArn: "arn",
      inletSecretVersionId: "v1",
      source,
      maxReceiveCount,
      delivery,
      ...(options.links && { links: { tableArn: TABLE, scope: "s", email: "keep" } }),
    });
    const { checker, bucketOutage } = options;
    const parts = { clock, faults, recorder, checker, bucketOutage, bug: this.bug };
    this.deadLetters = new DeadLetters(UNDELIVERED_QUEUE, parts);
    this.queue = new SimulatedSqs(
      {
        url: QUEUE,
        visibilityMs: 6 * LAMBDA_MS,
        maxReceiveCount: queueMaxReceiveCount(this.settings.maxReceiveCount),
        now: () => clock.now,
        sendOn: (body) => {
          if (!random.chance(0.3)) return this.deadLetters.giveUp(body);
          faults.add("deadLetterQueueRefused");
          return Promise.reject(new Error("ServiceUnavailable"));
        },
        moved: (body) => {
          faults.add("movedWithoutVerdict");
          this.deadLetters.put(body);
        },
        duplicated: (event) => {
          recorder.allowDuplicate(event);
          checker?.duplicated(event);
        },
      },
      random,
      faults,
      checker,
    );
    this.receiver = this.makeReceiver();
  }

  /** Deploys another streaming endpoint, which is ready at `settledAt`. */
  deploy(secret: InletSecret): void {
    this.secret = this.bug.secret(secret);
    this.receiver = this.makeReceiver(this.secret.settledAt);
  }

  private makeReceiver(settledAt?: string) {
    const { clock } = this.options;
    const receiver = createReceiver({
      settings: receiverSettingsOf({
        queueUrl: QUEUE,
        deadLetterQueueUrl: UNDELIVERED_QUEUE,
        ...(settledAt !== undefined && { settledAt }),
      }),
      readSalts: () => Promise.resolve({}),
      applyPrivacy,
      queue: this.bug.receiverQueue(this.queue.client()),
      log: () => undefined,
      meter: countingMeter(this.metrics),
      now: () => clock.now,
    });
    return this.bug.receiver(receiver);
  }

  /** Posts the webhook of the n-th event; sometimes twice, as Chatlio may do. */
  async arrive(event: number): Promise<void> {
    const { random, faults, recorder } = this.options;
    const request = (this.options.webhook ?? webhookOf)(event, random);
    const post = async () => {
      const { statusCode = 0, body } = await this.receiver(request, {
        awsRequestId: `sim-${event}`,
        getRemainingTimeInMillis: () => 15_000,
      });
      const { id } = JSON.parse(body ?? "{}") as { id?: string };
      recorder.response(event, statusCode, id);
      return statusCode;
    };
    const status = await post();
    if (status === 202 && random.chance(0.002)) {
      faults.add("webhookRepeated");
      recorder.allowDuplicate(event);
      this.options.checker?.duplicated(event);
      await post();
    }
  }

  /** The secret that is deployed now. */
  get deployed(): InletSecret {
    if (!this.secret) throw new Error("The relay has not been deployed.");
    return this.secret;
  }

  private senderOf(secret: InletSecret, fetch: Fetch): Sender {
    const { httpApi } = secret;
    const { tokens } = this.options.platform;
    const sender = httpApi
      ? httpApiSender({ ...secret, httpApi }, { tokens, fetch, log: () => undefined })
      : chatlioSender(secret, fetch);
    return this.bug.sender(sender);
  }

  /**
   * Runs one invocation of the forwarder. True: Lambda slows its polling.
   *
   * @param secret an earlier one, for an invocation that is in flight while the next one is deployed
   */
  async forward(secret = this.deployed): Promise<boolean> {
    const { clock, faults, recorder } = this.options;
    const records = this.queue.receive(BATCH);
    if (records.length === 0) return false;
    const { process, death } = this.startProcess(records.length);
    const counted: Record<string, number> = {};
    const elapsed = () => process.busyMs / this.settings.delivery.concurrency;
    const run = this.forwarderOf(
      process,
      secret,
      counted,
    )({ Records: records }, { getRemainingTimeInMillis: () => LAMBDA_MS - elapsed() });
    const result = await Promise.race([run.catch(() => "thrown" as const), death]);
    clock.now += result === "killed" ? LAMBDA_MS : elapsed();
    if (result === "killed") {
      faults.add("forwarderKilled");
      this.uncountedRows += process.written.length;
      for (const event of process.written) recorder.allowDuplicate(event);
      this.queue.abandon(records);
      return false;
    }
    for (const [name, value] of Object.entries(counted))
      this.metrics[name] = (this.metrics[name] ?? 0) + value;
    if (result === "thrown") {
      this.queue.putAllBack(records);
      return true;
    }
    const failed = result.batchItemFailures.map((item) => item.itemIdentifier);
    this.queue.finish(records, new Set(failed));
    return false;
  }

  /** A process, which may be killed after some of its requests, and a promise of its death. */
  private startProcess(messages: number) {
    const { random, killChance = 0.004 } = this.options;
    let die: (how: "killed") => void = () => undefined;
    const death = new Promise<"killed">((resolve) => (die = resolve));
    const process: Process = {
      alive: true,
      busyMs: 0,
      requestTimeoutMs: this.settings.delivery.requestTimeoutMs,
      killIn: random.chance(killChance) ? 1 + random.below(messages) : undefined,
      kill: () => {
        process.alive = false;
        die("killed");
      },
      written: [],
    };
    return { process, death };
  }

  /** The forwarder's handler in a process, with its bug if it has one. */
  private forwarderOf(process: Process, secret: InletSecret, counted: Record<string, number>) {
    const { clock, random, platform } = this.options;
    const { fetch, timeoutSignal } = platform.connect(process);
    const forwarder = new Forwarder({
      settings: this.settings,
      queue: this.bug.forwarderQueue(this.queue.client(() => process.alive)),
      links: this.options.links,
      inlet: { read: () => Promise.resolve(secret), invalidate: () => undefined },
      makeSender: (read) => this.senderOf(read, fetch),
      log: () => undefined,
      meter: countingMeter(counted),
      now: () => clock.now + process.busyMs / this.settings.delivery.concurrency,
      random: () => random.next(),
      timeoutSignal,
    });
    return this.bug.forwarder((sqsEvent, invocation) => forwarder.handle(sqsEvent, invocation));
  }
}
