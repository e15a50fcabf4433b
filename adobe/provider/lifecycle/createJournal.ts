import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** Whether the engine has recorded an object, as far as this machine knows. */
export type CreateOutcome = "interrupted" | "completed" | "unknown";

/** The engine writes its state within this time after a create has responded. */
const RECORDED_AFTER_MS = 2000;

/**
 * Largest difference between the time at which a create has begun here and the time that Adobe gives the
 * object: the two clocks differ, and Adobe may finish late.
 */
const SAME_CREATE_MS = 60 * 60 * 1000;

interface Entry {
  /** A create under this auto-name or ownership tag has begun. */
  readonly begun?: string;
  /** When it has begun, in milliseconds since 1970. */
  readonly at?: number;
  /** The engine has recorded the object with this id. */
  readonly completed?: string;
  /** The outcome of a POST with this auto-name or ownership tag is not known. */
  readonly unresolved?: string;
  /** The object with this id was made by a POST that followed another one with an unknown outcome. */
  readonly repeated?: string;
}

/**
 * What this machine knows of the creates of one provider resource: a file of JSON lines. An object
 * that the state lacks was either left behind by an interrupted run, or removed from the state later
 * (`pulumi state delete`, `state move`, a rename), and nothing at Adobe tells the two apart. The
 * journal does, where the same machine ran both times.
 *
 * It is an aid, not a record: where the file is missing or cannot be written, the age of the object
 * decides.
 */
export class CreateJournal {
  readonly #file: string | undefined;
  /** When creates under each name or tag have begun. */
  readonly #begun = new Map<string, number[]>();
  readonly #completed = new Set<string>();
  readonly #unresolved = new Set<string>();
  readonly #repeated = new Set<string>();
  /** Objects whose create has responded, with the time. */
  readonly #responded = new Map<string, number>();

  /**
   * @param directory - undefined: write nothing.
   * @param owner - id of the provider resource; undefined: not known.
   */
  constructor(
    directory: string | undefined,
    owner: string | undefined,
    private readonly now: () => number,
  ) {
    if (directory === undefined || owner === undefined) return;
    this.#file = path.join(directory, `${owner.replaceAll(/[^\w-]/g, "_")}.jsonl`);
    for (const { at, begun, completed, unresolved, repeated } of entriesIn(this.#file)) {
      if (unresolved !== undefined) this.#unresolved.add(unresolved);
      if (repeated !== undefined) this.#repeated.add(repeated);
      if (begun !== undefined) this.#remember(begun, at);
      if (completed !== undefined) this.#completed.add(completed);
    }
  }

  /** A create is about to be sent. */
  begin(key: string): void {
    const at = this.now();
    this.#complete(([, respondedAt]) => at - respondedAt >= RECORDED_AFTER_MS);
    this.#remember(key, at);
    this.#append({ begun: key, at });
  }

  /** The create has responded with this id. The engine records it next. */
  respond(id: string): void {
    this.#responded.set(id, this.now());
  }

  /** The state has the object with this id, so the engine has recorded it. */
  complete(id: string): void {
    this.#responded.delete(id);
    if (this.#completed.has(id)) return;
    this.#completed.add(id);
    this.#append({ completed: id });
  }

  /** A POST with this name or tag has an unknown outcome: Adobe may still carry it out. */
  leaveUnresolved(key: string): void {
    if (this.#unresolved.has(key)) return;
    this.#unresolved.add(key);
    this.#append({ unresolved: key });
  }

  /** Whether an earlier POST with this name or tag, in any run, has an unknown outcome. */
  isUnresolved(key: string): boolean {
    return this.#unresolved.has(key);
  }

  /** The create of this object was sent more than once: Adobe may still make a second object. */
  repeat(id: string): void {
    if (this.#repeated.has(id)) return;
    this.#repeated.add(id);
    this.#append({ repeated: id });
  }

  mayHaveSecond(id: string): boolean {
    return this.#repeated.has(id);
  }

  /** The engine ends the provider normally, so it has recorded everything. */
  end(): void {
    this.#complete(() => true);
  }

  outcomeOf(key: string, id: string): CreateOutcome {
    if (this.#completed.has(id) || this.#responded.has(id)) return "completed";
    return this.#begun.has(key) ? "interrupted" : "unknown";
  }

  /**
   * Whether a create of this name or tag that has begun here can have made an object of this age. Otherwise
   * another machine has made it later, and its state may have recorded it.
   *
   * @param createdAt - the time that Adobe gives, in milliseconds since 1970
   */
  mayHaveMade(key: string, createdAt: number): boolean {
    const times = this.#begun.get(key) ?? [];
    return times.some((begunAt) => Math.abs(createdAt - begunAt) < SAME_CREATE_MS);
  }

  #remember(key: string, at = 0): void {
    this.#begun.set(key, [...(this.#begun.get(key) ?? []), at]);
  }

  #complete(isRecorded: (responded: [id: string, at: number]) => boolean): void {
    for (const responded of [...this.#responded].filter(isRecorded)) {
      const [id] = responded;
      this.complete(id);
    }
  }

  #append(entry: Entry): void {
    if (this.#file === undefined) return;
    try {
      mkdirSync(path.dirname(this.#file), { recursive: true });
      appendFileSync(this.#file, `${JSON.stringify(entry)}\n`);
    } catch {
      // The home directory is read-only: then the age of the object decides.
    }
  }
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
