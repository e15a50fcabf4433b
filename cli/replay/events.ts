import { ListObjectsV2Command, type S3Client } from "@aws-sdk/client-s3";

import { EVENTS_FOLDER } from "../../handlers/shared/copies";
import { readEnvelope, type EventEnvelope } from "../../handlers/shared/envelope";
import type { StackOutputs } from "../stackOutputs";
import { storedTexts } from "../storedTexts";
import { UserError } from "../userError";

/** An archived event. */
export interface ArchivedEvent {
  readonly envelope: EventEnvelope;
  /** The message as the forwarder got it, without what the dead-letter queue adds. */
  readonly text: string;
}

/**
 * Reads the events that were delivered on the day of a time or later, oldest first. Lines that are not an event of a format
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

/**
 * The bucket of a stack that archives events, or has archived some that are still there. A bucket alone says nothing: it
 * also has the copies of DLQ messages.
 *
 * @throws UserError when there is no archived event, and there will be none
 */
export async function requireArchive(
  client: S3Client,
  { archiveBucket: Bucket, archivesEvents = false }: StackOutputs,
): Promise<string> {
  if (Bucket !== undefined && (archivesEvents || (await hasEvents(client, Bucket)))) return Bucket;
  throw new UserError(
    "The stack archives no events, so none can be sent again. Set `chatlio-aep:archive` (for example 30d) and deploy it: from then on, what is delivered can be replayed.",
  );
}

async function hasEvents(client: S3Client, Bucket: string): Promise<boolean> {
  const list = new ListObjectsV2Command({ Bucket, Prefix: EVENTS_FOLDER, MaxKeys: 1 });
  const { Contents = [] } = await client.send(list);
  return Contents.length > 0;
}
