import type { APIGatewayProxyEventV2 } from "aws-lambda";

import { ingestWith, quarantine, type IngestionOutcome } from "../ingestion/pipeline";
import { eventLabel, UNKNOWN_EVENT } from "../model";
import type { ApplyPrivacy } from "../privacy/policy";
import { conversationKey } from "../shared/conversationKey";
import type { RequestFacts } from "../shared/envelope";
import { errorName, type Log } from "../shared/log";
import type { Meter } from "../shared/metrics";
import type { Queue } from "../shared/queue";
import { within, type Invocation } from "../shared/within";
import { EnvelopeStore } from "./envelopeStore";
import { isTooLargeForLambda } from "./eventSize";
import { readRequest, type WebhookRequest } from "./request";
import { responses, type WebhookResponse } from "./response";
import type { ReadSalts } from "./salts";
import type { ReceiverSettings } from "./settings";
import { matchToken } from "./token";

/** What the receiver works with. Tests pass their own clock, queue and log. */
export interface ReceiverParts {
  readonly settings: ReceiverSettings;
  readonly readSalts: ReadSalts;
  readonly applyPrivacy: ApplyPrivacy;
  readonly queue: Queue;
  readonly log: Log;
  readonly meter: Meter;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The part of Lambda's context that the receiver uses. */
export interface ReceiverInvocation extends Invocation {
  readonly awsRequestId: string;
}

/** Lambda's handler function: takes one request of the HTTP API and returns its response. */
export type ReceiverHandler = (
  gatewayRequest: APIGatewayProxyEventV2,
  invocation: ReceiverInvocation,
) => Promise<WebhookResponse>;

/** A response, and the metric it counts as: Received = Accepted + Quarantined + Ignored + Refused. */
interface Result {
  readonly count: "Accepted" | "Quarantined" | "Ignored" | "Refused";
  readonly response: WebhookResponse;
}

/** A request whose token is valid. */
interface AuthenticatedRequest {
  readonly request: WebhookRequest;
  readonly tokenId: string;
  /** The event type for logs and metrics. */
  readonly label: string;
}

/** Milliseconds of the invocation kept for returning the response. */
const RESPONSE_MS = 500;

class Receiver {
  private readonly store: EnvelopeStore;

  constructor(private readonly parts: ReceiverParts) {
    this.store = new EnvelopeStore(parts);
  }

  async handle(
    gatewayRequest: APIGatewayProxyEventV2,
    invocation: ReceiverInvocation,
  ): Promise<WebhookResponse> {
    const { meter, settings } = this.parts;
    const request = readRequest(gatewayRequest, invocation.awsRequestId, settings.widgets);
    const { count, response } = await this.respond(
      request,
      () => isTooLargeForLambda(gatewayRequest),
      invocation.getRemainingTimeInMillis(),
    );
    const label = eventLabel(request.route?.slug);
    meter.count("Received", label);
    meter.count(count, label);
    meter.flush();
    return response;
  }

  /** Nothing of the request is looked at before its token: without one, every request gets the same 401. */
  private async respond(
    request: WebhookRequest,
    isTooLarge: () => boolean,
    timeLeftMs: number,
  ): Promise<Result> {
    const { requestId } = request;
    const tokenId = matchToken(request.token, this.parts.settings.tokens);
    const label = eventLabel(request.route?.slug);
    if (tokenId === undefined) {
      this.parts.log("WARN", "rejected: no valid token", { requestId, event: label });
      // Who scans the API does not know the paths of webhooks: this is probably Chatlio with an old URL.
      if (label !== UNKNOWN_EVENT) this.parts.meter.count("WrongToken", label);
      return { count: "Refused", response: responses.unauthorized() };
    }
    // A sample of this project shows nothing of the URLs that Chatlio has.
    if (!request.synthetic) this.parts.meter.count(`Token.${tokenId}`, label);
    const authenticated = { request, tokenId, label };
    if (request.method !== "POST") {
      this.parts.log("WARN", "rejected: method", { requestId, tokenId });
      return { count: "Refused", response: responses.wrongMethod() };
    }
    if (isTooLarge()) return this.rejectAsTooLarge(authenticated);
    const outcome = await this.ingestBody(request);
    if (outcome.kind === "ignored") {
      this.parts.log("INFO", "ignored: event is switched off", logFields(authenticated));
      return { count: "Ignored", response: responses.ignored() };
    }
    if (outcome.kind === "tooLarge") return this.rejectAsTooLarge(authenticated);
    return this.storeEnvelope(authenticated, outcome, timeLeftMs);
  }

  private rejectAsTooLarge(authenticated: AuthenticatedRequest): Result {
    const { body } = authenticated.request;
    this.parts.log("WARN", "rejected: too large", {
      ...logFields(authenticated),
      bytes: Buffer.byteLength(body),
    });
    return { count: "Refused", response: responses.tooLarge() };
  }

  private async ingestBody({
    route,
    requestId,
    synthetic,
    body,
    charset,
  }: WebhookRequest): Promise<IngestionOutcome> {
    const { applyPrivacy, log, now, readSalts, settings } = this.parts;
    const facts: RequestFacts = {
      event: route?.slug ?? "",
      widget: route?.widget ?? "",
      requestId,
      receivedAt: new Date(now()).toISOString(),
      synthetic,
      ...(charset !== undefined && { charset }),
    };
    if (!route) return quarantine(facts, body, "unknown-path");
    const salts = await readSalts().catch((error: unknown) => {
      log("ERROR", "salts unavailable", { requestId, error: errorName(error) });
    });
    return salts
      ? ingestWith(applyPrivacy, body, facts, { ...settings, ...salts })
      : quarantine(facts, body, "salts-unavailable");
  }

  /** Responds 202 only when a queue has the envelope, and 503 when none took it in time. */
  private async storeEnvelope(
    authenticated: AuthenticatedRequest,
    { envelope, text }: Extract<IngestionOutcome, { readonly envelope: unknown }>,
    timeLeftMs: number,
  ): Promise<Result> {
    const { settings, log, meter } = this.parts;
    const { request, label } = authenticated;
    const timeoutMs = Math.min(settings.sendTimeoutMs, Math.max(timeLeftMs - RESPONSE_MS, 1));
    try {
      const stored = await within(timeoutMs, (signal) =>
        this.store.put(envelope, text, request, signal),
      );
      if (stored.kind === "event") {
        const { conversationId, id } = stored.body;
        const conversation = conversationId && conversationKey(conversationId);
        log("INFO", "accepted", { ...logFields(authenticated), id, conversation });
        return { count: "Accepted", response: responses.accepted(id) };
      }
      const reason = stored.reason ?? "unreadable";
      log("WARN", "quarantined", { ...logFields(authenticated), reason });
      return { count: "Quarantined", response: responses.quarantined(reason) };
    } catch (error) {
      log("ERROR", "queue unavailable", { ...logFields(authenticated), error: errorName(error) });
      meter.count("Unavailable", label);
      return { count: "Refused", response: responses.unavailable() };
    }
  }
}

function logFields({ request, tokenId, label }: AuthenticatedRequest) {
  const { requestId, route, synthetic } = request;
  const about = { requestId, tokenId, event: label, widget: route?.widget };
  return synthetic ? { ...about, synthetic } : about;
}

/** Makes the receiver's handler from its parts. */
export function createReceiver(parts: ReceiverParts): ReceiverHandler {
  const receiver = new Receiver(parts);
  return (gatewayRequest, invocation) => receiver.handle(gatewayRequest, invocation);
}
