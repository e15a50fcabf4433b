import { reasonOf } from "./backoff";
import { untilAborted } from "./exchange";

/**
 * Reads of lists that many callers need at the same time. A read serves those who asked before it began, so nobody gets
 * what was read before the question. Whoever asks while it is in progress waits for the next one, which begins when it
 * ends. So however many wait, there are at most two reads for them.
 */
export class SharedReads {
  /** The read of each list that has not begun. */
  readonly #next = new Map<string, SharedRead<unknown>>();
  /** When the latest read of each list has ended. */
  readonly #ends = new Map<string, Promise<void>>();

  /**
   * @param key - the same for reads of the same list
   * @param read - reads the list. Nobody may change the result: others have it too. Its signal aborts when those of all
   *   callers have aborted.
   * @throws what the read throws, to all callers; the reason of `signal` when that aborts, to this one
   */
  async read<T>(
    key: string,
    signal: AbortSignal | undefined,
    read: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    if (signal?.aborted) throw reasonOf(signal);
    const next = this.#next.get(key) ?? this.#queue(key, read);
    return next.join(signal) as Promise<T>;
  }

  #queue<T>(key: string, read: (signal: AbortSignal) => Promise<T>): SharedRead<T> {
    const before = this.#ends.get(key) ?? Promise.resolve();
    const begin = before.then(() => {
      this.#next.delete(key);
    });
    const queued = new SharedRead(begin, read);
    this.#next.set(key, queued);
    const end = queued.ended.then(() => {
      if (this.#ends.get(key) === end) this.#ends.delete(key);
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
  readonly ended: Promise<void>;
  readonly #result: Promise<T>;
  readonly #abort = new AbortController();
  readonly #callers: AbortSignal[] = [];
  #waiting = 0;
  #isInProgress = false;

  /** @param begin - when the read begins. */
  constructor(begin: Promise<void>, read: (signal: AbortSignal) => Promise<T>) {
    const { signal } = this.#abort;
    this.#result = begin.then(() => {
      if (this.#waiting === 0) throw new Error("nobody waits for the read");
      this.#isInProgress = true;
      sharing.set(signal, this.#callers);
      // The next read does not wait for one that nobody waits for.
      return untilAborted(read(signal), signal);
    });
    const end = () => {
      this.#isInProgress = false;
    };
    this.ended = this.#result.then(end, end);
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
