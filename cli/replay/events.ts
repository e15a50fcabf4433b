import type { S3Client } from "@aws-sdk/client-s3";

import { EVENTS_FOLDER } from "../../handlers/shared/copies";
import { readEnvelope, type EventEnvelope } from "../../handlers/shared/envelope";
import { storedTexts } from "../storedTexts";

/** An archived event. */
export interface ArchivedEvent {
  readonly envelope: EventEnvelope;
  /** The message as the forwarder got it, without what the dead-letter queue adds. */
  readonly text: string;
}

/**
 * Reads the events that were delivered on the day of a time or later, oldest first. Lines that are no event of a format
 * known here are left out.
 *
 * @param since milliseconds since 1970
 */
export async function* archivedEvents(
  client: S3Client,
  bucket: string,
  since: number,
): AsyncGenerator<ArchivedEvent> {
  const StartAfter = EVENTS_FOLDER + new Date(since).toISOString().slice(0, 10);
  const input = { Bucket: bucket, Prefix: EVENTS_FOLDER, StartAfter };
  for await (const { text: lines } of storedTexts(client, input)) {
    for (const text of lines.split("\n")) {
      const envelope = readEnvelope(text);
      if (envelope?.kind === "event") yield { envelope, text };
    }
  }
}
