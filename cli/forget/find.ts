import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";

import { readDeployedSettings } from "../deployedSettings";
import { createPace } from "../dlq/pace";
import { deadLetterQueueOf } from "../dlq/read";
import { regionOf, type StackOutputs } from "../stackOutputs";
import { BucketVersions } from "./bucketVersions";
import { folderPlace, folders } from "./folderPlace";
import { Traffic, type InFlight } from "./inFlight";
import { linkPlace } from "./linkPlace";
import { digestOf, type Person } from "./person";
import { PersonSearch, type Seen } from "./personSearch";
import type { Left, Look, Place, PlaceName } from "./places";
import { QueuePlace } from "./queuePlace";
import { RelatedMessages, type Related } from "./relatedMessages";
import { countNames, type Way } from "./ways";

/** What was found of a person, and removed. */
export interface Found {
  readonly places: Readonly<Partial<Record<PlaceName, Look>>>;
  readonly inFlight: InFlight;
  readonly left: readonly Left[];
  /** Messages in which only somebody's words have the person's address, or JSON with an id. They are kept. */
  readonly mentions: number;
  /**
   * Traits with the customer's id whose names do not say that they hold one, and how many messages have them. These are kept:
   * a cart has such numbers too.
   */
  readonly otherTraits: Readonly<Record<string, number>>;
  /** Messages that have an id of those that were found, and are kept. */
  readonly related?: Related;
  /** The person's chats, where a later run needs them: what could not be searched may name nothing else. */
  readonly chats?: readonly string[];
}

/** What is done with the messages that were found. */
export interface FindOptions {
  readonly remove: boolean;
  /** Requests in a second to the queues, the bucket and the table, at most. */
  readonly rate: number;
  /** Milliseconds to wait for messages of the dead-letter queue that are invisible. */
  readonly waitMs: number;
  /** Gets each message of the person, the last time that it is looked at. */
  readonly onFound: (text: string, place: PlaceName, way: Way) => void;
}

