import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";

import { open, type RootDatabase } from "lmdb";

import { checkStore } from "./checkStore";
import { DataDirectoryError } from "./dataDirectoryError";
import { lockDirectory } from "./directoryLock";
import { MemoryCollection, type Collection, type Log, type Store } from "./store";

type Key = (string | number)[];

/** A collection in memory that writes every change to disk. */
class DiskCollection<T> extends MemoryCollection<T> {
  constructor(
    private readonly database: RootDatabase<unknown, Key>,
    private readonly prefix: readonly [string, string, string],
  ) {
    super();
    for (const { key, value } of database.getRange(below(prefix))) {
      this.items.set(String(key.at(-1)), value as T);
    }
  }
  override set(id: string, value: T): void {
    super.set(id, value);
    this.database.putSync([...this.prefix, id], value);
  }
  override delete(id: string): boolean {
    if (!super.delete(id)) return false;
    this.database.removeSync([...this.prefix, id]);
    return true;
  }
}

/** A log on disk, under ascending numbers; memory holds none of it. */
class DiskLog<T> implements Log<T> {
  private appended: number;

  constructor(
    private readonly database: RootDatabase<unknown, Key>,
    private readonly prefix: readonly [string, string, string],
  ) {
    const [last] = [...database.getKeys({ ...above(prefix), limit: 1 })];
    this.appended = last === undefined ? 0 : Number(last.at(-1)) + 1;
  }
  append(entry: T): void {
    this.database.putSync([...this.prefix, this.appended], entry);
    this.appended += 1;
  }
  latest(count: number): T[] {
    return [...this.database.getRange({ ...above(this.prefix), limit: count })].map(
      ({ value }) => value as T,
    );
  }
  all(): T[] {
    return [...this.database.getRange(below(this.prefix))].map(({ value }) => value as T);
  }
  get total(): number {
    return this.appended;
  }
  clear(): void {
    const keys = [...this.database.getKeys(below(this.prefix))];
    this.database.transactionSync(() => {
      for (const key of keys) this.database.removeSync(key);
    });
    this.forget();
  }
  /** For when the database is empty. */
  forget(): void {
    this.appended = 0;
  }
}

/** All keys with the prefix, ascending. */
function below(prefix: Key | readonly string[]): { start: Key; end: Key } {
  return {
    start: [...prefix],
    // Sorts after every number and every id.
    end: [...prefix, "\u{10ffff}"],
  };
}

/** All keys with the prefix, descending. */
function above(prefix: readonly string[]): { start: Key; end: Key; reverse: true } {
  const { start, end } = below(prefix);
  return { start: end, end: start, reverse: true };
}

/** Without `recursive`, which never returns for a path below /proc. */
function makeDirectory(directory: string): void {
  if (existsSync(directory)) return;
  makeDirectory(path.dirname(directory));
  mkdirSync(directory);
}

interface OpenDirectory {
  readonly database: RootDatabase<unknown, Key>;
  readonly release: () => void;
}

function openDirectory(directory: string): OpenDirectory {
  let release: (() => void) | undefined;
  try {
    makeDirectory(path.resolve(directory));
    release = lockDirectory(directory);
    checkStore(directory);
    // JSON keeps lone surrogates. Without a sync for each write a power cut may lose data; a killed process does not.
    const database = open<unknown, Key>({
      path: directory,
      encoding: "json",
      noSync: true,
      noSubdir: false,
    });
    return { database, release };
  } catch (error) {
    release?.();
    if (error instanceof DataDirectoryError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new DataDirectoryError(`The data directory ${directory} cannot be used: ${why}`);
  }
}

/**
 * State in an embedded database in a directory, which survives a restart. No other process uses the directory until
 * the store is closed.
 *
 * @throws DataDirectoryError when the directory is not usable, in use, or its state damaged
 */
export function diskStore(directory: string): Store {
  const { database, release } = openDirectory(directory);
  const collections = new Map<string, DiskCollection<unknown>>();
  const logs = new Map<string, DiskLog<unknown>>();
  return {
    collection<T>(scope: string, kind: string): Collection<T> {
      const key = `${scope}/${kind}`;
      const known =
        collections.get(key) ?? new DiskCollection<unknown>(database, ["collection", scope, kind]);
      collections.set(key, known);
      return known as Collection<T>;
    },
    log<T>(scope: string, kind: string): Log<T> {
      const key = `${scope}/${kind}`;
      const known = logs.get(key) ?? new DiskLog<unknown>(database, ["log", scope, kind]);
      logs.set(key, known);
      return known as Log<T>;
    },
    clear(): void {
      database.clearSync();
      for (const collection of collections.values()) collection.clear();
      for (const log of logs.values()) log.forget();
    },
    close: async () => {
      await database.close();
      release();
    },
  };
}
