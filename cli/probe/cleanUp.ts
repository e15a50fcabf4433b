import type { Timing } from "../../adobe/client";
import { DisturbedError, type Api } from "./api";
import type { Marked } from "./journal";
import { kinds, type KindName } from "./kinds";
import { findMarked, ListError } from "./leftovers";

const PATIENCE_MS = 90_000;
/** Time for the last lists, which may have to be repeated. */
const LIST_MS = 20_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;

const order = Object.keys(kinds) as KindName[];

/** What a clean-up has done. */
export interface CleanUp {
  readonly deleted: number;
  /** What Adobe does not let go, and how many of each kind. */
  readonly left: Readonly<Partial<Record<KindName, number>>>;
  /** The objects of which nobody knows that they are gone. */
  readonly remaining: readonly Marked[];
  /** Why nobody knows whether more is left; undefined when it is known. */
  readonly unknown: string | undefined;
}

interface CleanUpOptions {
  readonly api: Api;
  readonly timing: Timing;
  readonly signal: AbortSignal;
  /** When it must end, in milliseconds since 1970. */
  readonly deadline: number;
  /** What this run has made, or the journal of earlier ones has: a list may not show it yet. */
  readonly made?: readonly Marked[];
  /** How long every deletion may be rejected before what is there counts as staying. Default 90 s. */
  readonly patienceMs?: number;
}

/**
 * Deletes everything that is the probe's, until the lists show that nothing is left. Repeats for a while
 * what is rejected: a dataflow may have to be enabled before it can be deleted, and what it used is released a
 * moment after it.
 */
export async function cleanUp(options: CleanUpOptions): Promise<CleanUp> {
  const { api, timing, signal, patienceMs = PATIENCE_MS } = options;
  const gone = new Set<string>();
  const kept = new Map<string, Marked>();
  // Everything that was ever found: a mapping set whose schema is gone does not show any more that it is the probe's.
  const known = new Map((options.made ?? []).map((one) => [one.id, one]));
  for (const id of known.keys()) api.owns(id);
  let progressAt = timing.now();
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    const listed = await tryList(api);
    for (const one of listed.found) known.set(one.id, one);
    const unseen = [...known.values()].filter(({ id }) => !gone.has(id));
    const todo = merge(listed.found, unseen).filter(({ id }) => !kept.has(id));
    const end = Math.min(options.deadline - LIST_MS, progressAt + patienceMs);
    // A list that Adobe rejects, it rejects again.
    const isDone = todo.length === 0 && (listed.unknown === undefined || listed.isRejected);
    if (isDone || timing.now() >= end) {
      const remaining = [...todo, ...kept.values()];
      const left = count(remaining.map(({ kind }) => kind));
      return { deleted: gone.size, left, remaining, unknown: listed.unknown };
    }
    const isListed = new Set(listed.found.map(({ id }) => id));
    const deleted = await deleteAll(options, todo, { gone, kept, isListed });
    if (deleted > 0) {
      progressAt = timing.now();
      waitMs = FIRST_WAIT_MS / 2;
    } else if (todo.length > 0) {
      await timing.sleep(Math.min(waitMs, end - timing.now()), signal);
    }
  }
}

async function tryList(api: Api) {
  const none: readonly Marked[] = [];
  try {
    return { found: await findMarked(api), unknown: undefined, isRejected: false };
  } catch (error) {
    const isRejected = error instanceof ListError;
    if (!isRejected && !(error instanceof DisturbedError)) throw error;
    return { found: none, unknown: error.message, isRejected };
  }
}

/** Both lists without repetitions, in the order in which they can be deleted. */
function merge(listed: readonly Marked[], made: readonly Marked[]): Marked[] {
  const all = new Map([...made, ...listed].map((one) => [one.id, one]));
  return [...all.values()].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

interface Found {
  readonly gone: Set<string>;
  /** What Adobe never deletes. */
  readonly kept: Map<string, Marked>;
  /** Ids in the lists of this round. */
  readonly isListed: ReadonlySet<string>;
}

/** Deletes what it can until the time is up; returns how many there were. */
async function deleteAll(
  { api, timing, deadline }: CleanUpOptions,
  todo: readonly Marked[],
  { gone, kept, isListed }: Found,
): Promise<number> {
  let deleted = 0;
  const deleteOne = async (one: Marked): Promise<void> => {
    if (timing.now() >= deadline) return;
    const status = await statusOfDelete(api, one.kind, one.id);
    // What the list has and the deletion does not find is new, and not known everywhere yet.
    if (isDeleted(status) || (status === 404 && !isListed.has(one.id))) gone.add(one.id);
    if (isDeleted(status)) deleted += 1;
    // Neither of these changes with time.
    if (status === 403 || status === 405) kept.set(one.id, one);
  };
  // One kind after another: what uses an object comes before it.
  for (const kind of order) {
    const isUnsure = ({ id }: Marked) => !gone.has(id) && !kept.has(id);
    // Without its schema, the next run would not know a mapping set for one of the probe's.
    if (kind === "schema" && todo.some((one) => one.kind === "mappingSet" && isUnsure(one))) break;
    await Promise.all(todo.filter((one) => one.kind === kind).map(deleteOne));
  }
  return deleted;
}

function isDeleted(status: number): boolean {
  return status >= 200 && status < 300;
}

/** 0: nobody knows what became of the request. */
async function statusOfDelete(api: Api, kind: KindName, id: string): Promise<number> {
  try {
    const path = kinds[kind].one;
    return (await api.send({ method: "DELETE", path, params: { id } })).status;
  } catch (error) {
    if (error instanceof DisturbedError) return 0;
    throw error;
  }
}

function count(stays: readonly KindName[]): Partial<Record<KindName, number>> {
  const left: Partial<Record<KindName, number>> = {};
  for (const kind of stays) left[kind] = (left[kind] ?? 0) + 1;
  return left;
}