function placesOf(outputs: StackOutputs, queue: QueuePlace, pace: () => Promise<void>): Places {
  return [
    ["deadLetterQueue", queue.visit],
    ...bucketPlaces(outputs, pace),
    ...linkPlaces(outputs, pace),
  ];
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

/** What is done with what the passes see. */
interface Seers {
  readonly onFound: (text: string, place: PlaceName, way: Way) => void;
  readonly onOther: (text: string, place: PlaceName, seen: Seen) => void;
}

/** Passes over all places, with what they have found together. */
class Passes {
  readonly looks: Partial<Record<PlaceName, Look>> = {};
  readonly left: Left[] = [];

  constructor(
    private readonly places: Places,
    private readonly search: PersonSearch,
    private readonly seers: Seers,
  ) {}

  /** Whether everything that was to be removed was. */
  leftNothing(): boolean {
    return this.left.length === 0;
  }

  /** Reads everything, and finds nothing. */
  async learn(read: (text: string, seen: Seen) => void): Promise<void> {
    const isTheirs = (text: string) => {
      read(text, this.search.look(text));
      return false;
    };
    for (const [, visit] of this.places) await visit({ isTheirs, remove: false, left: [] });
  }

  /** Finds the messages of the person that are wanted. */
  async find(isWanted: (seen: Seen, place: PlaceName) => boolean, remove: boolean) {
    const { onFound, onOther } = this.seers;
    const isTheirs = (text: string, place: PlaceName) => {
      const seen = this.search.look(text);
      const way = isWanted(seen, place) ? seen.way : undefined;
      if (way) onFound(text, place, way);
      else onOther(text, place, seen);
      return way !== undefined;
    };
    for (const [name, visit] of this.places)
      this.looks[name] = added(
        this.looks[name],
        await visit({ isTheirs, remove, left: this.left }),
      );
  }
}

function added(before: Look | undefined, look: Look): Look {
  if (before === undefined) return look;
  const { found, removed } = before;
  return { ...before, found: found + look.found, removed: removed + look.removed };
}

/** How often what names only a chat is removed, when messages of further chats arrive meanwhile. */
const MAX_ROUNDS = 3;

/**
 * Removes what names only the person's chats. Whether everything was removed that is there: a message that names the
 * person and a further chat may arrive meanwhile, and what names that chat may have been passed already.
 */
async function removeByChat(search: PersonSearch, passes: Passes): Promise<boolean> {
  for (let round = 0; round < MAX_ROUNDS && passes.leftNothing(); round += 1) {
    const before = search.conversations.size;
    if (before === 0) return true;
    await passes.find(({ way }) => way?.through === "chat", true);
    if (search.conversations.size === before) return passes.leftNothing();
  }
  return false;
}

/**
 * Removes what names the person, and what has arrived since of their chats. What names a chat that nobody has looked for
 * yet stays: else nobody could find its other messages.
 */
async function removeByPerson(passes: Passes): Promise<void> {
  await passes.find(({ bringsChat }, place) => {
    if (bringsChat)
      passes.left.push({ place, key: "a new chat", reason: "it arrived during the search" });
    return !bringsChat;
  }, true);
}

/**
 * Finds all that a stack keeps of a person. Everything is read first to learn which chats are the person's, and then again
 * to find also what only names the chat, as a transcript does. Such messages are removed before those that name the
 * person, in a pass of their own: once these are gone, nobody can tell whose chat it was. So a run that was killed can
 * be repeated. For the same reason what names the person stays while the dead-letter queue has messages that nobody could
 * see: they may name only the chat. Messages that are on their way to Adobe are counted and left alone: receiving one
 * delays it, and counts as one of its attempts.
 */
export async function findPerson(
  person: Person,
  outputs: StackOutputs,
  { onFound, rate, remove, waitMs }: FindOptions,
): Promise<Found> {
  const pace = createPace(rate);
  const settings = await readDeployedSettings(outputs);
  const search = new PersonSearch(person, settings);
  const traffic = new Traffic(outputs, pace, waitMs);
  const queue = new QueuePlace(deadLetterQueueOf(outputs, pace));
  const mentions = new Set<string>();
  const otherTraits = new Map<string, readonly string[]>();
  const related = new RelatedMessages(person, settings);
  const passes = new Passes(placesOf(outputs, queue, pace), search, {
    onFound: (text, place, way) => {
      // It may be of one of the person's chats.
      const digest = digestOf(text);
      mentions.delete(digest);
      otherTraits.delete(digest);
      related.leaveOut(digest);
      onFound(text, place, way);
    },
    onOther: (text, place, { content }) => {
      if (place !== "links") related.look(text, content);
    },
  });
  await traffic.count();
  await traffic.untilVisible();
  await passes.learn((text, { isMention, otherTraits: traits, way }) => {
    if (way) related.learn(text);
    if (way?.through === "message") return;
    if (isMention) mentions.add(digestOf(text));
    if (traits.length > 0) otherTraits.set(digestOf(text), traits);
  });
  await traffic.countUnseen(queue);
  if (remove) {
    const isGone = await removeByChat(search, passes);
    if (isGone && !traffic.isHidden && queue.missed === 0) await removeByPerson(passes);
    else await passes.find(({ way }) => way?.through === "message", false);
  } else await passes.find(() => true, false);
  await traffic.count();
  await traffic.countUnseen(queue);
  const { inFlight } = traffic;
  const isOpen = Object.values(inFlight).some((count) => count > 0);
  const chats = [...search.conversations.keys()].sort();
  return {
    places: passes.looks,
    inFlight,
    left: passes.left,
    mentions: mentions.size,
    otherTraits: countNames([...otherTraits.values()].flat()),
    ...(related.found && { related: related.found }),
    ...(isOpen && chats.length > 0 && { chats }),
  };
}
