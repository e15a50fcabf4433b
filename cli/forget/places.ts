import { COPIES_FOLDER, DROPPED_FOLDER, EVENTS_FOLDER } from "../../handlers/shared/copies";
import type { BucketVersions, Version } from "./bucketVersions";

/** Where a stack keeps messages, by the name in the report. */
export type PlaceName = "deadLetterQueue" | "deadLetterCopies" | "dropped" | "archive" | "links";

/** What a look at a place found. */
export interface Look {
  /** Messages that were read. A message of which a bucket has several versions counts once for each. */
  searched: number;
  /** Those of the person. */
  found: number;
  removed: number;
}

/** What could not be removed. */
export interface Left {
  readonly place: PlaceName;
  readonly key: string;
  readonly reason: string;
}

/** How a place is looked at. */
export interface Visit {
  /** Whether a message is the person's. */
  readonly isTheirs: (text: string, place: PlaceName) => boolean;
  /** Whether those are removed. */
  readonly remove: boolean;
  readonly left: Left[];
}

export type Place = (visit: Visit) => Promise<Look>;

/** The folders of the bucket, and whether an object of it has one message or a line for each. */
export const folders: readonly {
  readonly name: PlaceName;
  readonly prefix: string;
  readonly hasLines: boolean;
}[] = [
  { name: "deadLetterCopies", prefix: COPIES_FOLDER, hasLines: false },
  { name: "dropped", prefix: DROPPED_FOLDER, hasLines: false },
  { name: "archive", prefix: EVENTS_FOLDER, hasLines: true },
];

/** A folder of the bucket, with all versions of its objects. */
export function folderPlace(
  bucket: BucketVersions,
  { hasLines, name, prefix }: (typeof folders)[number],
): Place {
  return async ({ isTheirs, left, remove }) => {
    const look: Look = { searched: 0, found: 0, removed: 0 };
    for await (const versions of bucket.list(prefix)) {
      const matching: { version: Version; others: string; found: number }[] = [];
      for (const version of versions) {
        const text = await bucket.read(version);
        const messages = (hasLines ? text.split("\n") : [text]).filter((line) => line !== "");
        const others = messages.filter((message) => !isTheirs(message, name));
        const found = messages.length - others.length;
        look.searched += messages.length;
        look.found += found;
        if (found > 0) matching.push({ version, found, others: joined(others) });
      }
      if (!remove) continue;
      for (const { found, others, version } of matching) {
        const reason = await failureOf(() => take(bucket, version, others));
        if (reason === undefined) look.removed += found;
        else left.push({ place: name, key: version.key, reason });
      }
    }
    return look;
  };
}

function joined(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}

/**
 * Removes a version. The messages of others that readers can get stay; those of an old version are gone for readers
 * already.
 */
async function take(bucket: BucketVersions, version: Version, others: string): Promise<void> {
  if (others !== "" && version.isCurrent) await bucket.replace(version, others);
  else await bucket.delete(version);
}

/** Why AWS denied the work; undefined when it was done. */
export async function failureOf(work: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof Error && /^AccessDenied(?:Exception)?$/.test(error.name))
      return "access-denied: an object lock, or a permission is missing";
    throw error;
  }
}
