import {
  ChangeMessageVisibilityBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";

/** A message to be hidden for a while from now on. */
export interface VisibilityChange {
  readonly receiptHandle: string;
  readonly seconds: number;
}

/** What the handlers need of SQS. */
export interface Queue {
  /** Resolves only when the queue has the message. */
  send(
    url: string,
    body: string,
    options: { readonly delaySeconds?: number; readonly signal?: AbortSignal },
  ): Promise<void>;
  /** Hides messages. Best effort: what fails keeps the queue's own visibility time-out. */
  hide(
    url: string,
    changes: readonly VisibilityChange[],
    options?: { readonly signal?: AbortSignal },
  ): Promise<void>;
}

/** SQS takes at most ten entries a request. */
const BATCH = 10;

/**
 * The queue in AWS. Every request is short and tried at most three times; the caller bounds the whole.
 *
 * @param requestTimeoutMs for one request
 */
export function sqsQueue(requestTimeoutMs = 4_000): Queue {
  const agents = {
    httpAgent: new HttpAgent({ keepAlive: true }),
    httpsAgent: new HttpsAgent({ keepAlive: true }),
  };
  const client = new SQSClient({
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: 1_500,
      requestTimeout: requestTimeoutMs,
      throwOnRequestTimeout: true,
      ...agents,
    },
  });
  return {
    async send(url, body, { delaySeconds, signal }) {
      await client.send(
        new SendMessageCommand({
          QueueUrl: url,
          MessageBody: body,
          ...(delaySeconds && { DelaySeconds: delaySeconds }),
        }),
        signal && { abortSignal: signal },
      );
    },
    async hide(url, changes, { signal } = {}) {
      const batches = [];
      for (let from = 0; from < changes.length; from += BATCH)
        batches.push(changes.slice(from, from + BATCH));
      await Promise.all(
        batches.map((batch) =>
          client.send(
            new ChangeMessageVisibilityBatchCommand({
              QueueUrl: url,
              Entries: batch.map(({ receiptHandle, seconds }, index) => ({
                Id: String(index),
                ReceiptHandle: receiptHandle,
                VisibilityTimeout: seconds,
              })),
            }),
            signal && { abortSignal: signal },
          ),
        ),
      );
    },
  };
}

/** The queue refused the message itself: sending it again cannot help. */
export function isRefusal(error: unknown): boolean {
  return error instanceof Error && refusals.has(error.name);
}

const refusals = new Set([
  "InvalidMessageContents",
  "InvalidParameterValue",
  "InvalidParameterValueException",
  "InvalidAttributeValue",
  "MessageTooLong",
]);
