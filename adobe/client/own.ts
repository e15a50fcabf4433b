/**
 * Returns a record's own value for a key that came from outside: never `constructor`, `toString` and the
 * like.
 */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
