import { listed } from "../../client/text";
import type { Adoptable, Creation } from "./adoption";
import { findCandidates } from "./candidates";
import { judge } from "./makers";
import type { Judged, Maker } from "./makers";
import { recently } from "./operation";
import { VISIBLE_MS } from "./settling";

/** Pauses between the looks for what an earlier run's create may have made. */
const PAUSES_MS = [1000, 2000, 4000, 8000, 15_000];

const SHORT_SECONDS = 8;

/** How long a search waits, and what for. */
export interface Wait {
  /** In milliseconds, before each look. */
  readonly pausesMs: readonly number[];
  /** Beginning of a sentence. */
  readonly why: string;
  /** A list that was read at this time or later will do, in milliseconds since 1970. Default: one read from now on. */
  readonly since?: number;
}

/** What a search has found. */
export interface Searched {
  /** All objects with the wanted name or natural key. */
  readonly found: readonly string[];
  /** Those of them that Adobe shows, and that no resource of this state has. */
  readonly unknown: readonly string[];
  /** Those of them that the create has made, or may have made. */
  readonly ours: readonly string[];
  /** The one of them to adopt. */
  readonly adoptable: Adoptable | undefined;
}

/**
 * Looks for what a create of unknown outcome has made. A certain one ends the search. Before a doubtful one is taken,
 * or none, the whole time passes in which Adobe may still show a certain one: what is not shown yet may be there.
 *
 * @param key - auto-name, ownership tag or natural key of the create. Undefined: the journal does not know it.
 * @param wait.pausesMs - before each look.
 * @param wait.why - said before the first pause.
 * @param wait.since - how old a list may be.
 * @throws Error when Adobe lists an object that may be the create's, and does not show it in time.
 */
export async function search<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  key: string | undefined,
  { pausesMs, why, since }: Wait,
): Promise<Searched> {
  const { sandbox, signal } = creation.operation;
  let isSaid = false;
  let judged: readonly Judged[] = [];
  let found: readonly string[] = [];
  for (const pauseMs of pausesMs) {
    if (pauseMs > 0 && !isSaid) say(creation, { pausesMs, why });
    isSaid ||= pauseMs > 0;
    if (pauseMs > 0) await sandbox.timing.sleep(pauseMs, signal);
    found = await findOfCreate(creation, key, since);
    const others = await sandbox.creating.objectsOfOthers(creation, found);
    const unknown = found.filter((id) => !sandbox.knownIds.has(id) && !others.has(id));
    judged = await Promise.all(unknown.map((id) => judge(creation, key, id)));
    if (isDecided(creation, judged)) break;
    const hidden = judged.filter(({ maker }) => maker === "hidden");
    if (hidden.length > 0) throw hiddenError(creation, hidden);
  }
  const isThere = judged.filter(({ maker }) => maker !== "gone");
  const ours = judged.filter(({ maker }) => maker === "certain" || maker === "doubtful");
  return {
    found,
    unknown: isThere.map(({ id }) => id),
    ours: ours.map(({ id }) => id),
    adoptable: adoptableOf(creation, key, ours),
  };
}

/**
 * The wait for what an earlier run's create may have made: until Adobe shows it. One look, when that create was long
 * ago, or when there is none. A list of a moment ago will do for a name that no create of this run has had.
 */
export function whileYoung<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  key: string | undefined,
): Wait {
  const { definition, operation } = creation;
  const { journal, triedNames } = operation.sandbox;
  const why = `an earlier run was interrupted while it made this ${definition.displayName}`;
  const pausesMs = [0];
  if (key === undefined || !journal.isInterrupted(key)) {
    return triedNames.has(creation)
      ? { pausesMs, why }
      : { pausesMs, why, since: recently(operation.sandbox) };
  }
  let leftMs = VISIBLE_MS - journal.ageOf(key);
  for (const pauseMs of PAUSES_MS) {
    if (leftMs <= 0) break;
    pausesMs.push(Math.min(pauseMs, leftMs));
    leftMs -= pauseMs;
  }
  return { pausesMs, why };
}

/** A short wait is not worth a line. */
function say<Inputs extends object, Outputs extends object>(
  { operation }: Creation<Inputs, Outputs>,
  { pausesMs, why }: Wait,
): void {
  const seconds = Math.ceil(pausesMs.reduce((sum, ms) => sum + ms, 0) / 1000);
  const severity = seconds > SHORT_SECONDS ? "info" : "debug";
  operation.context.log(severity, `${why}; looking for it for up to ${seconds} s`);
}

/** Whether no later look can find a better one. Of a unique name or natural key Adobe has only one object. */
function isDecided<Inputs extends object, Outputs extends object>(
  { definition }: Creation<Inputs, Outputs>,
  judged: readonly Judged[],
): boolean {
  const { uniqueName, nameInput, alwaysAdopt } = definition;
  const isUnique = uniqueName === true || nameInput === undefined || alwaysAdopt !== undefined;
  const isOne = (maker: Maker) => maker !== "hidden" && maker !== "gone";
  return judged.some(({ maker }) => maker === "certain" || (isUnique && isOne(maker)));
}

/**
 * The oldest one is the create's, and others may be copies that somebody has made of it. Certain ones come before
 * doubtful ones.
 */
function adoptableOf<Inputs extends object, Outputs extends object>(
  { operation }: Creation<Inputs, Outputs>,
  key: string | undefined,
  ours: readonly Judged[],
): Adoptable | undefined {
  const { journal } = operation.sandbox;
  const made = ours.find(({ evidence, maker }) => evidence === "made" && maker === "certain");
  if (made !== undefined) return { id: made.id, reason: "made" };
  const certain = ours.filter(({ maker }) => maker === "certain");
  const best = certain.length > 0 ? certain : ours;
  const [oldest, another] = best.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0));
  if (oldest === undefined) return undefined;
  // Of several that this run has made, each is this state's.
  const isOfThisRun = key !== undefined && journal.isOfThisRun(key);
  const isUndecided = another !== undefined && oldest.at === undefined && !isOfThisRun;
  const isDoubtful = certain.length === 0 || isUndecided;
  return { id: oldest.id, reason: "interrupted", isDoubtful };
}

/**
 * The objects that have the wanted name, and the one that a response had and that Adobe's lists may not show yet. If
 * that one is gone, it is not evidence any more: what has its name later is a copy.
 */
async function findOfCreate<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  key: string | undefined,
  since: number | undefined,
): Promise<readonly string[]> {
  const { definition, inputs, operation } = creation;
  const { journal, settling } = operation.sandbox;
  const looking = { definition, inputs, operation: { ...operation, since } };
  const found = [...(await findCandidates(looking))];
  for (const id of key === undefined ? [] : journal.madeFor(key)) {
    if (found.includes(id)) continue;
    if (key !== undefined && journal.ageOf(key) <= VISIBLE_MS) settling.made(id);
    if ((await definition.read(id, inputs, operation)) === undefined) journal.respond(id);
    else found.push(id);
  }
  return found;
}

function hiddenError<Inputs extends object, Outputs extends object>(
  { definition }: Creation<Inputs, Outputs>,
  hidden: readonly Judged[],
): Error {
  return new Error(
    `Adobe lists the ${definition.displayName} ${listed(hidden.map(({ id }) => id))}, which this resource's create may have made, and does not show it yet. ` +
      `So nothing was made or adopted. Run \`pulumi up\` again in some minutes`,
  );
}
