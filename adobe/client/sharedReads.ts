import { reasonOf } from "./backoff";
import { untilAborted } from "./exchange";

/** What a caller wants of a list. */
export interface ListOptions {
  readonly signal?: AbortSignal | undefined;
  /** A read that began at this time or later will do, in milliseconds since 1970. Default: one that begins from now on. */
  readonly since?: number | undefined;
}

/**
 * Reads of lists that many callers need. A caller gets a read that begins after its call, unless it says that an
 * earlier one will do. A call while a read is in progress waits for the next read, which begins when that one ends. So
 * however many callers wait, there are at most two reads for them.
 */
export class SharedReads {
  /** The read of each list that has not begun. */
  readonly #next = new Map<string, SharedRead<unknown>>();
  /** When the latest read of each list has ended. */
  readonly #ends = new Map<string, Promise<void>>();
  /** The latest read of each list that has begun, unless it has failed or was forgotten. */
  readonly #latest = new Map<string, SharedRead<unknown>>();

  /** @param now - the time, in milliseconds since 1970 */
  constructor(private readonly now: () => number) {}

  /**
   * @param key - the same for reads of the same list. Begins with its path, and a space if more follows.
   * @param read - reads the list. Nobody may change the result: others have it too. Its signal aborts when those of all
   *   callers have aborted.
   * @throws what the read throws, to all callers; the reason of `signal` when that aborts, to this one
   */
  async read<T>(
    key: string,
    { signal, since = Infinity }: ListOptions,
    read: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    if (signal?.aborted) throw reasonOf(signal);
    const latest = this.#latest.get(key);
    const shared =
      latest !== undefined && latest.beganAt >= since
        ? latest
        : (this.#next.get(key) ?? this.#queue(key, read));
    return shared.join(signal) as Promise<T>;
  }

  /** An object of a list was changed or deleted: later calls do not get what was read before. */
  forget(path: string): void {
    for (const key of this.#latest.keys()) {
      const [list = ""] = key.split(" ");
      if (path.startsWith(list)) this.#latest.delete(key);
    }
  }

  #queue<T>(key: string, read: (signal: AbortSignal) => Promise<T>): SharedRead<T> {
    const before = this.#ends.get(key) ?? Promise.resolve();
    const queued: SharedRead<T> = new SharedRead(before, read, (isWanted) => {
      this.#next.delete(key);
      // The one before still serves who takes an earlier read.
      if (isWanted) this.#latest.set(key, queued);
      return this.now();
    });
    this.#next.set(key, queued);
    const end = queued.ended.then((succeeded) => {
      if (this.#ends.get(key) === end) this.#ends.delete(key);
      if (!succeeded && this.#latest.get(key) === queued) this.#latest.delete(key);
    });
    this.#ends.set(key, end);
    return queued;
  }
}

/** The signals of the callers that share a read, by the signal of the read. */
const sharing = new WeakMap<AbortSignal, readonly AbortSignal[]>();

/** The signals of the callers of a call with this signal: several, when they share it. */
export function callersOf(signal: AbortSignal): readonly AbortSignal[] {
  return sharing.get(signal) ?? [signal];
}

/** One read, and those who wait for it. */
class SharedRead<T> {
  /** Resolves when it has ended, with whether it has succeeded. */
  readonly ended: Promise<boolean>;
  readonly #result: Promise<T>;
  readonly #abort = new AbortController();
  readonly #callers: AbortSignal[] = [];
  #waiting = 0;
  #isInProgress = false;
  #beganAt = -Infinity;

  /**
   * @param before - until when it waits
   * @param begins - called when it begins, or would if anybody waited for it; returns the time
   */
  constructor(
    before: Promise<void>,
    read: (signal: AbortSignal) => Promise<T>,
    begins: (isWanted: boolean) => number,
  ) {
    const { signal } = this.#abort;
    this.#result = before.then(() => {
      const isWanted = this.#waiting > 0;
      this.#beganAt = begins(isWanted);
      if (!isWanted) throw new Error("nobody waits for the read");
      this.#isInProgress = true;
      sharing.set(signal, this.#callers);
      // The next read does not wait for one that nobody waits for.
      return untilAborted(read(signal), signal);
    });
    const end = (succeeded: boolean) => {
      this.#isInProgress = false;
      return succeeded;
    };
    this.ended = this.#result.then(
      () => end(true),
      () => end(false),
    );
  }

  /** When it began, in milliseconds since 1970; -Infinity: it has not, or everybody has given it up. */
  get beganAt(): number {
    return this.#abort.signal.aborted ? -Infinity : this.#beganAt;
  }

  async join(signal: AbortSignal | undefined): Promise<T> {
    if (signal !== undefined) this.#callers.push(signal);
    this.#waiting++;
    try {
      return await untilAborted(this.#result, signal);
    } finally {
      this.#waiting--;
      if (this.#waiting === 0 && this.#isInProgress) this.#abort.abort();
    }
  }
}
