import { createReadStream } from "node:fs";

import { extract, Parser, type ReadEntry } from "tar";

import { errorCode, errorMessage } from "./errors";

/** How much an archive may contain. */
export interface ArchiveLimits {
  /** Files and folders. */
  readonly entries: number;
  /** Content of all files together. */
  readonly bytes: number;
}

/** Several times what Pulumi's releases contain. */
export const releaseLimits: ArchiveLimits = { entries: 500, bytes: 3_000_000_000 };

/** An archive of programs shrinks to a third. */
const MAX_COMPRESSION_RATIO = 100;

/**
 * Unpacks a `.tar.gz` archive that has everything in one folder, without that folder. The whole archive is
 * checked first, so one that is rejected leaves nothing behind. It may only contain regular files and folders
 * with paths below its folder: no links, no devices, no path twice.
 *
 * @param archive - outside of `directory`
 * @param directory - an empty one
 * @returns why the archive is rejected, as a phrase; undefined on success
 * @throws the file system's error when the disk is full
 */
export async function unpackArchive(
  archive: string,
  directory: string,
  limits: ArchiveLimits = releaseLimits,
): Promise<string | undefined> {
  const problem = await findProblem(archive, limits);
  if (problem !== undefined) return problem;
  try {
    await extract({ file: archive, cwd: directory, strip: 1, strict: true });
    return undefined;
  } catch (error) {
    if (errorCode(error) === "ENOSPC") throw error;
    return `it cannot be unpacked (${errorMessage(error)})`;
  }
}

/** Reads the archive without writing anything. */
function findProblem(archive: string, limits: ArchiveLimits): Promise<string | undefined> {
  return new Promise((resolve) => {
    const checker = new EntryChecker(limits);
    const file = createReadStream(archive);
    const finish = (problem: string | undefined): void => {
      file.destroy();
      resolve(problem);
    };
    const check = (entry: ReadEntry): void => {
      const problem = checker.check(entry);
      if (problem === undefined) entry.resume();
      else finish(problem);
    };
    const unreadable = (error: unknown): void =>
      finish(`it cannot be unpacked (${errorMessage(error)})`);
    const parser = new Parser({ strict: true, maxDecompressionRatio: MAX_COMPRESSION_RATIO });
    parser.on("entry", check);
    // The parser skips types that it does not know.
    parser.on("ignoredEntry", check);
    parser.on("error", unreadable);
    parser.on("end", () => finish(undefined));
    file.on("error", unreadable);
    file.pipe(parser);
  });
}

const fileTypes = new Set(["File", "OldFile"]);

/** Checks the entries of one archive, in their order. */
class EntryChecker {
  readonly #limits: ArchiveLimits;
  readonly #files = new Set<string>();
  readonly #folders = new Set<string>();
  #entries = 0;
  #bytes = 0;

  constructor(limits: ArchiveLimits) {
    this.#limits = limits;
  }

  /** Why this entry must not be unpacked. */
  check({ path, type, size, mode = 0 }: ReadEntry): string | undefined {
    const name = JSON.stringify(path);
    const isFile = fileTypes.has(type);
    if (!isFile && type !== "Directory") return `its entry ${name} is a ${type}, not a file`;
    if ((mode & 0o7000) !== 0) return `its entry ${name} runs with the rights of its owner`;
    this.#entries += 1;
    this.#bytes += size;
    if (this.#entries > this.#limits.entries) return "it has too many entries";
    if (this.#bytes > this.#limits.bytes) return "it is too large when unpacked";
    if (!isPlain(path)) return `its entry ${name} has an unsafe path`;
    const parts = path.replace(/\/$/, "").split("/");
    if (isFile && parts.length < 2) return `its entry ${name} is not in a folder`;
    const inside = parts.slice(1).map(sameOnEveryDisk);
    return this.#add(inside, isFile) ? undefined : `its entry ${name} is there twice`;
  }

  /** Whether the path is new. A folder may be there twice, a file not; neither in the other's place. */
  #add(parts: readonly string[], isFile: boolean): boolean {
    const whole = parts.join("/");
    const folders = parts.slice(0, isFile ? -1 : undefined);
    for (let length = 1; length <= folders.length; length += 1) {
      const folder = folders.slice(0, length).join("/");
      if (this.#files.has(folder)) return false;
      this.#folders.add(folder);
    }
    if (!isFile) return true;
    if (this.#files.has(whole) || this.#folders.has(whole)) return false;
    this.#files.add(whole);
    return true;
  }
}

/** Whether a path leads to one place below the folder it is unpacked into, on every system. */
function isPlain(path: string): boolean {
  const parts = path.replace(/\/$/, "").split("/");
  return !/^~|[:\\]|\p{Cc}/u.test(path) && !parts.some((part) => /^\.{0,2}$/.test(part));
}

/** macOS does not tell upper from lower case, nor the two ways to write an accent. */
function sameOnEveryDisk(name: string): string {
  return name.normalize("NFC").toLowerCase();
}
