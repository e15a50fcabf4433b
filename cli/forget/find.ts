import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";

import { readDeployedSettings } from "../deployedSettings";
import { createPace } from "../dlq/pace";
import { deadLetterQueueOf } from "../dlq/read";
import { countMessages } from "../queueCounts";
import { regionOf, type StackOutputs } from "../stackOutputs";
import { BucketVersions } from "./bucketVersions";
import { linkPlace } from "./linkPlace";
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

function placesOf(outputs: StackOutputs, rate: number): Places {
  const pace = createPace(rate);
  const queue = queuePlace(deadLetterQueueOf(outputs), pace);
  return [["deadLetterQueue", queue], ...bucketPlaces(outputs, pace), ...linkPlaces(outputs, pace)];
}

type Places = readonly (readonly [PlaceName, Place])[];

function bucketPlaces(outputs: StackOutputs, pace: () => Promise<void>): Places {
  const { archiveBucket } = outputs;
  if (archiveBucket === undefined) return [];
  const s3 = new S3Client({ region: regionOf(outputs) });
  const bucket = new BucketVersions(s3, archiveBucket, pace);
  return folders.map((folder) => [folder.name, folderPlace(bucket, folder)] as const);
}

function linkPlaces(outputs: StackOutputs, pace: () => Promise<void>): Places {
  const { linkTable } = outputs;
  if (linkTable === undefined) return [];
  const dynamodb = new DynamoDBClient({ region: regionOf(outputs) });
  return [["links", linkPlace(dynamodb, linkTable, pace)]];
}

/** What one pass looks for, of the messages that were noted before. */
type Pass = (search: PersonSearch, text: string) => boolean;

const everything: Pass = (search, text) => search.isTheirs(text);
const byChatAlone: Pass = (search, text) => search.isTheirs(text) && !search.note(text);
const byThemselves: Pass = (search, text) => search.note(text);

function added(before: Look | undefined, look: Look): Look {
  if (before === undefined) return look;
  const { found, removed } = before;
  return { ...before, found: found + look.found, removed: removed + look.removed };
}

/**
 * Finds all that a stack keeps of a person. Everything is read first to learn which chats are the person's, and then again
 * to find also what only names the chat, as a transcript does. Such messages are removed before those that name the
 * person, in a pass of their own: once these are gone, nobody can tell whose chat it was. So a run that was killed can
 * be repeated. Messages that are on their way to Adobe are counted and left alone: receiving one delays it, and counts
 * as one of its attempts.
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
  const hasChats = search.conversations.size > 0;
  const passes = remove && hasChats ? [byChatAlone, byThemselves] : [everything];
  const looks: Partial<Record<PlaceName, Look>> = {};
  for (const pass of passes) {
    const isTheirs = (text: string, place: PlaceName) => {
      const theirs = pass(search, text);
      if (theirs) onFound(text, place);
      return theirs;
    };
    for (const [name, visit] of places)
      looks[name] = added(looks[name], await visit({ isTheirs, remove, left }));
    // What names only the chat could not be found again by what names the person.
    if (left.length > 0) break;
  }
  return { places: looks, underWay, left };
}
