import { hexOf, withoutMachine } from "./autoName";
import type { JournalEntry, JournalFile } from "./journalFile";
import { OpenCreates } from "./openCreates";
import type { BegunCreate, OpenCreate } from "./openCreates";
import { LOOKUPS_END_MS } from "./secondsWindow";

/**
 * What is known of an object that has the name of one of this state's creates.
 *
 * - `made`: a response to this state's POST had its id, and the engine never got it. So no state has the object.
 * - `interrupted`: the outcome of the create's last POST is not known. So the POST may have made the object.
 * - `responded`: the engine has got the id, under any provider resource of this machine. So a state has the object, or
 *   had it.
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
  /** The inputs that its adoption is about to give an object without a name. */
  readonly adopted?: object | undefined;
}

/**
 * What this machine knows of the creates of one provider resource in one sandbox. An object that the state
 * lacks was either left behind by an interrupted run, or removed from the state later (`pulumi state
 * delete`, `state move`, a rename), and nothing at Adobe tells the two apart. The journal does: it is the
 * only evidence on which an object is adopted without `adoptExisting`.
 *
 * The evidence belongs to one create. Its digits ({@link CreateJournal.digitsFor}) are part of the names and tags
 * that this machine makes, and each create of a resource gets others than those before it. So a copy of an
 * object that was made and deleted earlier never has the name of a create whose outcome is unknown.
 */
export class CreateJournal {
  /** Undefined: nothing can be stored, so no later run will adopt anything. */
  readonly id: string | undefined;
  readonly #creates = new OpenCreates();
  readonly #found = new Map<string, { key: string; outcome: "made" | "interrupted" }>();
  /** When the engine has got an id, as far as it was noted. */
  readonly #responded = new Map<string, number>();
  /** Objects of whose creates Adobe may still make a second one, and when that was noted. */
  readonly #repeated = new Map<string, number>();
  /** Those of which it is known by now that there is no second one. */
  readonly #single = new Set<string>();
  readonly #unproved = new Set<string>();
  /** Keys of the creates that have made an object whose id another one has had since then. */
  readonly #former: string[] = [];

  /**
   * @param scope - organization and sandbox. Objects elsewhere, also of the same names, are none of its.
   * @param now - milliseconds since 1970.
   */
  constructor(
    private readonly file: JournalFile,
    private readonly scope: string,
    private readonly now: () => number = Date.now,
  ) {
    this.id = file.id;
    for (const entry of file.read()) {
      // What an earlier release says of an id holds everywhere; what it says of a name proves nothing.
      if (entry.scope === undefined && entry.completed !== undefined) this.#learn(entry);
      if (entry.scope === scope) this.#learn(entry);
    }
    this.#creates.endOfEarlierRuns();
  }

