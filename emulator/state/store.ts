import { Ring } from "../common/ring";

/** Objects of one kind by id, in the order they were created. To change one, set a new object. */
export interface Collection<T> {
  get(id: string): T | undefined;
  set(id: string, value: T): void;
  delete(id: string): boolean;
  values(): T[];
  ids(): string[];
  readonly size: number;
}

/** Entries that are appended and never changed: rows of a dataset, rejected records. */
export interface Log<T> {
  append(entry: T): void;
  /** The newest `count` entries, newest first. */
  latest(count: number): T[];
  /** Every entry that is kept, oldest first. */
  all(): T[];
  /** Number of entries that were appended so far. */
  readonly total: number;
  clear(): void;
}

/** Where the emulator keeps its state: in memory or in a directory. */
export interface Store {
  collection<T>(scope: string, kind: string): Collection<T>;
  log<T>(scope: string, kind: string): Log<T>;
  /** Removes everything. Collections and logs in use stay usable and are empty. */
  clear(): void;
  close(): Promise<void>;
}

/** A collection in memory. */
export class MemoryCollection<T> implements Collection<T> {
  protected readonly items = new Map<string, T>();
  get(id: string): T | undefined {
    return this.items.get(id);
  }
  set(id: string, value: T): void {
    this.items.set(id, value);
  }
  delete(id: string): boolean {
    return this.items.delete(id);
  }
  values(): T[] {
    return [...this.items.values()];
  }
  ids(): string[] {
    return [...this.items.keys()];
  }
  get size(): number {
    return this.items.size;
  }
  clear(): void {
    this.items.clear();
  }
}

class MemoryLog<T> implements Log<T> {
  private readonly ring: Ring<T>;
  constructor(capacity: number) {
    this.ring = new Ring(capacity);
  }
  append(entry: T): void {
    this.ring.push(entry);
  }
  latest(count: number): T[] {
    return this.ring.latest(count);
  }
  all(): T[] {
    return this.ring.toArray();
  }
  get total(): number {
    return this.ring.total;
  }
  clear(): void {
    this.ring.clear();
  }
}

/**
 * State that ends with the process.
 *
 * @param logCapacity - number of entries that each log keeps; older ones are only counted, so that memory is bounded
 */
export function memoryStore(logCapacity: number): Store {
  const collections = new Map<string, MemoryCollection<unknown>>();
  const logs = new Map<string, MemoryLog<unknown>>();
  return {
    collection<T>(scope: string, kind: string): Collection<T> {
      const key = `${scope}/${kind}`;
      const known = collections.get(key) ?? new MemoryCollection<unknown>();
      collections.set(key, known);
      return known as Collection<T>;
    },
    log<T>(scope: string, kind: string): Log<T> {
      const key = `${scope}/${kind}`;
      const known = logs.get(key) ?? new MemoryLog<unknown>(logCapacity);
      logs.set(key, known);
      return known as Log<T>;
    },
    clear(): void {
      for (const part of [...collections.values(), ...logs.values()]) part.clear();
    },
    close: () => Promise.resolve(),
  };
}
