import type { SQSBatchResponse, SQSEvent } from "aws-lambda";

import type { LinkTable } from "../links/table";
import type { Bucket } from "../shared/aws/bucket";
import type { Envelope, EventEnvelope } from "../shared/envelope";
import { toJson } from "../shared/json";
import { lineFields } from "../shared/lineFields";
import { errorName, type Log } from "../shared/log";
import type { Meter } from "../shared/metrics";
import type { Queue, VisibilityChange } from "../shared/queue";
import { within, type Invocation, type TimeoutSignal } from "../shared/within";
import { archiveEvents } from "./archive";
import { Deadline } from "./deadline";
import type { Delivery, Sender } from "./delivery";
import type { InletStore } from "./inletStore";
import { Linker } from "./linker";
import { readMessages, type Unreadable } from "./messages";
import { RetryPolicy } from "./retryPolicy";
import { sendAll, type Results } from "./sendAll";
import type { ForwarderSettings, InletSecret } from "./settings";
import { FLOW_NOT_READY, isWaiting, systemicReason, type Failure, type Verdict } from "./verdict";

export interface ForwarderParts {
  readonly settings: ForwarderSettings;
  readonly queue: Queue;
  /** Undefined: delivered events are not kept. */
  readonly archive?: Bucket | undefined;
  /** The table of links. Undefined: transcripts are sent as they are. */
  readonly links?: LinkTable | undefined;
  readonly inlet: InletStore;
  readonly makeSender: (secret: InletSecret) => Sender;
  readonly log: Log;
  readonly meter: Meter;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  /** For tests that simulate time. Default: the platform's timer. */
  readonly timeoutSignal?: TimeoutSignal | undefined;
}

/** Every message failed for a reason that the next ones would meet as well: Lambda should slow down. */
export class InletUnavailableError extends Error {
  override readonly name = "InletUnavailableError";

  constructor(reason: string, messages: number) {
    super(`All ${messages} messages failed: ${reason}. They are back in the queue.`);
  }
}

/** Takes messages from the queue and posts them to the dataflow's streaming endpoint. */
export class Forwarder {
  private readonly policy: RetryPolicy;
  private readonly linker: Linker | undefined;

  constructor(private readonly parts: ForwarderParts) {
    const { links, settings } = parts;
    this.policy = new RetryPolicy(settings, parts.random);
    if (links && settings.links) this.linker = new Linker(links, settings.links, parts);
  }

  /**
   * Handles one invocation: receive, link, send, finalize, report.
   *
   * @throws InletUnavailableError when all messages failed for a systemic reason
   */
  async handle(sqsEvent: SQSEvent, invocation: Invocation): Promise<SQSBatchResponse> {
    const { settings, now } = this.parts;
    const deadline = new Deadline(invocation, settings.delivery.deadlineMarginMs);
    const { deliveries, unreadable } = readMessages(sqsEvent.Records, now());
    const moving = this.moveUnreadable(unreadable, deadline);
    const learning = this.linker?.learn(deliveries, deadline);
    const { ready, waiting } = (await this.linker?.link(deliveries, deadline)) ?? {
      ready: deliveries,
      waiting: [],
    };
    const results = new Map([...(await this.send(ready, deadline)), ...waiting]);
    const retried = await this.finalize(results, deadline);
    await learning;
    return this.report(sqsEvent, results, [...(await moving), ...retried]);
  }

  /** Moves messages that cannot be sent. Returns the ids of those that must stay in the queue. */
  private async moveUnreadable(
    unreadable: readonly Unreadable[],
    deadline: Deadline,
  ): Promise<string[]> {
    const failed: string[] = [];
    await Promise.all(
      unreadable.map(async ({ messageId, envelope, reason }) => {
        if (!(await this.moveToDeadLetterQueue(envelope, reason, 1, deadline)))
          failed.push(messageId);
      }),
    );
    return failed;
  }

  private async send(deliveries: readonly Delivery[], deadline: Deadline): Promise<Results> {
    const all = (verdict: Verdict | undefined): Results =>
      new Map(deliveries.map((delivery) => [delivery, verdict]));
    if (deliveries.length === 0 || deadline.msToSend() <= 0) return all(undefined);
    const secret = await this.readSecret(deadline);
    if (!secret) return all({ kind: "retry", reason: "secret-unavailable", systemic: true });
    const notReadyMs = this.msUntilReady(secret);
    if (notReadyMs > 0)
      return all({
        kind: "retry",
        reason: FLOW_NOT_READY,
        systemic: false,
        retryAfterMs: notReadyMs,
      });
    const { settings, inlet, makeSender, timeoutSignal } = this.parts;
    const results = await sendAll(deliveries, {
      sender: makeSender(secret),
      delivery: settings.delivery,
      timeLeft: deadline.msToSend,
      timeoutSignal,
    });
    if ([...results.values()].some(saysEndpointChanged)) inlet.invalidate();
    return results;
  }

  private async readSecret(deadline: Deadline): Promise<InletSecret | undefined> {
    const { inlet, log, timeoutSignal } = this.parts;
    try {
      return await within(deadline.msToSend(), () => inlet.read(), timeoutSignal);
    } catch (error) {
      log("ERROR", "secret of the streaming endpoint unavailable", { error: errorName(error) });
      return undefined;
    }
  }

  /** AEP loses events that are sent to a dataflow in its first minutes. */
  private msUntilReady({ settledAt }: InletSecret): number {
    return settledAt === undefined ? 0 : Date.parse(settledAt) - this.parts.now();
  }