  /**
   * The last four digits of a name or tag: they stand for this machine, the sandbox, and the create.
   * @param base - the digits before them.
   */
  digitsFor(base: string): string {
    if (this.id === undefined) return "";
    const first = Number.parseInt(hexOf(`${this.id} ${this.scope}`).slice(0, 4), 16);
    const there = [...this.#found].filter(([id]) => this.#responded.has(id));
    const keys = [...there.map(([, { key }]) => key), ...this.#former];
    const ended = keys.filter((key) => withoutMachine(key).endsWith(base));
    return ((first + ended.length) % 0x1_0000).toString(16).padStart(4, "0");
  }

  /**
   * Adobe has no object with this id now, and may have one later: what the journals know of the id is of another one,
   * which is gone.
   */
  gone(id: string): void {
    this.#note({ absent: id, at: this.now() });
  }

  /** A POST is about to be sent. */
  begin(key: string, create: BegunCreate): void {
    this.#note({ begun: key, at: this.now(), create });
  }

  /** Adobe has rejected one POST: it has made nothing. */
  reject(key: string): void {
    this.#note({ rejected: key });
  }

  /** Nobody knows what has become of the POSTs, and no object was found: what appears later is not evidence. */
  giveUp(key: string): void {
    this.#note({ ended: key });
  }

  /** How many POSTs of this key Adobe may have carried out, or may still carry out, without our knowing. */
  openPosts(key: string): number {
    return this.#creates.posts(key);
  }

  /** Milliseconds since the last POST of this key was sent. */
  ageOf(key: string): number {
    return this.now() - this.#creates.sentAt(key);
  }

  /** When the first of the open POSTs of this key was sent, in milliseconds since 1970. */
  firstSentAt(key: string): number {
    return this.#creates.firstSentAt(key);
  }

  /** What each open POST of this key sent, and the adoption of what it made. Empty: the object has a name, and the journal has only that. */
  sentInputs(key: string): readonly object[] {
    return this.#creates.sentInputs(key);
  }

  /** Whether the outcome of the newest POST of this key is not known. */
  isInterrupted(key: string): boolean {
    return this.#creates.isInterrupted(key);
  }

  /** Whether this run has sent a POST of this key, or found its object. */
  isOfThisRun(key: string): boolean {
    return this.#creates.isOfThisRun(key);
  }

  /** The creates that earlier runs have not finished, and this one has not taken up, of the last month. */
  leftOpen(): readonly OpenCreate[] {
    return this.#creates.ofEarlierRuns(this.now() - LOOKUPS_END_MS);
  }

  /**
   * The creates of a resource that were interrupted under other provider resources of this machine, in the last month.
   * They may be this state's, which has another provider resource since then, or those of a stack of the same name.
   */
  leftOpenElsewhere(urn: string): readonly OpenCreate[] {
    const since = this.now() - LOOKUPS_END_MS;
    return this.file.ofOthers().flatMap((entries) => {
      const creates = new OpenCreates();
      for (const entry of entries) if (entry.scope === this.scope) creates.learn(entry);
      return creates.ofEarlierRuns(since).filter((open) => open.urn === urn);
    });
  }

  /** Organizations and sandboxes, other than this one, in which creates of a resource have begun. */
  otherScopesOf(urn: string): readonly string[] {
    const scopes = this.file
      .read()
      .filter(({ create }) => create?.urn === urn)
      .flatMap(({ scope }) => (scope === undefined || scope === this.scope ? [] : [scope]));
    return [...new Set(scopes)];
  }

  /**
   * The engine gets the id of this object next, or has it in its state. From now on the object is never
   * adopted: its state may have lost it to another one.
   *
   * @param isAgain - whether it may be the id of a later object than the one of which the engine has got it.
   */
  respond(id: string, isAgain = false): void {
    const at = this.#responded.get(id);
    const isNoted = at !== undefined && !(isAgain && this.file.absentAt(id, this.scope) > at);
    if (!isNoted) this.#note({ completed: id, at: this.now() });
  }

  /**
   * The create has its object. From now on no other one with its name counts as left behind: when more POSTs of the
   * key are open, Adobe may still make one, which is a second object ({@link mayHaveSecond}).
   */
  found(key: string, { id, posts, outcome, adopted }: FoundObject): void {
    const open = this.openPosts(key);
    if (open > posts && !this.#repeated.has(id)) this.#note({ repeated: id, at: this.now() });
    const content = adopted === undefined ? {} : { adopted };
    const at = this.now();
    this.#note({ found: key, id, posts: Math.min(open, posts), outcome, at, ...content });
  }

  /**
   * When it was noted that Adobe may still make a second object of the create that made this one, in milliseconds
   * since 1970. Undefined: it cannot.
   */
  repeatedAt(id: string): number | undefined {
    return this.#repeated.get(id);
  }

  /** There is no second object, and Adobe makes none any more. */
  confirmSingle(id: string): void {
    if (!this.#single.has(id)) this.#note({ single: id });
  }

  isSingle(id: string): boolean {
    return this.#single.has(id);
  }

  /**
   * The object is about to be adopted, and nothing proves that a create of this state has made it. The adoption writes
   * the name or tag of this state, which is not a proof after it, also when the engine never gets the id.
   */
  adoptUnproved(id: string): void {
    if (!this.#unproved.has(id)) this.#note({ unproved: id });
  }

  isUnproved(id: string): boolean {
    return this.#unproved.has(id);
  }

  /** The objects that a create with this key has made, and whose ids the engine has not got. */
  madeFor(key: string): string[] {
    return [...this.#found]
      .filter(([id, one]) => one.key === key && this.outcomeOf(key, id) === "made")
      .map(([id]) => id);
  }

  /**
   * @param key - auto-name, ownership tag or natural key of the create.
   * @param id - of an object that has it.
   */
  outcomeOf(key: string, id: string): CreateOutcome {
    const outcome = this.#outcomeHere(key, id);
    const isOpen = outcome === "made" || outcome === "interrupted";
    return isOpen && this.isInAnotherState(id) ? "responded" : outcome;
  }

  #outcomeHere(key: string, id: string): CreateOutcome {
    if (this.#responded.has(id)) return "responded";
    const found = this.#found.get(id);
    if (found !== undefined) return found.key === key ? found.outcome : "responded";
    return this.#creates.isInterrupted(key) ? "interrupted" : "unknown";
  }

  /**
   * Whether the engine has got the id under another provider resource of this machine: by an import, for one, which
   * uses the default provider where the program has one of its own.
   */
  isInAnotherState(id: string): boolean {
    return this.file
      .entriesOf(id)
      .some(({ completed, scope = this.scope }) => completed === id && scope === this.scope);
  }

  /** Whether the object is known on this machine as that of another create, perhaps of another state. */
  isOfAnotherCreate(key: string, id: string): boolean {
    return this.file
      .entriesOf(id)
      .some(({ found, completed }) => found !== key || completed === id);
  }

  #note(entry: JournalEntry): void {
    this.#learn(entry);
    this.file.append({ ...entry, scope: this.scope });
  }

  #learn(entry: JournalEntry) {
    this.#creates.learn(entry);
    const { found, id, outcome, completed, repeated, single, unproved, absent, at } = entry;
    if (found !== undefined && id !== undefined && this.#found.get(id)?.outcome !== "made") {
      this.#found.set(id, { key: found, outcome: outcome === "made" ? "made" : "interrupted" });
    }
    if (absent !== undefined) this.#forget(absent);
    if (completed !== undefined) this.#responded.set(completed, at ?? 0);
    if (repeated !== undefined) this.#repeated.set(repeated, at ?? 0);
    if (single !== undefined) this.#single.add(single);
    if (unproved !== undefined) this.#unproved.add(unproved);
  }

  #forget(id: string) {
    const { key } = this.#found.get(id) ?? {};
    if (key !== undefined && this.#responded.has(id)) this.#former.push(key);
    const ofObjects = [this.#found, this.#responded, this.#repeated, this.#single, this.#unproved];
    for (const one of ofObjects) one.delete(id);
  }
}
