import { createHash } from "node:crypto";

import { AwsClient } from "./aws/client";
import { AwsError } from "./aws/requests";
import type { JsonObject } from "./json";

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

/** A 200 is not enough for a 202: SQS must have named the message, and received the same bytes. */
function confirmSent(response: JsonObject, body: string): void {
  const { MessageId: id, MD5OfMessageBody: digest } = response;
  const isSame = digest === undefined || digest === createHash("md5").update(body).digest("hex");
  if (typeof id !== "string" || !isSame) throw new Error("SQS did not confirm the message.");
}

/**
 * The queue in AWS. Each request is tried at most three times. The caller limits the total time.
 *
 * @param requestTimeoutMs timeout of one request, in milliseconds
 */
export function sqsQueue(requestTimeoutMs = 4_000): Queue {
  const sqs = new AwsClient(
    { name: "sqs", target: "AmazonSQS", protocol: "1.0" },
    { attempts: 3, attemptMs: requestTimeoutMs },
  );
  return {
    async send(url, body, { delaySeconds, signal }) {
      const input = {
        QueueUrl: url,
        MessageBody: body,
        ...(delaySeconds && { DelaySeconds: delaySeconds }),
      };
      confirmSent(await sqs.call("SendMessage", url, input, signal), body);
    },

    async extendVisibility(url, changes, { signal } = {}) {
      const batches = [];
      for (let from = 0; from < changes.length; from += BATCH)
        batches.push(changes.slice(from, from + BATCH));
      await Promise.all(
        batches.map((batch) => {
          const Entries = batch.map(({ receiptHandle, seconds }, index) => ({
            Id: String(index),
            ReceiptHandle: receiptHandle,
            VisibilityTimeout: seconds,
          }));
          return sqs.call("ChangeMessageVisibilityBatch", url, { QueueUrl: url, Entries }, signal);
        }),
      );
    },
  };
}

/** Whether SQS rejected the message itself, so that sending it again cannot help. */
export function isRejection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = error instanceof AwsError ? error.code : undefined;
  return rejections.has(error.name) || rejections.has(code ?? "");
}

const rejections = new Set([
  "InvalidMessageContents",
  "InvalidParameterValue",
  "InvalidParameterValueException",
  "InvalidAttributeValue",
  "MessageTooLong",
]);