  /** Acts on the verdicts. Returns the ids of the messages that must stay in the queue. */
  private async finalize(results: Results, deadline: Deadline): Promise<string[]> {
    const failed: string[] = [];
    const changes: VisibilityChange[] = [];
    const delivered = [...results].filter(([, verdict]) => verdict?.kind === "delivered");
    const archiving = this.archive(
      delivered.map(([{ envelope }]) => envelope),
      deadline,
    );
    await Promise.all(
      [...results].map(async ([delivery, verdict]) => {
        if (verdict?.kind === "delivered") {
          this.countDelivered(delivery);
          return;
        }
        const change = await this.finalizeFailure(delivery, verdict, deadline);
        if (!change) return;
        failed.push(delivery.messageId);
        changes.push(change);
      }),
    );
    await this.extendVisibility(changes, deadline);
    await archiving;
    return failed;
  }

  /**
   * Keeps delivered events. One that S3 does not take stays delivered: to retry it would send it to Adobe again.
   */
  private async archive(envelopes: readonly EventEnvelope[], deadline: Deadline): Promise<void> {
    const { archive, log, now, timeoutSignal } = this.parts;
    if (archive === undefined || envelopes.length === 0) return;
    try {
      await within(
        deadline.msToMoveToDeadLetterQueue(),
        (signal) => archiveEvents(archive, envelopes, now(), signal),
        timeoutSignal,
      );
    } catch (error) {
      for (const envelope of envelopes)
        log("ERROR", "not archived", { ...lineFields(envelope), error: errorName(error) });
    }
  }

  private countDelivered({ envelope, receiveCount: receive }: Delivery): void {
    const { log, meter, now } = this.parts;
    const fields = lineFields(envelope);
    const { event } = fields;
    meter.count("Delivered", event);
    const lagMs = Math.max(now() - Date.parse(envelope.receivedAt), 0);
    meter.time("DeliveryLag", event, lagMs);
    log("INFO", "delivered", { ...fields, receive, lagMs });
  }

  /** Moves the message to the dead-letter queue, or says when it should be visible again. */
  private async finalizeFailure(
    delivery: Delivery,
    failure: Failure,
    deadline: Deadline,
  ): Promise<VisibilityChange | undefined> {
    const { receiveCount: receive, envelope, receiptHandle } = delivery;
    const now = this.parts.now();
    const giveUp = this.policy.reasonToGiveUp(delivery, failure, now);
    if (
      giveUp !== undefined &&
      (await this.moveToDeadLetterQueue(envelope, giveUp, receive, deadline))
    )
      return undefined;
    const seconds = this.policy.secondsToRetry(delivery, failure, now);
    this.countReturned(delivery, failure, seconds);
    return { receiptHandle, seconds };
  }

  private countReturned(
    { envelope, receiveCount: receive }: Delivery,
    failure: Failure,
    seconds: number,
  ): void {
    const { log, meter } = this.parts;
    const fields = lineFields(envelope);
    if (isWaiting(failure)) {
      meter.count("Waiting", fields.event);
      log("INFO", "waits for its visitor", { ...fields, seconds });
      return;
    }
    meter.count(failure ? "Retried" : "HandedBack", fields.event);
    if (failure) log("WARN", "retry", { ...fields, reason: failure.reason, receive, seconds });
  }

  /** True when the dead-letter queue has the message. */
  private async moveToDeadLetterQueue(
    envelope: Envelope | undefined,
    reason: string,
    attempts: number,
    deadline: Deadline,
  ): Promise<boolean> {
    if (!envelope) return false;
    const { settings, queue, log, meter, timeoutSignal } = this.parts;
    const fields = lineFields(envelope);
    const text = toJson({ ...envelope, reason, attempts });
    try {
      await within(
        deadline.msToMoveToDeadLetterQueue(),
        (signal) => queue.send(settings.deadLetterQueueUrl, text, { signal }),
        timeoutSignal,
      );
      log("WARN", "moved to the dead-letter queue", { ...fields, reason, attempts });
      meter.count("Dead", fields.event);
      return true;
    } catch (error) {
      log("ERROR", "dead-letter queue unavailable", { ...fields, error: errorName(error) });
      return false;
    }
  }

  private async extendVisibility(
    changes: readonly VisibilityChange[],
    deadline: Deadline,
  ): Promise<void> {
    if (changes.length === 0) return;
    const { settings, queue, log, timeoutSignal } = this.parts;
    try {
      await within(
        deadline.msToExtendVisibility(),
        (signal) => queue.extendVisibility(settings.queueUrl, changes, { signal }),
        timeoutSignal,
      );
    } catch (error) {
      // The queue's own visibility timeout then takes the place of the backoff.
      log("WARN", "visibility timeout not extended", {
        messages: changes.length,
        error: errorName(error),
      });
    }
  }

  /** Writes the metrics and tells Lambda which messages to keep in the queue. */
  private report(
    sqsEvent: SQSEvent,
    results: Results,
    failed: readonly string[],
  ): SQSBatchResponse {
    this.parts.meter.flush();
    const reason = systemicReason([...results.values()]);
    if (reason !== undefined && failed.length === sqsEvent.Records.length)
      throw new InletUnavailableError(reason, failed.length);
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  }
}

/** The endpoint may have moved: read the secret again before the next batch. */
function saysEndpointChanged(verdict: Verdict | undefined): boolean {
  return verdict?.kind === "retry" && /^inlet-(unauthorized|gone)$/.test(verdict.reason);
}
