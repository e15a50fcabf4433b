import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { MAX_BODY_BYTES } from "../ingestion/body";
import { eventLabel } from "../model";
import { receive, type Outcome } from "../ingestion/receipt";
import { wrapRaw, type Envelope, type RequestFacts } from "../shared/envelope";
import { toJson } from "../shared/json";
import { errorName, type Log } from "../shared/log";
import type { Count, Meter } from "../shared/metrics";
import { isRefusal, type Queue } from "../shared/queue";
import { within } from "../shared/within";
import { answers, type Answer } from "./answer";
import { readRequest, type WebhookRequest } from "./request";
import type { ReceiverSettings } from "./settings";
import { matchToken } from "./token";

export interface ReceiverParts {
  readonly settings: ReceiverSettings;
  readonly queue: Queue;
  readonly log: Log;
  readonly meter: Meter;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What Lambda tells of the invocation, as far as it is used. */
export interface Invocation {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** SQS delays a message by at most 15 minutes (Amazon SQS quotas). */
const MAX_DELAY_SECONDS = 900;

/** Milliseconds kept for the answer itself. */
const ANSWER_MS = 500;

export function createReceiver(parts: ReceiverParts) {
  const { settings, queue, log, meter, now } = parts;

  function delaySeconds(): number {
    if (settings.settledAt === undefined) return 0;
    const wait = Math.ceil((Date.parse(settings.settledAt) - now()) / 1000);
    return Math.min(Math.max(wait, 0), MAX_DELAY_SECONDS);
  }

  async function store(envelope: Envelope, bytes: Buffer, signal: AbortSignal): Promise<Envelope> {
    try {
      await send(envelope, signal);
      return envelope;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      // The queue does not take this text, whatever is in it: bytes in base64 it takes.
      const raw = wrapRaw(envelope, bytes, "refused-by-queue", { readable: false });
      if (!raw) throw error;
      await send(raw, signal);
      return raw;
    }
  }

  function send(envelope: Envelope, signal: AbortSignal): Promise<void> {
    const text = toJson(envelope);
    return envelope.kind === "event"
      ? queue.send(settings.queueUrl, text, { delaySeconds: delaySeconds(), signal })
      : queue.send(settings.deadLetterQueueUrl, text, { signal });
  }

  function outcomeOf(request: WebhookRequest, facts: RequestFacts): Outcome {
    if (request.route) return receive(request.bytes, facts, settings);
    const envelope = wrapRaw(facts, request.bytes, "unknown-path");
    return envelope
      ? { kind: "quarantined", reason: "unknown-path", envelope }
      : { kind: "tooLarge" };
  }

  async function answer(request: WebhookRequest, timeLeftMs: number): Promise<Counted> {
    const { requestId } = request;
    const tokenId = matchToken(request.token, settings.tokens);
    if (tokenId === undefined) {
      log("WARN", "refused: no good token", { requestId });
      return { count: "Refused", answer: answers.unauthorized() };
    }
    meter.count(`Token.${tokenId}`, eventLabel(request.route?.event));
    if (request.method !== "POST") {
      log("WARN", "refused: method", { requestId, tokenId });
      return { count: "Refused", answer: answers.wrongMethod() };
    }
    if (request.bytes.length > MAX_BODY_BYTES) {
      log("WARN", "refused: too large", { requestId, tokenId, bytes: request.bytes.length });
      return { count: "Refused", answer: answers.tooLarge() };
    }
    const facts: RequestFacts = {
      event: request.route?.event ?? "",
      widget: request.route?.widget ?? "",
      requestId,
      receivedAt: new Date(now()).toISOString(),
      synthetic: request.synthetic,
    };
    const about = { requestId, tokenId, event: eventLabel(request.route?.event) };
    const outcome = outcomeOf(request, facts);
    if (outcome.kind === "ignored") {
      log("INFO", "ignored: event is switched off", about);
      return { count: "Ignored", answer: answers.ignored() };
    }
    if (outcome.kind === "tooLarge") {
      log("WARN", "refused: too large", { ...about, bytes: request.bytes.length });
      return { count: "Refused", answer: answers.tooLarge() };
    }
    const timeoutMs = Math.min(settings.sendTimeoutMs, Math.max(timeLeftMs - ANSWER_MS, 1));
    try {
      const stored = await within(timeoutMs, (signal) =>
        store(outcome.envelope, request.bytes, signal),
      );
      if (stored.kind === "event") {
        log("INFO", "accepted", { ...about, id: stored.body.id });
        return { count: "Accepted", answer: answers.accepted(stored.body.id) };
      }
      const reason = stored.reason ?? "unreadable";
      log("WARN", "quarantined", { ...about, reason });
      return { count: "Quarantined", answer: answers.quarantined(reason) };
    } catch (error) {
      log("ERROR", "queue unavailable", { ...about, error: errorName(error) });
      meter.count("Unavailable", eventLabel(request.route?.event));
      return { count: "Refused", answer: answers.unavailable() };
    }
  }

  return async function handle(
    event: APIGatewayProxyEventV2,
    invocation: Invocation,
  ): Promise<Answer> {
    const request = readRequest(event, invocation.awsRequestId, settings.widgets);
    const result = await answer(request, invocation.getRemainingTimeInMillis());
    meter.count("Received", eventLabel(request.route?.event));
    meter.count(result.count, eventLabel(request.route?.event));
    meter.flush();
    return result.answer;
  };
}

/** An answer and what it counts as: received = accepted + quarantined + ignored + refused. */
interface Counted {
  readonly count: Extract<Count, "Accepted" | "Quarantined" | "Ignored" | "Refused">;
  readonly answer: Answer;
}
