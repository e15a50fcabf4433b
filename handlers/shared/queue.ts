import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";

import {
  ChangeMessageVisibilityBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";

/** A new visibility timeout for a message, counted from now. */
export interface VisibilityChange {
  readonly receiptHandle: string;
  readonly seconds: number;
}

/** What the handlers use of SQS. */
export interface Queue {
  /** Resolves only when the queue has the message. */
  send(
    url: string,
    body: string,
    options: { readonly delaySeconds?: number; readonly signal?: AbortSignal },
  ): Promise<void>;
  /** Extends visibility timeouts. A message for which this fails keeps the visibility timeout of the queue. */
  extendVisibility(
    url: string,
    changes: readonly VisibilityChange[],
    options?: { readonly signal?: AbortSignal },
  ): Promise<void>;
}

/** Most entries in one request to SQS. */
const BATCH = 10;

/**
 * The queue in AWS. Each request is tried at most three times. The caller limits the total time.
 *
 * @param requestTimeoutMs timeout of one request, in milliseconds
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
    async extendVisibility(url, changes, { signal } = {}) {
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

/** Whether SQS rejected the message itself, so that sending it again cannot help. */
export function isRejection(error: unknown): boolean {
  return error instanceof Error && rejections.has(error.name);
}

const rejections = new Set([
  "InvalidMessageContents",
  "InvalidParameterValue",
  "InvalidParameterValueException",
  "InvalidAttributeValue",
  "MessageTooLong",
]);
