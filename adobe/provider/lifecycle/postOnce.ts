import { InitializationFailedError } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import { AdobeError } from "../../client";
import { adopt, chooseAdoptable, keyOf } from "./adoption";
import type { Created, Creation } from "./adoption";
import { findCandidates } from "./candidates";
import type { FoundObject } from "./createJournal";
import type { BegunCreate } from "./openCreates";
import { warnOfSeconds } from "./seconds";
import { mayBeMadeBy } from "./sentContent";

/** Pauses before the lookups after a POST whose outcome is unknown: Adobe has ended it. */
const AFTER_RESPONSE_MS = [1000, 2000, 4000];
/** The same when Adobe may still be at work on it: there was no response, or only a gateway's. */
const AFTER_SILENCE_MS = [...AFTER_RESPONSE_MS, 8000, 15_000, 30_000];
/** The same after a rejected POST, for a natural key that an earlier POST may have taken. */
const AFTER_REJECTION_MS = [0, ...AFTER_RESPONSE_MS, 8000, 15_000];
const MAX_POSTS = 3;

/** What has the wanted name or natural key after a POST. */
interface LookedUp {
  readonly ours: readonly { readonly id: string; readonly isDoubtful: boolean }[];
  /** What somebody else has made meanwhile. */
  readonly unmanaged: readonly string[];
}

/** Whose an object is: `doubtful` when only its content says that the POST may have made it. */
type Maker = "ours" | "doubtful" | "unmanaged";

/**
 * Sends the POST of an object of which there is none yet. After one whose outcome is unknown the object
 * is looked up before another POST. Adobe may carry out the first one even later: then there are two, and
 * a warning names the second one, now or when the resource is read, changed or deleted next.
 *
 * @param key - what the journal knows the create by.
 */
export async function postOnce<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  key: string | undefined,
): Promise<Created<Outputs>> {
  const { definition, inputs, operation } = creation;
  const { journal } = operation.sandbox;
  // Also when an earlier run has ended without knowing what became of its POST.
  let isRepeated = key !== undefined && journal.openPosts(key) > 0;
  for (let attempt = 1; ; attempt++) {
    if (key !== undefined) journal.begin(key, begunCreate(creation));
    try {
      const made = await definition.create(inputs, operation);
      noteFound(creation, key, { id: made.id, posts: 1, outcome: "made" });
      if (isRepeated) await warnOfSeconds(creation, made.id);
      return { ...made, inputs };
    } catch (error) {
      if (error instanceof InitializationFailedError) {
        noteFound(creation, key, { id: error.id, posts: 1, outcome: "made" });
      }
      if (!(error instanceof AdobeError)) throw error;
      const isUnknown = error.details.ambiguous === true;
      if (!isUnknown && key !== undefined) journal.reject(key);
      // A later POST may be rejected because an earlier one was carried out after all.
      if (!isUnknown && !isRepeated) throw error;
      const { ours, unmanaged } = await lookUp(creation, pausesAfter(creation, error));
      const [first, ...others] = ours;
      if (first !== undefined) {
        const { id, isDoubtful } = first;
        operation.sandbox.settling.made(id);
        noteFound(creation, key, { id, posts: ours.length, outcome: "lookedUp" });
        if (others.length > 0) await warnOfSeconds(creation, id);
        return adopt(creation, { id, reason: "posted", isDoubtful });
      }
      if (unmanaged.length > 0) {
        // Somebody has made it since the create began. A natural key can occur once only, so it is not ours.
        if (key !== undefined && definition.naturalKey !== undefined) journal.giveUp(key);
        return adopt(creation, await chooseAdoptable(creation, unmanaged));
      }
      if (isUnknown && attempt < MAX_POSTS) {
        isRepeated = true;
        continue;
      }
      // A name says who has made what appears later. A natural key does not.
      // When a POST is rejected because the object is there, the next run looks for it again.
      if (isUnknown && key !== undefined && definition.naturalKey !== undefined)
        journal.giveUp(key);
      throw error;
    }
  }
}

