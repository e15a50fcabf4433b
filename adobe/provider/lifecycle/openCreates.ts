import type { JournalEntry } from "./journalFile";

/** What a create was about to make: enough to find it when the program has changed since then. */
export interface BegunCreate {
  readonly urn: string;
  readonly token: string;
  /** The name that the program gave, or the auto-name. */
  readonly name?: string | undefined;
  /** The inputs of an object without a name, or of one that Adobe may show without its tag. */
  readonly inputs?: object | undefined;
}

/** A create that was not finished. */
export interface OpenCreate extends BegunCreate {
  readonly key: string;
  /** The object, when a response to the create had its id. */
  readonly id?: string | undefined;
}

interface State {
  /** How many POSTs have an unknown outcome. */
  posts: number;
  /** Whether the outcome of the newest POSTs is unknown. */
  interrupted: boolean;
  /** When the last POST was sent. */
  sentAt: number;
  /** When the first POST was sent of those whose outcome is unknown. */
  firstSentAt: number;
  create: BegunCreate | undefined;
  /** Those inputs, as each POST of unknown outcome and each adoption has sent them. */
  sent: object[];
  /** Whether this run has sent a POST, or found the object. */
  isOfThisRun: boolean;
  /** The object, until the engine has its id. */
  id: string | undefined;
}

/** The creates of a journal by their key, and how far each has come. */
export class OpenCreates {
  readonly #states = new Map<string, State>();
  #thisRun = false;

  learn({
    begun,
    rejected,
    ended,
    found,
    id,
    posts = 0,
    completed,
    absent,
    at,
    create,
    adopted,
  }: JournalEntry) {
    if (begun !== undefined) {
      const state = this.#of(begun);
      if (state.posts === 0) Object.assign(state, { firstSentAt: at ?? 0, sent: [] });
      if (create?.inputs !== undefined) state.sent.push(create.inputs);
      state.posts++;
      state.interrupted = true;
      state.sentAt = at ?? 0;
      state.create = create ?? state.create;
    }
    if (rejected !== undefined) {
      const state = this.#of(rejected);
      state.posts--;
      state.sent.pop();
      if (state.posts === 0) state.interrupted = false;
    }
    if (ended !== undefined) Object.assign(this.#of(ended), { posts: 0, interrupted: false });
    if (found !== undefined) {
      const state = this.#of(found);
      state.posts -= posts;
      state.interrupted = false;
      state.id = id;
      if (adopted !== undefined) state.sent.push(adopted);
    }
    const closed = completed ?? absent;
    if (closed === undefined) return;
    for (const state of this.#states.values()) if (state.id === closed) state.id = undefined;
  }

  /** What is learned from now on happens in this run. */
  endOfEarlierRuns(): void {
    this.#thisRun = true;
  }

  /** @param since - the oldest ones, in milliseconds since 1970. */
  ofEarlierRuns(since: number): OpenCreate[] {
    return [...this.#states].flatMap(([key, { create, isOfThisRun, interrupted, id, sentAt }]) =>
      create === undefined || isOfThisRun || sentAt < since || !(interrupted || id !== undefined)
        ? []
        : [{ ...create, key, id }],
    );
  }

  posts(key: string): number {
    return this.#states.get(key)?.posts ?? 0;
  }

  sentAt(key: string): number {
    return this.#states.get(key)?.sentAt ?? 0;
  }

  firstSentAt(key: string): number {
    return this.#states.get(key)?.firstSentAt ?? 0;
  }

  sentInputs(key: string): readonly object[] {
    return this.#states.get(key)?.sent ?? [];
  }

  isOfThisRun(key: string): boolean {
    return this.#states.get(key)?.isOfThisRun === true;
  }

  /** Whether something is still to be done or said about the create: its outcome, or who gets its object. */
  isOpen(key: string): boolean {
    const state = this.#states.get(key);
    return (
      state !== undefined && (state.posts !== 0 || state.interrupted || state.id !== undefined)
    );
  }

  isInterrupted(key: string): boolean {
    return this.#states.get(key)?.interrupted === true;
  }

  #of(key: string): State {
    const state = this.#states.get(key) ?? {
      posts: 0,
      interrupted: false,
      sentAt: 0,
      firstSentAt: 0,
      create: undefined,
      sent: [],
      isOfThisRun: false,
      id: undefined,
    };
    state.isOfThisRun = this.#thisRun;
    this.#states.set(key, state);
    return state;
  }
}
