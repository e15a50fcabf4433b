import type { JournalEntry, JournalFile } from "./journalFile";

/**
 * What is known of an object that has the name of one of this state's creates.
 *
 * - `made`: a response to this state's POST had its id, and the engine never got it. So no state has the object.
 * - `interrupted`: the outcome of the create's last POST is not known. So the POST may have made the object.
 * - `responded`: the engine has got the id, so a state has the object, or had it.
 * - `unknown`: every POST of the create has ended otherwise, or there was none.
 */
export type CreateOutcome = "made" | "interrupted" | "responded" | "unknown";

/** What a create has found under its key. */
export interface FoundObject {
  readonly id: string;
  /** How many POSTs of the key cannot make another object any more. */
  readonly posts: number;
  /** Whether the response to a POST had the id (`made`), or it was looked up. */
  readonly outcome: "made" | "lookedUp";
}

/**
 * What this machine knows of the creates of one provider resource in one sandbox. An object that the state
 * lacks was either left behind by an interrupted run, or removed from the state later (`pulumi state
 * delete`, `state move`, a rename), and nothing at Adobe tells the two apart. The journal does: it is the
 * only evidence on which an object is adopted without `adoptExisting`. It knows the outcome of each POST: one
 * that has ended is no evidence, as what has its name later may be a copy that somebody else has made.
 *
 * Its id is part of the names that this machine makes, so what it says of a name cannot be about an object
 * of another machine.
 */
export class CreateJournal {
  /** Undefined: nothing can be stored, so no later run will adopt anything. */
  readonly id: string | undefined;
  /** How many POSTs of each key have an unknown outcome. */
  readonly #open = new Map<string, number>();
  /** Keys whose newest POSTs have an unknown outcome. */
  readonly #interrupted = new Set<string>();
  readonly #found = new Map<string, "made" | "interrupted">();
  readonly #responded = new Set<string>();
  readonly #repeated = new Set<string>();

  /** @param scope - organization and sandbox. Objects elsewhere, also of the same names, are none of its. */
  constructor(
    private readonly file: JournalFile,
    private readonly scope: string,
  ) {
    this.id = file.id;
    for (const entry of file.read()) {
      // What an earlier release says of an id holds everywhere; what it says of a name proves nothing.
      if (entry.scope === undefined && entry.completed !== undefined) this.#learn(entry);
      if (entry.scope === scope) this.#learn(entry);
    }
  }

  /** A POST is about to be sent. */
  begin(key: string): void {
    this.#note({ begun: key });
  }

  /** Adobe has rejected one POST: it has made nothing. */
  reject(key: string): void {
    this.#note({ rejected: key });
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
    if (!this.#responded.has(id)) this.#note({ completed: id });
  }

  /**
   * The create has its object. From now on no other one with its name counts as left behind: when more POSTs of the
   * key are open, Adobe may still make one, which is a second object ({@link mayHaveSecond}).
   */
  found(key: string, { id, posts, outcome }: FoundObject): void {
    const open = this.openPosts(key);
    if (open > posts && !this.#repeated.has(id)) this.#note({ repeated: id });
    this.#note({ found: key, id, posts: Math.min(open, posts), outcome });
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
    return this.#found.get(id) ?? (this.#interrupted.has(key) ? "interrupted" : "unknown");
  }

  #note(entry: JournalEntry): void {
    this.#learn(entry);
    this.file.append({ ...entry, scope: this.scope });
  }

  #learn({ begun, rejected, found, id, posts = 0, outcome, completed, repeated }: JournalEntry) {
    if (begun !== undefined) {
      this.#count(begun, 1);
      this.#interrupted.add(begun);
    }
    if (rejected !== undefined) {
      this.#count(rejected, -1);
      if (this.openPosts(rejected) === 0) this.#interrupted.delete(rejected);
    }
    if (found !== undefined) {
      this.#count(found, -posts);
      this.#interrupted.delete(found);
    }
    if (id !== undefined && this.#found.get(id) !== "made") {
      this.#found.set(id, outcome === "made" ? "made" : "interrupted");
    }
    if (completed !== undefined) this.#responded.add(completed);
    if (repeated !== undefined) this.#repeated.add(repeated);
  }

  #count(key: string, change: number): void {
    this.#open.set(key, this.openPosts(key) + change);
  }
}