/** What the next run has to know, in case that it is interrupted and the program has changed by then. */
function begunCreate<Inputs extends object, Outputs extends object>({
  definition,
  inputs,
  operation,
}: Creation<Inputs, Outputs>): BegunCreate {
  const { nameInput, token, ignored = [] } = definition;
  const begun = { urn: operation.context.urn, token };
  if (nameInput !== undefined)
    return { ...begun, name: (inputs as Properties)[nameInput] as string };
  const stored = Object.entries(inputs).filter(([input]) => !ignored.includes(input));
  return { ...begun, inputs: Object.fromEntries(stored) };
}

/** Notes in the journal that the create has its object. */
export function noteFound<Inputs extends object, Outputs extends object>(
  { definition, operation }: Pick<Creation<Inputs, Outputs>, "definition" | "operation">,
  key: string | undefined,
  found: FoundObject,
): void {
  if (key === undefined) return;
  // Where a name can occur once only, all other POSTs are rejected.
  const posts = definition.uniqueName === true ? Infinity : found.posts;
  operation.sandbox.journal.found(key, { ...found, posts });
}

/**
 * Where a name can occur once only, a second POST makes no second object: no need to wait for long. A rejection may say
 * that there is the object already, which Adobe's lists show some seconds later.
 */
function pausesAfter<Inputs extends object, Outputs extends object>(
  { definition }: Creation<Inputs, Outputs>,
  { details: { status, ambiguous } }: AdobeError,
): readonly number[] {
  if (ambiguous !== true) return definition.naturalKey === undefined ? [0] : AFTER_REJECTION_MS;
  const isSilent = status === undefined || status === 408 || status === 502 || status === 504;
  return isSilent && definition.uniqueName !== true ? AFTER_SILENCE_MS : AFTER_RESPONSE_MS;
}

/**
 * Nothing of this name was there before the POST: what is found now was made by it. Under a natural key, or a name that
 * the program gives, others may have made an object meanwhile.
 */
async function lookUp<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  pauses: readonly number[],
): Promise<LookedUp> {
  const { definition, operation } = creation;
  const { sandbox, signal, context } = operation;
  const seconds = pauses.reduce((sum, ms) => sum + ms, 0) / 1000;
  const isLong = pauses.length > AFTER_RESPONSE_MS.length;
  context.log(
    isLong ? "info" : "debug",
    `it is not known whether Adobe makes the ${definition.displayName}; looking for it for ${seconds} s`,
  );
  let unmanaged: string[] = [];
  for (const pauseMs of pauses) {
    await sandbox.timing.sleep(pauseMs, signal);
    const found = await findCandidates(creation);
    const ours: LookedUp["ours"][number][] = [];
    unmanaged = [];
    for (const id of found.filter((one) => !sandbox.knownIds.has(one))) {
      const maker = await makerOf(creation, id);
      if (maker === "unmanaged") unmanaged.push(id);
      else ours.push({ id, isDoubtful: maker === "doubtful" });
    }
    if (ours.length > 0) return { ours, unmanaged };
  }
  return { ours: [], unmanaged };
}

async function makerOf<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  id: string,
): Promise<Maker> {
  const { definition, inputs, operation, rules } = creation;
  const { journal } = operation.sandbox;
  const key = keyOf(creation);
  if (rules.autoName !== undefined || key === undefined) return "ours";
  if (definition.naturalKey !== undefined && journal.isOfAnotherCreate(key, id)) return "unmanaged";
  const found = await definition.read(id, inputs, operation);
  if (found === undefined) return "unmanaged";
  if (definition.naturalKey === undefined) {
    if (found.tag === operation.tag) return "ours";
    // Adobe does not promise to keep a tag that is not in the description.
    if (found.tag !== undefined || definition.tagLocation === undefined) return "unmanaged";
  }
  const post = { inputs, at: journal.firstSentAt(key) };
  return mayBeMadeBy(creation, found, post) ? "doubtful" : "unmanaged";
}
