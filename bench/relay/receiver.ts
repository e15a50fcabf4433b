import { createHash } from "node:crypto";

import type { APIGatewayProxyEventV2 } from "aws-lambda";

import { eventSlugs, privacyCategories, type PrivacyAction } from "../../handlers/model";
import { applyPrivacy } from "../../handlers/privacy";
import { createReceiver } from "../../handlers/receiver/handler";
import type { WebhookResponse } from "../../handlers/receiver/response";
import { receiverSettings } from "../../handlers/receiver/settings";
import { log } from "../../handlers/shared/log";
import { createMeter } from "../../handlers/shared/metrics";
import type { Benchmark } from "../benchmark";
import { comparePaired } from "../support/paired";
import { longTranscript, transcript, webhook, type Payload } from "./payloads";

const TOKEN = "Zm9yLXRlc3RzLW9ubHktMzItYnl0ZXMtb2YtcmFuZG9t";

/** Texts and traits are only searched where they are kept. */
const searched = new Set<string>(["text", "traits"]);

function settingsOf(action: PrivacyAction) {
  return receiverSettings.parse({
    queueUrl: "http://127.0.0.1:9/0/events",
    deadLetterQueueUrl: "http://127.0.0.1:9/0/dead-letters",
    tokens: [{ id: "2026", sha256: createHash("sha256").update(TOKEN).digest("hex") }],
    widgets: ["main"],
    events: [...eventSlugs],
    privacy: Object.fromEntries(
      privacyCategories.map((each) => [each, searched.has(each) ? "keep" : action]),
    ),
  });
}

/** A request as API Gateway passes it on. */
function requestOf({ event, body }: Payload): APIGatewayProxyEventV2 {
  return {
    rawPath: `/chatlio/main/${event}`,
    rawQueryString: `token=${TOKEN}`,
    headers: { "content-type": "application/json" },
    requestContext: { http: { method: "POST" }, requestId: "request-1" },
    body,
    isBase64Encoded: false,
  } as unknown as APIGatewayProxyEventV2;
}

const invocation = { awsRequestId: "request-1", getRemainingTimeInMillis: () => 15_000 };

/**
 * The receiver of one process, without AWS.
 *
 * @param action what happens to personal data
 * @param send gets each message for the queue
 */
export function receiverOf(
  action: PrivacyAction,
  send: (text: string) => void = () => undefined,
): (payload: Payload) => Promise<WebhookResponse> {
  const settings = settingsOf(action);
  const receiver = createReceiver({
    settings,
    readSalts: () => Promise.resolve({}),
    applyPrivacy,
    queue: {
      send: (_, text) => {
        send(text);
        return Promise.resolve();
      },
      extendVisibility: () => Promise.resolve(),
    },
    log,
    meter: createMeter(settings),
    now: Date.now,
  });
  return (payload) => receiver(requestOf(payload), invocation);
}

/** What the function does for a webhook, except the request to SQS. */
function receive(payload: Payload, action: PrivacyAction): () => Promise<unknown> {
  const receiver = receiverOf(action);
  return () => receiver(payload);
}

function benchmark(
  name: string,
  what: string,
  payload: () => Payload,
  action: PrivacyAction = "keep",
): Benchmark {
  return {
    name,
    part: "Receiver",
    what,
    against: "`JSON.parse` and `JSON.stringify` of the same body",
    time: "CPU",
    run: (pairs) => {
      const made = payload();
      const rival = { run: () => JSON.stringify(JSON.parse(made.body)) };
      return comparePaired({ run: receive(made, action) }, rival, { pairs });
    },
  };
}

function long(): Payload {
  return longTranscript(2_000);
}

export const receiverBenchmarks: readonly Benchmark[] = [
  benchmark("receiver-1kb", "webhook of 1 KB", () => webhook),
  benchmark("receiver-2kb", "transcript of 2 KB", () => transcript),
  benchmark("receiver-444kb", "transcript of 2,000 messages, 444 KB", long),
  benchmark(
    "receiver-1kb-privacy",
    "webhook of 1 KB, every category hashed, text and traits searched",
    () => webhook,
    "hash",
  ),
  benchmark(
    "receiver-444kb-privacy",
    "transcript of 2,000 messages, every category hashed, text and traits searched",
    long,
    "hash",
  ),
];
