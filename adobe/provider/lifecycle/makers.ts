import type { Creation } from "./adoption";
import { canonicalJson } from "./autoName";
import type { CreateOutcome } from "./createJournal";
import { SURE_MS } from "./secondsWindow";
import { LATE_MS, isMadeBefore, isMadeLate, isOfAnotherClient, mayBeMadeBy } from "./sentContent";

/** What proves that a create of unknown outcome has made an object (see {@link CreateOutcome}). */
export type Evidence = Extract<CreateOutcome, "made" | "interrupted">;

/**
 * Who has made an object with the name or natural key of a create of unknown outcome.
 *
 * - `certain`: this create. A response had its id, or it has the auto-name or the ownership tag, which no other create
 *   writes.
 * - `doubtful`: perhaps this create. It is what the POST sent, and nothing shows who made it; or it has the name or
 *   tag, and was made so late that it may be a copy, or before the POST, or an adoption without proof has written them;
 *   or the create was so long ago that another state may have got the object since then.
 * - `hidden`: not known. Adobe lists it, and does not show it yet.
 * - `gone`: nobody any more. Adobe lists it, and has deleted it.
 * - `other`: somebody else, or another create.
 */
export type Maker = "certain" | "doubtful" | "hidden" | "gone" | "other";

export interface Judged {
  readonly id: string;
  readonly maker: Maker;
  readonly evidence: Evidence;
  /** When it was made, in milliseconds since 1970, as far as Adobe shows it. */
  readonly at: number | undefined;
}

/** For how long a create of unknown outcome is evidence of an object whose name says nothing about who made it. */
const NATURAL_KEY_MS = 60 * 60_000;

/**
 * What the journal knows a create by, when the object has no auto-name. Undefined: nothing. A natural key is the same
 * in every state, so the resource and the state are part of it.
 */
export function keyOf<Inputs extends object, Outputs extends object>({
  definition,
  inputs,
  operation,
}: Pick<Creation<Inputs, Outputs>, "definition" | "inputs" | "operation">): string | undefined {
  const natural = definition.naturalKey?.(inputs);
  if (operation.tag !== undefined || natural === undefined) return operation.tag;
  return canonicalJson([operation.sandbox.owner ?? null, operation.context.urn, natural]);
}

/**
 * Judges an object that Adobe lists with the name or natural key. What a young create may have made gets the time that
 * Adobe needs to show a new object.
 *
 * @param key - auto-name, ownership tag or natural key of the create. Undefined: the journal does not know it.
 */
export async function judge<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  key: string | undefined,
  id: string,
): Promise<Judged> {
  const { definition, inputs, operation } = creation;
  const { journal, settling, timing } = operation.sandbox;
  const evidence = key === undefined ? undefined : evidenceOf(creation, key, id);
  const as = (maker: Maker, at?: number): Judged => ({
    id,
    maker,
    evidence: evidence ?? "interrupted",
    at,
  });
  if (key === undefined || evidence === undefined) {
    const isThere = definition.alwaysAdopt !== undefined || (await isShown(creation, id));
    return as(isThere ? "other" : "gone");
  }
  // Since then, another machine may have named the object, somebody imported it, and this state lost it again.
  const isOld = journal.ageOf(key) > SURE_MS;
  if (evidence === "made") return as(isOld ? "doubtful" : "certain");
  const isYoung = journal.ageOf(key) <= LATE_MS;
  if (isYoung) settling.made(id);
  const found = await definition.read(id, inputs, operation);
  if (found === undefined) return as(isYoung ? "hidden" : "gone");
  if (isOfAnotherClient(found, operation)) return as("other");
  const at = found.creation?.at;
  const sentAt = timing.now() - journal.ageOf(key);
  // What is made while this run waits for its own POST is never late, whatever Adobe's clock shows.
  const isLate = isMadeLate(found, sentAt) && !journal.isOfThisRun(key);
  const isOlder = isMadeBefore(found, journal.firstSentAt(key)) && !journal.isOfThisRun(key);
  if (creation.rules.autoName !== undefined || found.tag === key) {
    const isProved = !isLate && !isOlder && !isOld && !journal.isUnproved(id);
    return as(isProved ? "certain" : "doubtful", at);
  }
  // Adobe does not promise to keep a tag that is not in the description.
  const mayLackTag = found.tag === undefined && definition.tagLocation !== undefined;
  if (isLate || !(mayLackTag || definition.naturalKey !== undefined)) return as("other", at);
  if (!isEvidenceOfContent(creation, key, id)) return as("other", at);
  const posts = { sent: journal.sentInputs(key), at: journal.firstSentAt(key) };
  return as(mayBeMadeBy(creation, found, posts) ? "doubtful" : "other", at);
}

async function isShown<Inputs extends object, Outputs extends object>(
  { definition, inputs, operation }: Creation<Inputs, Outputs>,
  id: string,
): Promise<boolean> {
  return (await definition.read(id, inputs, operation)) !== undefined;
}

/**
 * What the journal knows of an object with the key of a create. Undefined: the engine has got its id, or no request of
 * this machine has made it. Then it is in some state, or was, or nobody manages it.
 */
function evidenceOf<Inputs extends object, Outputs extends object>(
  { definition, operation }: Pick<Creation<Inputs, Outputs>, "definition" | "operation">,
  key: string,
  id: string,
): Evidence | undefined {
  const outcome = operation.sandbox.journal.outcomeOf(key, id);
  if (outcome !== "made" && outcome !== "interrupted") return undefined;
  if (outcome === "made" || definition.naturalKey === undefined) return outcome;
  return isEvidenceOfContent({ operation }, key, id) ? outcome : undefined;
}

/** Whether the create may have made an object that has neither its name nor its tag, and that no other create has. */
function isEvidenceOfContent<Inputs extends object, Outputs extends object>(
  { operation }: Pick<Creation<Inputs, Outputs>, "operation">,
  key: string,
  id: string,
): boolean {
  const { journal } = operation.sandbox;
  return journal.ageOf(key) <= NATURAL_KEY_MS && !journal.isOfAnotherCreate(key, id);
}
