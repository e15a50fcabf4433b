import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { eventLabel } from "../model";
import type { Envelope } from "../shared/envelope";
import { toJson } from "../shared/json";
import { errorName, type Log } from "../shared/log";
import type { Meter } from "../shared/metrics";
import type { Queue, VisibilityChange } from "../shared/queue";
import { within } from "../shared/within";
import { spreadSeconds, waitSeconds } from "./backoff";
import type { InletStore } from "./inletStore";
import { readMessages } from "./messages";
import { timeToKeep } from "./retention";
import { run, type Later, type Results } from "./run";
import type { Delivery, Sender } from "./sender";
import type { ForwarderSettings, InletSecret } from "./settings";
import type { Verdict } from "./verdict";

export interface ForwarderParts {
  readonly settings: ForwarderSettings;
  readonly queue: Queue;
  readonly inlet: InletStore;
  readonly makeSender: (secret: InletSecret) => Sender;
  readonly log: Log;
  readonly meter: Meter;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  /** Timers, for tests that simulate time. Default `setTimeout`. */
  readonly later?: Later | undefined;
}

/** Milliseconds until Lambda ends the run. */
type TimeLeft = () => number;

/** What Lambda tells of the invocation, as far as it is used. */
export interface Invocation {
  getRemainingTimeInMillis(): number;
}

/** All messages failed for a reason that the next ones would meet as well: Lambda shall slow down. */
export class InletUnavailableError extends Error {
  override readonly name = "InletUnavailableError";

  constructor(reason: string, messages: number) {
    super(`All ${messages} messages failed: ${reason}. They are back in the queue.`);
  }
}

/** A verdict but that of delivery; undefined: not begun. */
type Failure = Exclude<Verdict, { readonly kind: "delivered" }> | undefined;

/** Parts of the margin that are left when dead letters, and after them the back-offs, have had their time. */
const BURY_UNTIL = 0.5;
const HIDE_UNTIL = 0.2;

/** Seconds to hide a message that was not begun: it goes on with the next invocation. */
const HAND_BACK_SECONDS = 2;

