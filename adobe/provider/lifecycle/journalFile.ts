import { randomUUID } from "node:crypto";
import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";

import { compacted } from "./compactJournal";
import type { BegunCreate } from "./openCreates";

/** One line of a journal. */
export interface JournalEntry {
  /** Distinguishes this file from those of other machines. The first one counts. */
  readonly journal?: string;
  /** Organization and sandbox of all that the line is about. Lines of earlier releases have none. */
  readonly scope?: string;
  /** A POST for this auto-name, ownership tag or natural key is about to be sent. */
  readonly begun?: string;
  /**
   * With `begun`, `repeated`, `found`, `completed` or `absent`: when, in milliseconds since 1970. Earlier releases wrote
   * none, or only with the first two.
   */
  readonly at?: number;
  /** With `begun`: what is created. */
  readonly create?: BegunCreate;
  /** Adobe has rejected one such POST. */
  readonly rejected?: string;
  /** The create with this key has failed: no object was found, and what appears later is not taken for its own. */
  readonly ended?: string;
  /** The create with this key has its object. */
  readonly found?: string;
  /** With `found`: the object. */
  readonly id?: string;
  /** With `found`: how many POSTs of unknown outcome have ended with it. */
  readonly posts?: number;
  /** With `found`: the inputs that its adoption is about to give an object without a name. */
  readonly adopted?: object;
  /** With `found`: whether the response to a POST had the id, or it was looked up. */
  readonly outcome?: "made" | "lookedUp";
  /** The engine has got the id of this object. Earlier releases wrote it only once the state had the object. */
  readonly completed?: string;
  /** The object with this id is there, and the outcome of another POST of its create is not known. */
  readonly repeated?: string;
  /** The object with this id is adopted without proof that a create of this state has made it. */
  readonly unproved?: string;
  /** There is no object with this id at this time, so what was known of the id is of one that is gone. */
  readonly absent?: string;
  /** The object with this id was looked up later, and there is no second one. */
  readonly single?: string;
}

/** A file is compacted once it is larger, in bytes. */
const MAX_BYTES = 64 * 1024;
/** While a file was written in the last hour, another process may be writing to it. */
const QUIET_MS = 60 * 60_000;
/** A file that nobody has written to for so long is deleted: then nothing is adopted that it knew of. */
const MAX_AGE_MS = 400 * 24 * 60 * 60_000;

/**
 * The file of JSON lines in which this machine keeps what it knows of the creates of one provider resource, in all
 * sandboxes.
 */
export class JournalFile {
  /** Undefined: nothing can be stored, so no later run will adopt anything. */
  readonly id: string | undefined;
  readonly #directory: string | undefined;
  readonly #file: string | undefined;

  /**
   * @param directory - undefined: write nothing.
   * @param owner - id of the provider resource; undefined: not known.
   */
  constructor(directory: string | undefined, owner: string | undefined) {
    this.#directory = directory;
    if (directory === undefined || owner === undefined) return;
    this.#file = path.join(directory, `${owner.replaceAll(/[^\w-]/g, "_")}.jsonl`);
    for (const file of journalsIn(directory)) {
      if (file.endsWith(".jsonl")) tidy(file);
    }
    this.id = idIn(this.read()) ?? this.#newId();
  }

  /** Read again, because another process may have begun the same file: the first id counts. */
  #newId(): string | undefined {
    this.append({ journal: randomUUID() });
    return idIn(this.read());
  }

  read(): JournalEntry[] {
    return this.#file === undefined ? [] : entriesIn(this.#file);
  }

  /**
   * What all journals of this machine say of an object, those of other provider resources included. Without what they
   * say of an earlier object with the same id.
   */
  entriesOf(id: string): JournalEntry[] {
    const journals = this.#ofAll();
    const all = journals.flat();
    return journals.flatMap((entries) => {
      // Within a journal the order counts: two lines can have the same time.
      const isLater = (one: JournalEntry, index: number) =>
        index > entries.findLastIndex(({ absent, scope }) => absent === id && scope === one.scope);
      const isOfIt = (one: JournalEntry) => one.completed === id || one.id === id;
      return entries.filter(
        (one, index) =>
          isOfIt(one) && isLater(one, index) && (one.at ?? 0) >= lastAbsence(all, id, one.scope),
      );
    });
  }

  /** When any journal of this machine has last noted that there was no object with this id. 0: never. */
  absentAt(id: string, scope: string): number {
    return lastAbsence(this.#ofAll().flat(), id, scope);
  }

  #ofAll(): JournalEntry[][] {
    return this.#file === undefined ? [] : journalsIn(path.dirname(this.#file)).map(entriesIn);
  }

  /** The journals of the other provider resources of this machine, also when this one is not known yet. */
  ofOthers(): JournalEntry[][] {
    if (this.#directory === undefined) return [];
    return journalsIn(this.#directory)
      .filter((one) => one.endsWith(".jsonl") && one !== this.#file)
      .map(entriesIn);
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

/** Keeps the directory small. What fails is left to the next run. */
function tidy(file: string): void {
  try {
    const { size, mtimeMs } = statSync(file);
    const age = Date.now() - mtimeMs;
    if (age > MAX_AGE_MS) rmSync(file);
    else if (size > MAX_BYTES && age > QUIET_MS) compact(file);
  } catch {
    // The home directory is read-only, or another process tidies too.
  }
}

function compact(file: string): void {
  const lines = compacted(entriesIn(file), Date.now()).map((entry) => `${JSON.stringify(entry)}\n`);
  const written = `${file}.${randomUUID()}`;
  writeFileSync(written, lines.join(""));
  renameSync(written, file);
}

function journalsIn(directory: string): string[] {
  try {
    return readdirSync(directory).map((name) => path.join(directory, name));
  } catch {
    return [];
  }
}

function entriesIn(file: string): JournalEntry[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return [];
  }
  const lines = text.split("\n").filter((line) => line !== "");
  return lines.flatMap((line) => {
    try {
      return [JSON.parse(line) as JournalEntry];
    } catch {
      // The last line is incomplete after a crash.
      return [];
    }
  });
}

function lastAbsence(entries: readonly JournalEntry[], id: string, scope: string | undefined) {
  const times = entries.flatMap((one) =>
    one.absent === id && one.scope === scope ? [one.at ?? 0] : [],
  );
  return Math.max(0, ...times);
}

function idIn(entries: readonly JournalEntry[]): string | undefined {
  return entries.find(({ journal }) => journal !== undefined)?.journal;
}
