import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Something that was just done at Adobe, in milliseconds since 1970. */
export interface RecentChange {
  readonly at: number;
  /** The part of a new object's id that distinguishes it. */
  readonly made?: string;
  /** With `made`: it is the code of a namespace. */
  readonly isCode?: true | undefined;
  /** The same of an object that was deleted. */
  readonly gone?: string;
  /** What an object referred to that was deleted or changed, as text. */
  readonly released?: string;
  /** The name of a new sandbox that has become active. */
  readonly sandbox?: string;
  /** A schema has joined the union of its class. */
  readonly joinedUnion?: true;
}

/** Larger than what a run writes. */
const MAX_BYTES = 256 * 1024;

/**
 * What the providers on this machine have just done, in a file of JSON lines: a program with several providers has a
 * process for each, and one `pulumi` command follows another.
 */
export class RecentChanges {
  readonly #file: string | undefined;

  /** @param directory - undefined: nothing is shared. */
  constructor(directory: string | undefined) {
    this.#file = directory === undefined ? undefined : path.join(directory, "recent.jsonl");
  }

  note(change: RecentChange): void {
    if (this.#file === undefined) return;
    try {
      mkdirSync(path.dirname(this.#file), { recursive: true });
      appendFileSync(this.#file, `${JSON.stringify(change)}\n`);
    } catch {
      // The home directory is read-only: then each process knows its own changes.
    }
  }

  /** The changes since then, by any process. */
  since(time: number): RecentChange[] {
    if (this.#file === undefined) return [];
    try {
      const text = readFileSync(this.#file, "utf8");
      const recent = text
        .split("\n")
        .flatMap(changeIn)
        .filter(({ at }) => at >= time);
      if (text.length > MAX_BYTES) {
        writeFileSync(this.#file, recent.map((one) => `${JSON.stringify(one)}\n`).join(""));
      }
      return recent;
    } catch {
      return [];
    }
  }
}

/** A line may be empty, or incomplete while another process writes it. */
function changeIn(line: string): RecentChange[] {
  try {
    return [JSON.parse(line) as RecentChange];
  } catch {
    return [];
  }
}
