import { DeleteObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

import { QUEUE_RETENTION_SECONDS } from "../../handlers/forwarder/settings";
import { copyKey, COPIES_FOLDER, DROPPED_FOLDER } from "../../handlers/shared/copies";
import { regionOf, type StackOutputs } from "../stackOutputs";
import { storedTexts, type StoredText } from "../storedTexts";

/**
 * The bucket with the copies of DLQ messages, and with those that were dropped. A message's copy is written before the
 * message enters the dead-letter queue, each time that it does.
 */
export class DlqArchive {
  constructor(
    private readonly s3: S3Client,
    private readonly bucket: string,
  ) {}

  /** Copies a message that is about to enter the dead-letter queue. */
  copy(text: string): Promise<void> {
    return this.put(copyKey(text), text);
  }

  /** Keeps a message that is about to be dropped. */
  keepDropped(text: string): Promise<void> {
    return this.put(copyKey(text, DROPPED_FOLDER), text);
  }

  /** Deletes the copy of a message that has left the dead-letter queue. */
  deleteCopy(text: string): Promise<void> {
    return this.delete(copyKey(text));
  }

  async delete(key: string): Promise<void> {
    await this.s3.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: key }));
  }

  /** The messages that were dropped. */
  dropped(): AsyncGenerator<StoredText> {
    return this.read(DROPPED_FOLDER, Infinity);
  }

  /** The messages that SQS has deleted, because nobody has redriven or dropped them within 14 days. */
  expired(now: number): AsyncGenerator<StoredText> {
    return this.read(COPIES_FOLDER, now - QUEUE_RETENTION_SECONDS * 1_000);
  }

  private async put(Key: string, Body: string): Promise<void> {
    const ContentType = "application/json";
    await this.s3.send(new PutObjectCommand({ Bucket: this.bucket, Key, Body, ContentType }));
  }

  /** @param writtenBefore milliseconds since 1970 */
  private read(Prefix: string, writtenBefore: number): AsyncGenerator<StoredText> {
    const input = { Bucket: this.bucket, Prefix };
    return storedTexts(this.s3, input, (written) => written <= writtenBefore);
  }
}

/** The archive of a stack; undefined when it has none. */
export function archiveOf(outputs: StackOutputs): DlqArchive | undefined {
  const { archiveBucket } = outputs;
  return archiveBucket === undefined
    ? undefined
    : new DlqArchive(new S3Client({ region: regionOf(outputs) }), archiveBucket);
}
