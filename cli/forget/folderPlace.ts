import { COPIES_FOLDER, DROPPED_FOLDER, EVENTS_FOLDER } from "../../handlers/shared/copies";
import type { BucketVersions, Version, VersionContent } from "./bucketVersions";
import { failureOf, type Left, type Look, type Place, type PlaceName, type Visit } from "./places";

/** A folder of the bucket, and whether an object of it has one message or a line for each. */
interface Folder {
  readonly name: PlaceName;
  readonly prefix: string;
  readonly hasLines: boolean;
}

export const folders: readonly Folder[] = [
  { name: "deadLetterCopies", prefix: COPIES_FOLDER, hasLines: false },
  { name: "dropped", prefix: DROPPED_FOLDER, hasLines: false },
  { name: "archive", prefix: EVENTS_FOLDER, hasLines: true },
];

/** A folder of the bucket, with all versions of its objects. */
export function folderPlace(bucket: BucketVersions, folder: Folder): Place {
  return async (visit) => {
    const look: Look = { searched: 0, found: 0, removed: 0 };
    for await (const versions of bucket.list(folder.prefix)) {
      const { found, removed, searched } = await lookAt(versions, { bucket, folder, visit });
      look.searched += searched;
      look.found += found;
      look.removed += removed;
    }
    return look;
  };
}

interface Search {
  readonly bucket: BucketVersions;
  readonly folder: Folder;
  readonly visit: Visit;
}

/** How often an object is looked at that others change. */
const MAX_LOOKS = 10;

/** Looks at an object until nobody has changed it meanwhile, as another `forget` does. */
async function lookAt(listed: readonly Version[], search: Search): Promise<Look> {
  const { left } = search.visit;
  const [{ key } = { key: "" }] = listed;
  let versions = listed;
  let searched = 0;
  let removed = 0;
  let remaining = 0;
  for (let looks = 0; looks < MAX_LOOKS; looks += 1) {
    const once = await lookOnce(versions, search);
    searched = Math.max(searched, once.searched);
    removed += once.removed;
    remaining = once.found - once.removed;
    if (!once.isChanged) {
      left.push(...once.left);
      return { searched, found: removed + remaining, removed };
    }
    versions = await search.bucket.versionsOf(key);
  }
  left.push({ place: search.folder.name, key, reason: "others change it: run the command again" });
  return { searched, found: removed + remaining, removed };
}

interface LookOnce extends Look {
  readonly left: Left[];
  /** Whether the object has, or may have, a current version that was not looked at. */
  isChanged: boolean;
}

async function lookOnce(
  versions: readonly Version[],
  { bucket, folder, visit }: Search,
): Promise<LookOnce> {
  const look: LookOnce = { searched: 0, found: 0, removed: 0, left: [], isChanged: false };
  // When the current version is deleted, readers get the one before it: that has nothing of the person any more.
  const oldFirst = [...versions].sort(
    (one, other) => Number(one.isCurrent) - Number(other.isCurrent),
  );
  for (const version of oldFirst) {
    const content = await bucket.read(version);
    // Another version is the current one now. One that was old already has nowhere gone.
    if (content === undefined) {
      look.isChanged ||= version.isCurrent;
      continue;
    }
    const { found, others, searched } = sortOut(content, folder, visit);
    look.searched += searched;
    look.found += found;
    if (found === 0 || !visit.remove) continue;
    const outcome = { isTaken: false };
    const reason = await failureOf(async () => {
      outcome.isTaken = await take(bucket, version, { others, tag: content.tag });
    });
    const { isTaken } = outcome;
    if (reason !== undefined) look.left.push({ place: folder.name, key: version.key, reason });
    else if (isTaken) look.removed += found;
    else look.isChanged = true;
    // Somebody may have put another version meanwhile, with less of the same.
    look.isChanged ||= isTaken && others === "" && version.isCurrent && version.id !== "null";
  }
  return look;
}

/** Counts the person's messages of a version. */
function sortOut({ text }: VersionContent, { hasLines, name }: Folder, { isTheirs }: Visit) {
  const messages = (hasLines ? text.split("\n") : [text]).filter((line) => line !== "");
  const others = messages.filter((message) => !isTheirs(message, name));
  return {
    searched: messages.length,
    found: messages.length - others.length,
    others: others.map((line) => `${line}\n`).join(""),
  };
}

/**
 * Removes a version. The messages of others that readers can get stay; those of an old version are gone for readers
 * already.
 *
 * @returns false when it is not the current one any more
 */
async function take(
  bucket: BucketVersions,
  version: Version,
  { others, tag }: { readonly others: string; readonly tag: string | undefined },
): Promise<boolean> {
  if (others !== "" && version.isCurrent) return bucket.replace(version, others, tag);
  await bucket.delete(version);
  return true;
}