export function createForwarder(parts: ForwarderParts) {
  const { settings, queue, inlet, makeSender, log, meter, now, random } = parts;
  const { deadlineMarginMs: marginMs } = settings.delivery;

  /**
   * Milliseconds for a call of SQS at the end: at most the margin, and over before that part of it is
   * left. So the answer for what was delivered gets out, whatever SQS does.
   */
  const endMs = (leftMs: number, part: number) => Math.min(marginMs, leftMs - part * marginMs);

  /** True when the dead-letter queue has it. */
  async function bury(
    envelope: Envelope | undefined,
    reason: string,
    attempts: number,
    left: TimeLeft,
  ): Promise<boolean> {
    if (!envelope) return false;
    const { requestId } = envelope;
    const event = eventLabel(envelope.event);
    const text = toJson({ ...envelope, reason, attempts });
    try {
      await within(endMs(left(), BURY_UNTIL), (signal) =>
        queue.send(settings.deadLetterQueueUrl, text, { signal }),
      );
      log("WARN", "dead-lettered", { event, requestId, reason, attempts });
      meter.count("Dead", event);
      return true;
    } catch (error) {
      log("ERROR", "dead-letter queue unavailable", { event, requestId, error: errorName(error) });
      return false;
    }
  }

  async function deliver(deliveries: readonly Delivery[], left: TimeLeft): Promise<Results> {
    const timeLeft = () => left() - marginMs;
    if (deliveries.length === 0 || timeLeft() <= 0)
      return new Map(deliveries.map((each) => [each, undefined]));
    let secret: InletSecret;
    try {
      secret = await within(timeLeft(), () => inlet.read());
    } catch (error) {
      log("ERROR", "inlet's secret unavailable", { error: errorName(error) });
      const verdict: Verdict = { kind: "wait", reason: "secret-unavailable", common: true };
      return new Map(deliveries.map((each) => [each, verdict]));
    }
    const unsettledMs = secret.settledAt === undefined ? 0 : Date.parse(secret.settledAt) - now();
    if (unsettledMs > 0) {
      const verdict: Verdict = {
        kind: "wait",
        reason: SETTLING,
        common: false,
        retryAfterMs: unsettledMs,
      };
      return new Map(deliveries.map((each) => [each, verdict]));
    }
    const results = await run(deliveries, {
      sender: makeSender(secret),
      delivery: settings.delivery,
      timeLeft,
      later: parts.later,
    });
    const doubtful = [...results.values()].some(
      (verdict) => verdict?.kind === "wait" && /^inlet-(unauthorized|gone)$/.test(verdict.reason),
    );
    if (doubtful) inlet.doubt();
    return results;
  }

  /** Acts on a verdict. Undefined: done with; else for how long the message is hidden. */
  async function settle(
    delivery: Delivery,
    verdict: Verdict | undefined,
    left: TimeLeft,
  ): Promise<VisibilityChange | undefined> {
    const { receive, envelope, receiptHandle } = delivery;
    const { requestId } = envelope;
    const event = eventLabel(envelope.event);
    if (verdict?.kind === "delivered") {
      meter.count("Delivered", event);
      meter.time("DeliveryLag", event, Math.max(now() - Date.parse(envelope.receivedAt), 0));
      log("INFO", "delivered", { event, requestId, id: envelope.body.id, receive });
      return undefined;
    }
    const keepMs = timeToKeep(delivery.sentAt, now());
    const giveUp = whyGiveUp(delivery, verdict, keepMs);
    if (giveUp !== undefined && (await bury(envelope, giveUp, receive, left))) return undefined;
    const wait = keepMs > 0 ? waitOf(delivery, verdict) : waitSeconds(1, settings.delivery, random);
    // Back before it is too old.
    const seconds = keepMs > 0 ? Math.min(wait, Math.ceil(keepMs / 1_000)) : wait;
    meter.count(verdict ? "Retried" : "HandedBack", event);
    if (verdict)
      log("WARN", "retry", { event, requestId, reason: verdict.reason, receive, seconds });
    return { receiptHandle, seconds };
  }

  /** The reason for the dead-letter queue; undefined: it is worth another try. */
  function whyGiveUp({ receive }: Delivery, verdict: Failure, keepMs: number): string | undefined {
    if (verdict && verdict.kind !== "wait") return verdict.reason;
    if (keepMs <= 0) return "too-old";
    const counts = verdict !== undefined && verdict.reason !== SETTLING;
    return counts && receive >= settings.maxReceiveCount ? verdict.reason : undefined;
  }

  function waitOf({ receive }: Delivery, verdict: Failure): number {
    if (verdict === undefined) return HAND_BACK_SECONDS;
    const retryAfterMs = verdict.kind === "wait" ? verdict.retryAfterMs : undefined;
    if (verdict.reason === SETTLING)
      return spreadSeconds(retryAfterMs ?? 0, settings.delivery, random());
    return waitSeconds(receive, settings.delivery, random, retryAfterMs);
  }

  async function hide(changes: readonly VisibilityChange[], left: TimeLeft): Promise<void> {
    if (changes.length === 0) return;
    try {
      await within(endMs(left(), HIDE_UNTIL), (signal) =>
        queue.hide(settings.queueUrl, changes, { signal }),
      );
    } catch (error) {
      // The queue's own visibility time-out then stands in for the back-off.
      log("WARN", "back-off not set", { messages: changes.length, error: errorName(error) });
    }
  }

  return async function handle(event: SQSEvent, invocation: Invocation): Promise<SQSBatchResponse> {
    const left = () => invocation.getRemainingTimeInMillis();
    const { deliveries, unreadable } = readMessages(event.Records, now());
    const failed: string[] = [];
    const changes: VisibilityChange[] = [];
    const buried = unreadable.map(async ({ messageId, envelope, reason }) => {
      if (!(await bury(envelope, reason, 1, left))) failed.push(messageId);
    });
    const results = await deliver(deliveries, left);
    const settled = [...results].map(async ([delivery, verdict]) => {
      const change = await settle(delivery, verdict, left);
      if (!change) return;
      failed.push(delivery.messageId);
      changes.push(change);
    });
    await Promise.all([...buried, ...settled]);
    await hide(changes, left);
    meter.flush();
    const common = commonReason([...results.values()]);
    if (common !== undefined && failed.length === event.Records.length)
      throw new InletUnavailableError(common, failed.length);
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

/** The flow is new: nothing failed, it is only too early (Adobe: about five minutes). */
const SETTLING = "flow-settling";

/** The reason when every message that was begun failed for what the next would meet too. */
function commonReason(verdicts: readonly (Verdict | undefined)[]): string | undefined {
  const begun = verdicts.filter((verdict) => verdict !== undefined);
  const [first] = begun;
  if (first?.kind !== "wait") return undefined;
  return begun.every((verdict) => verdict.kind === "wait" && verdict.common)
    ? first.reason
    : undefined;
}
