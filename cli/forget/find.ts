import { S3Client } from "@aws-sdk/client-s3";

import { readDeployedSettings } from "../deployedSettings";
import { createPace } from "../dlq/pace";
import { deadLetterQueueOf } from "../dlq/read";
import { countMessages } from "../queueCounts";
import { regionOf, type StackOutputs } from "../stackOutputs";
import { BucketVersions } from "./bucketVersions";
import { PersonSearch, type Person } from "./person";
import {
  folderPlace,
  folders,
  queuePlace,
  type Left,
  type Look,
  type Place,
  type PlaceName,
} from "./places";

/** Messages on their way to Adobe, or to the dead-letter queue, as SQS counts them. They are not searched. */
export interface UnderWay {
  readonly events: number;
  readonly undelivered: number;
}

/** What was found of a person, and removed. */
export interface Found {
  readonly places: Readonly<Partial<Record<PlaceName, Look>>>;
  /** When the search began. */
  readonly underWay: UnderWay;
  readonly left: readonly Left[];
}

/** What is done with the messages that were found. */
export interface FindOptions {
  readonly remove: boolean;
  /** Requests in a second that read or remove one message or object, at most. */
  readonly rate: number;
  /** Gets each message of the person, the last time that it is looked at. */
  readonly onFound: (text: string, place: PlaceName) => void;
}

async function countUnderWay(outputs: StackOutputs): Promise<UnderWay> {
  const region = regionOf(outputs);
  const total = async (url: string | undefined) => {
    if (url === undefined) return 0;
    const { delayed, inFlight, waiting } = await countMessages(region, url);
    return delayed + inFlight + waiting;
  };
  const [events, undelivered] = await Promise.all([
    total(outputs.queueUrl),
    total(outputs.undeliveredQueueUrl),
  ]);
  return { events, undelivered };
}

function placesOf(outputs: StackOutputs, rate: number): readonly (readonly [PlaceName, Place])[] {
  const pace = createPace(rate);
  const queue = queuePlace(deadLetterQueueOf(outputs), pace);
  const { archiveBucket } = outputs;
  if (archiveBucket === undefined) return [["deadLetterQueue", queue]];
  const s3 = new S3Client({ region: regionOf(outputs) });
  const bucket = new BucketVersions(s3, archiveBucket, pace);
  return [
    ["deadLetterQueue", queue],
    ...folders.map((folder) => [folder.name, folderPlace(bucket, folder)] as const),
  ];
}

/**
 * Finds all that a stack keeps of a person. Everything is read twice: the first time shows which chats are the person's,
 * the second time also finds what only names the chat, as a transcript does. Messages that are on their way to Adobe are
 * counted and left alone: receiving one delays it, and counts as one of its attempts.
 */
export async function findPerson(
  person: Person,
  outputs: StackOutputs,
  { onFound, rate, remove }: FindOptions,
): Promise<Found> {
  const search = new PersonSearch(person, await readDeployedSettings(outputs));
  const underWay = await countUnderWay(outputs);
  const places = placesOf(outputs, rate);
  const left: Left[] = [];
  for (const [, visit] of places)
    await visit({ isTheirs: (text) => search.note(text), remove: false, left });
  const looks: Partial<Record<PlaceName, Look>> = {};
  const isTheirs = (text: string, place: PlaceName) => {
    const theirs = search.isTheirs(text);
    if (theirs) onFound(text, place);
    return theirs;
  };
  for (const [name, visit] of places) looks[name] = await visit({ isTheirs, remove, left });
  return { places: looks, underWay, left };
}
