import { InitializationFailedError } from "../../../provider-sdk";
import { AdobeError } from "../../client";
import { chooseAdoptable } from "./adoption";
import type { Created, Creation } from "./adoption";
import { adoptOnce, begunCreate, claimed, noteFound } from "./adoptOnce";
import type { Chosen } from "./adoptOnce";
import { search } from "./search";
import type { Searched } from "./search";
import { warnOfSeconds } from "./seconds";
import { LATE_MS } from "./sentContent";
import { VISIBLE_MS } from "./settling";

/** Pauses before the lookups after a POST whose outcome is unknown: Adobe has ended it. */
const AFTER_RESPONSE_MS = [1000, 2000, 4000];
/** The same when Adobe may still be at work on it: there was no response, or only a gateway's. */
const AFTER_SILENCE_MS = [...AFTER_RESPONSE_MS, 8000, 15_000, 30_000];
/** The same until Adobe shows what an earlier POST has made, which may have taken the unique name or natural key. */
const UNTIL_VISIBLE_MS = [0, ...AFTER_RESPONSE_MS, 8000, 15_000];
const MAX_POSTS = 3;

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
  const id = definition.idOf?.(inputs);
  if (id !== undefined) journal.gone(id);
  // Also when an earlier run has ended without knowing what became of its POST.
  const isOpen = key !== undefined && journal.openPosts(key) > 0;
  // What that POST has made long ago, a lookup has found by now.
  let isRepeated = isOpen && journal.ageOf(key) <= LATE_MS + VISIBLE_MS;
  for (let attempt = 1; ; attempt++) {
    if (key !== undefined) journal.begin(key, begunCreate(creation));
    try {
      const made = await definition.create(inputs, operation);
      noteFound(creation, key, { id: made.id, posts: 1, outcome: "made" });
      if (isOpen || isRepeated) await warnOfSeconds(creation, made.id);
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
      const isLast = attempt === MAX_POSTS;
      let wait = waitAfter(creation, error, isLast);
      const { adoptable, made } = await claimed(creation, async () => {
        const found = await search(creation, key, wait);
        wait = { ...wait, pausesMs: [0] };
        return chooseFound(creation, key, found);
      });
      if (adoptable !== undefined) return await adoptOnce(creation, adoptable, { key, made });
      if (!isUnknown) throw rejectedError(creation, error);
      if (isLast) {
        // A name says who has made what appears after this time. A natural key does not.
        if (key !== undefined && definition.naturalKey !== undefined) journal.giveUp(key);
        throw error;
      }
      isRepeated = true;
    }
  }
}

/** What a POST of unknown outcome has made, or somebody else meanwhile. */
async function chooseFound<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  key: string | undefined,
  { unknown, ours, adoptable }: Searched,
): Promise<Chosen & { readonly made: number }> {
  const { definition, operation } = creation;
  const [first] = unknown;
  if (first === undefined) return { adoptable: undefined, made: 0 };
  if (adoptable !== undefined) {
    return { adoptable: { ...adoptable, reason: "posted" }, made: ours.length };
  }
  if (definition.alwaysAdopt !== undefined) {
    return { adoptable: { id: first, reason: "posted", isShared: true }, made: 0 };
  }
  // Somebody has made it since the create began. A natural key can occur once only, so it is not ours.
  if (key !== undefined && definition.naturalKey !== undefined) {
    operation.sandbox.journal.giveUp(key);
  }
  return { adoptable: await chooseAdoptable(creation, unknown), made: 0 };
}

/** Of a rejection after a POST of unknown outcome, whose object Adobe does not show. */
function rejectedError<Inputs extends object, Outputs extends object>(
  { definition }: Creation<Inputs, Outputs>,
  error: AdobeError,
): Error {
  return new Error(
    `${error.message}. An earlier request of this create got no response, and may have made the ${definition.displayName}, which Adobe does not show yet: ` +
      `then \`pulumi up\`, in a minute, adopts it`,
  );
}

/**
 * Where a name can occur once only, a second POST makes no second object: no need to wait for long. A rejection may say
 * that there is the object already, which Adobe's lists show some seconds later. After the last POST, the journal gives
 * up a natural key, so the search lasts until Adobe shows what it has made.
 */
function pausesAfter<Inputs extends object, Outputs extends object>(
  { definition }: Creation<Inputs, Outputs>,
  { details: { status, ambiguous } }: AdobeError,
  isLast: boolean,
): readonly number[] {
  const isNameUnique = definition.uniqueName === true;
  const hasNaturalKey = definition.naturalKey !== undefined;
  if (ambiguous !== true) return isNameUnique || hasNaturalKey ? UNTIL_VISIBLE_MS : [0];
  if (isLast && hasNaturalKey) return UNTIL_VISIBLE_MS;
  const isSilent = status === undefined || status === 408 || status === 502 || status === 504;
  return isSilent && !isNameUnique ? AFTER_SILENCE_MS : AFTER_RESPONSE_MS;
}

function waitAfter<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  error: AdobeError,
  isLast: boolean,
) {
  const why = `it is not known whether Adobe makes the ${creation.definition.displayName}`;
  return { pausesMs: pausesAfter(creation, error, isLast), why };
}
