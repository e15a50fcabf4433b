import { randomUUID } from "node:crypto";
import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";

/**
 * What is known of an object that has the name of one of this state's creates. `interrupted`: the create has
 * begun and the engine never got a response, so no state has the object. `responded`: the engine has got the
 * id, so a state has it, or had it.
 */
export type CreateOutcome = "interrupted" | "responded" | "unknown";

interface Entry {
  /** Distinguishes this file from those of other machines. The first one counts. */
  readonly journal?: string;
  /** A POST for this auto-name, ownership tag or natural key is about to be sent. */
  readonly begun?: string;
  /** It is known what one such POST has led to. */
  readonly ended?: string;
  /** The engine has got the id of this object. Earlier releases wrote it only once the state had the object. */
  readonly completed?: string;
  /** The object with this id is there, and the outcome of another POST of its create is not known. */
  readonly repeated?: string;
}

/**
 * What this machine knows of the creates of one provider resource: a file of JSON lines. An object
 * that the state lacks was either left behind by an interrupted run, or removed from the state later
 * (`pulumi state delete`, `state move`, a rename), and nothing at Adobe tells the two apart. The
 * journal does: it is the only evidence on which an object is adopted without `adoptExisting`.
 *
 * Its id is part of the names that this machine makes, so what it says of a name cannot be about an object
 * of another machine.
 */
export class CreateJournal {
  /** Undefined: nothing can be stored, so no later run will adopt anything. */
  readonly id: string | undefined;
  readonly #file: string | undefined;
  /** How many POSTs of each key have an unknown outcome. */
  readonly #open = new Map<string, number>();
  readonly #responded = new Set<string>();
  readonly #repeated = new Set<string>();

  /**
   * @param directory - undefined: write nothing.
   * @param owner - id of the provider resource; undefined: not known.
   */
  constructor(directory: string | undefined, owner: string | undefined) {
    if (directory === undefined || owner === undefined) return;
    this.#file = path.join(directory, `${owner.replaceAll(/[^\w-]/g, "_")}.jsonl`);
    const first = entriesIn(this.#file);
    if (idIn(first) === undefined) this.#append({ journal: randomUUID() });
    const entries = entriesIn(this.#file);
    this.id = idIn(entries);
    for (const { begun, ended, completed, repeated } of entries) {
      if (begun !== undefined) this.#count(begun, 1);
      if (ended !== undefined) this.#count(ended, -1);
      if (repeated !== undefined) this.#repeated.add(repeated);
      if (completed !== undefined) this.#responded.add(completed);
    }
  }

  /** A POST is about to be sent. */
  begin(key: string): void {
    this.#count(key, 1);
    this.#append({ begun: key });
  }

  /** The outcome of one POST is known: a rejection, or an object. */
  end(key: string): void {
    this.#count(key, -1);
    this.#append({ ended: key });
  }

  /** How many POSTs of this key Adobe may have carried out, or may still carry out, without our knowing. */
  openPosts(key: string): number {
    return this.#open.get(key) ?? 0;
  }

  /**
   * The engine gets the id of this object next, or has it in its state. From now on the object is never
   * adopted: its state may have lost it to another one.
   */
  respond(id: string): void {
    this.#note(this.#responded, id, { completed: id });
  }

  /**
   * These objects are there. When more POSTs of the key are open than that, Adobe may still make another one.
   * @param id - the one that the resource gets.
   */
  found(key: string, id: string, count: number): void {
    const open = this.openPosts(key);
    if (open > count) this.#note(this.#repeated, id, { repeated: id });
    for (let ended = 0; ended < Math.min(open, count); ended++) this.end(key);
  }

  /** Whether Adobe may still make a second object of the create that made this one. */
  mayHaveSecond(id: string): boolean {
    return this.#repeated.has(id);
  }

  /**
   * @param key - auto-name, ownership tag or natural key of the create.
   * @param id - of an object that has it.
   */
  outcomeOf(key: string, id: string): CreateOutcome {
    if (this.#responded.has(id)) return "responded";
    return this.#open.has(key) ? "interrupted" : "unknown";
  }

  #count(key: string, change: 1 | -1): void {
    this.#open.set(key, this.openPosts(key) + change);
  }

  #note(known: Set<string>, value: string, entry: Entry): void {
    if (known.has(value)) return;
    known.add(value);
    this.#append(entry);
  }

  #append(entry: Entry): void {
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

function idIn(entries: readonly Entry[]): string | undefined {
  return entries.find(({ journal }) => journal !== undefined)?.journal;
}

function entriesIn(file: string): Entry[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return [];
  }
  return text.split("\n").flatMap((line) => {
    try {
      return [JSON.parse(line) as Entry];
    } catch {
      // The last line is incomplete after a crash.
      return [];
    }
  });
}
