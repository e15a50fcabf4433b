import { randomUUID } from "node:crypto";
import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** One line of a journal. */
export interface JournalEntry {
  /** Distinguishes this file from those of other machines. The first one counts. */
  readonly journal?: string;
  /** Organization and sandbox of all that the line is about. Lines of earlier releases have none. */
  readonly scope?: string;
  /** A POST for this auto-name, ownership tag or natural key is about to be sent. */
  readonly begun?: string;
  /** Adobe has rejected one such POST. */
  readonly rejected?: string;
  /** The create with this key has its object. */
  readonly found?: string;
  /** With `found`: the object. */
  readonly id?: string;
  /** With `found`: how many POSTs of unknown outcome have ended with it. */
  readonly posts?: number;
  /** With `found`: whether the response to a POST had the id, or it was looked up. */
  readonly outcome?: "made" | "lookedUp";
  /** The engine has got the id of this object. Earlier releases wrote it only once the state had the object. */
  readonly completed?: string;
  /** The object with this id is there, and the outcome of another POST of its create is not known. */
  readonly repeated?: string;
}

/**
 * The file of JSON lines in which this machine keeps what it knows of the creates of one provider resource, in all
 * sandboxes.
 */
export class JournalFile {
  /** Undefined: nothing can be stored, so no later run will adopt anything. */
  readonly id: string | undefined;
  readonly #file: string | undefined;

  /**
   * @param directory - undefined: write nothing.
   * @param owner - id of the provider resource; undefined: not known.
   */
  constructor(directory: string | undefined, owner: string | undefined) {
    if (directory === undefined || owner === undefined) return;
    this.#file = path.join(directory, `${owner.replaceAll(/[^\w-]/g, "_")}.jsonl`);
    this.id = idIn(this.read()) ?? this.#newId();
  }

  /** Read again, because another process may have begun the same file: the first id counts. */
  #newId(): string | undefined {
    this.append({ journal: randomUUID() });
    return idIn(this.read());
  }

  read(): JournalEntry[] {
    if (this.#file === undefined) return [];
    let text: string;
    try {
      text = readFileSync(this.#file, "utf8");
    } catch {
      return [];
    }
    return text.split("\n").flatMap((line) => {
      try {
        return [JSON.parse(line) as JournalEntry];
      } catch {
        // The last line is incomplete after a crash.
        return [];
      }
    });
  }

  append(entry: JournalEntry): void {
    if (this.#file === undefined) return;
    try {
      mkdirSync(path.dirname(this.#file), { recursive: true });
      // A crash may have left the last line incomplete.
      appendFileSync(this.#file, `\n${JSON.stringify(entry)}\n`);
    } catch {
      // The home directory is read-only: then no later run adopts anything.
    }
  }
}

function idIn(entries: readonly JournalEntry[]): string | undefined {
  return entries.find(({ journal }) => journal !== undefined)?.journal;
}
