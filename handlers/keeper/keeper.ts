import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";

import type { Bucket } from "../shared/aws/bucket";
import { copyKey } from "../shared/copies";
import { readableLineFields } from "../shared/lineFields";
import { errorName, type Log } from "../shared/log";
import type { Queue } from "../shared/queue";
import { within, type Invocation } from "../shared/within";
import type { KeeperSettings } from "./settings";

/** What the keeper works with. Tests pass their own. */
export interface KeeperParts {
  readonly settings: KeeperSettings;
  readonly queue: Queue;
  /** Undefined: no copies are kept. */
  readonly bucket: Bucket | undefined;
  readonly log: Log;
}

/** No message could be kept: Lambda should slow down, and AWS should count an error. */
export class NotKeptError extends Error {
  override readonly name = "NotKeptError";

  constructor(messages: number) {
    super(`None of the ${messages} messages could be kept. They are back in the queue.`);
  }
}

/** Milliseconds of the invocation that are kept for its end. */
const MARGIN_MS = 2_000;

/**
 * Takes messages that nobody could deliver. Copies each to the bucket, then puts it into the dead-letter queue. Both
 * may happen twice to a message, but neither is left out.
 */
export class Keeper {
  constructor(private readonly parts: KeeperParts) {}

  /**
   * Handles one invocation.
   *
   * @throws NotKeptError when no message could be kept
   */
  async handle({ Records: records }: SQSEvent, invocation: Invocation): Promise<SQSBatchResponse> {
    const timeoutMs = Math.max(invocation.getRemainingTimeInMillis() - MARGIN_MS, 1);
    const kept = await Promise.all(records.map((record) => this.keep(record, timeoutMs)));
    const failed = records.filter((_, index) => !kept[index]);
    if (failed.length === records.length && records.length > 0)
      throw new NotKeptError(records.length);
    return {
      batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })),
    };
  }

  /** True when the message is in the dead-letter queue, and its copy in the bucket. */
  private async keep({ body, messageId }: SQSRecord, timeoutMs: number): Promise<boolean> {
    const { bucket, log, queue, settings } = this.parts;
    const fields = readableLineFields(body, messageId);
    try {
      await within(timeoutMs, async (signal) => {
        await bucket?.put(copyKey(body), body, { signal });
        await queue.send(settings.deadLetterQueueUrl, body, { signal });
      });
      log("INFO", "kept", fields);
      return true;
    } catch (error) {
      log("ERROR", "not kept", { ...fields, error: errorName(error) });
      return false;
    }
  }
}
