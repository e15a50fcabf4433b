import type { JournalEntry } from "./journalFile";
import { OpenCreates } from "./openCreates";
import { LOOKUPS_END_MS } from "./secondsWindow";

/**
 * The same journal in as few lines as possible: of a create that has ended only its object, in one line. So a file
 * grows with the objects that its provider resource has ever made, and not with the requests.
 * @param now - milliseconds since 1970.
 */
export function compacted(entries: readonly JournalEntry[], now: number): JournalEntry[] {
  const first = entries.find(({ journal }) => journal !== undefined);
  const scopes = new Set(entries.map(({ scope }) => scope));
  const kept = [...scopes].flatMap((scope) =>
    compactedScope(
      entries.filter((entry) => entry.scope === scope),
      now,
    ),
  );
  return first === undefined ? kept : [{ journal: first.journal as string }, ...kept];
}

/** The entries of one organization and sandbox. */
function compactedScope(all: readonly JournalEntry[], now: number): JournalEntry[] {
  return compactedObjects(withObjects(all), now).map((entry) => withIds(entry, idOfObject));
}

/** The keys that have an id. */
const ID_KEYS = ["id", "completed", "repeated", "unproved", "single", "absent"] as const;

function withIds(entry: JournalEntry, change: (id: string) => string): JournalEntry {
  const ids = ID_KEYS.flatMap((key) => {
    const id = entry[key];
    return id === undefined ? [] : [[key, change(id)] as const];
  });
  return { ...entry, ...Object.fromEntries(ids) };
}

/** Each object of its own: one that has had the id of another one since that was gone gets a number. */
function withObjects(entries: readonly JournalEntry[]): JournalEntry[] {
  const gone = new Map<string, number>();
  return entries.map((entry) => {
    const numbered = withIds(entry, (id) => `${gone.get(id) ?? 0} ${id}`);
    const { absent } = entry;
    if (absent !== undefined) gone.set(absent, (gone.get(absent) ?? 0) + 1);
    return numbered;
  });
}

function idOfObject(object: string): string {
  return object.slice(object.indexOf(" ") + 1);
}

function compactedObjects(entries: readonly JournalEntry[], now: number): JournalEntry[] {
  const creates = new OpenCreates();
  for (const entry of entries) creates.learn(entry);
  const completedAt = new Map(entries.map((entry) => [entry.completed, entry.at ?? 0]));
  const foundOpen = new Set(
    entries.flatMap(({ found, id }) => (found !== undefined && creates.isOpen(found) ? [id] : [])),
  );
  const isAlone = ({ found, completed: id }: JournalEntry) =>
    found === undefined && id !== undefined;
  const newest = new Map(
    entries.flatMap((entry, index) => (isAlone(entry) ? [[entry.completed, index] as const] : [])),
  );
  const inOneLine = new Set<string>();
  const seen = new Set<string>();
  const kept = entries.flatMap((entry, index): JournalEntry[] => {
    // It also takes the object from creates before it, so the last of several is the one that counts.
    if (isAlone(entry) && newest.get(entry.completed) !== index) return [];
    const key = entry.begun ?? entry.rejected ?? entry.ended ?? entry.found;
    // Each POST counts.
    if (key !== undefined && creates.isOpen(key)) return [entry];
    const short = key === undefined ? ofObject(entry, now) : ofEndedCreate(entry, completedAt);
    const text = JSON.stringify({ ...short, at: undefined });
    if (short === undefined || seen.has(text)) return [];
    seen.add(text);
    const { found, completed: id } = short;
    if (found !== undefined && id !== undefined && !foundOpen.has(id)) inOneLine.add(id);
    return [short];
  });
  const isRepeated = (entry: JournalEntry) =>
    isAlone(entry) && inOneLine.has(entry.completed as string);
  return kept.filter((entry) => !isRepeated(entry));
}

/** What is known of an object, unless it is of no use any more. */
function ofObject(entry: JournalEntry, now: number): JournalEntry | undefined {
  const { journal, repeated, at } = entry;
  const isOver = repeated !== undefined && at !== undefined && now - at > LOOKUPS_END_MS;
  return journal !== undefined || isOver ? undefined : entry;
}

/** The object that the create has made, and whether the engine has got its id. */
function ofEndedCreate(
  { scope, found, id, outcome, at: foundAt }: JournalEntry,
  completedAt: ReadonlyMap<string | undefined, number>,
): JournalEntry | undefined {
  if (found === undefined || id === undefined) return undefined;
  const isCompleted = completedAt.has(id);
  const at = completedAt.get(id) ?? foundAt;
  return {
    ...(scope === undefined ? {} : { scope }),
    found,
    id,
    ...(outcome === undefined ? {} : { outcome }),
    ...(isCompleted ? { completed: id } : {}),
    ...(at === undefined ? {} : { at }),
  };
}
