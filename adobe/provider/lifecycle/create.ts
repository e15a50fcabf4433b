import { AdobeError } from "../../client";
import type { ChangeKind, Properties } from "../../../provider-sdk";
import type { Definition, Scope } from "./definition";

/** Looked for this often after a POST whose outcome is unknown, before it is sent again. */
const LOOKUPS = 3;
const LOOKUP_AFTER_MS = 1000;
/** POSTs at most. */
const POSTS = 3;

interface Making {
  /** Its name was made by us: an object of that name is one an interrupted run left behind. */
  readonly ours: boolean;
  /** Inputs that a read may lack although they are as wanted. */
  readonly notShown: readonly string[];
  readonly differences: (olds: Properties, news: Properties) => Record<string, ChangeKind>;
}

/** Why an object that is there may be taken over. */
type Claim = "made name" | "mark" | "posted" | "always" | "adoptExisting";

/**
 * Makes an object exactly once. POST is not idempotent at Adobe, so it is looked for first: what an
 * interrupted run has made is taken over, what is foreign stops us. After an outcome that is unknown
 * it is looked for again before another POST.
 */
export async function createOrTakeOver<Inputs extends object, Outputs extends object>(
  definition: Definition<Inputs, Outputs>,
  inputs: Inputs,
  scope: Scope,
  making: Making,
): Promise<{ id: string; outputs: Outputs }> {
  const { session, context } = scope;
  const strangers = async () =>
    (await definition.find(inputs, scope)).filter((id) => !session.inState.has(id));

  const existing = await strangers();
  if (existing.length > 0) {
    const taken = await oneToTake(definition, inputs, existing, scope, making);
    return takeOver(definition, inputs, taken, scope, making);
  }

  for (let post = 1; ; post++) {
    try {
      return await definition.create(inputs, scope);
    } catch (error) {
      if (!(error instanceof AdobeError) || error.details.ambiguous !== true) throw error;
      context.log(
        "debug",
        `outcome unknown (${error.message}); looking for the ${definition.word}`,
      );
      for (let lookup = 1; lookup <= LOOKUPS; lookup++) {
        await session.timing.sleep(LOOKUP_AFTER_MS * 2 ** (lookup - 1), scope.signal);
        // Nothing of this name was there a moment ago: it can only be ours.
        const [made] = await strangers();
        if (made === undefined) continue;
        return takeOver(definition, inputs, { id: made, claim: "posted" }, scope, making);
      }
      if (post === POSTS) throw error;
    }
  }
}

interface Taken {
  readonly id: string;
  readonly claim: Claim;
}

/** Of the objects that stand in the way the one that may be taken over; an error when there is none. */
async function oneToTake<Inputs extends object, Outputs extends object>(
  definition: Definition<Inputs, Outputs>,
  inputs: Inputs,
  ids: readonly string[],
  scope: Scope,
  making: Making,
): Promise<Taken> {
  const [first = ""] = ids;
  if (making.ours) return { id: first, claim: "made name" };
  if (definition.alwaysAdopt !== undefined) return { id: first, claim: "always" };
  const marks: (string | undefined)[] = [];
  for (const id of ids) {
    const mark = (await definition.read(id, inputs, scope))?.mark;
    if (mark !== undefined && mark === scope.mark) return { id, claim: "mark" };
    marks.push(mark);
  }
  // One with a mark is in a state somewhere.
  const unmarked = ids.find((_, index) => marks[index] === undefined);
  if (scope.session.config.adoptExisting === true && unmarked !== undefined) {
    return { id: unmarked, claim: "adoptExisting" };
  }
  throw foreign(definition, inputs, unmarked ?? first, unmarked ? undefined : marks[0], scope);
}

/** Brings an object that is already there to the wanted state, or refuses when it cannot be. */
async function takeOver<Inputs extends object, Outputs extends object>(
  definition: Definition<Inputs, Outputs>,
  inputs: Inputs,
  { id, claim }: Taken,
  scope: Scope,
  making: Making,
): Promise<{ id: string; outputs: Outputs }> {
  const { session, context } = scope;
  // Of a foreign one everything is looked at, not only what the program gives.
  const form = claim === "adoptExisting" ? undefined : inputs;
  const found = await definition.read(id, form, scope);
  if (found === undefined)
    throw new Error(`the ${definition.word} ${id} was there and is gone; run it again`);
  const isHidden = (key: string) => making.notShown.includes(key) && !(key in found.inputs);
  const wanted = Object.fromEntries(Object.entries(inputs).filter(([key]) => !isHidden(key)));
  const changes = making.differences(found.inputs as Properties, wanted);
  const impossible = Object.keys(changes).filter((path) => changes[path]?.endsWith("-replace"));
  if (impossible.length > 0) {
    throw new Error(
      `cannot take over the ${definition.word} ${id}: it differs in ${impossible.join(", ")}, which Adobe cannot change. Give the resource another name, or delete that object`,
    );
  }
  session.holders.takeOver(context, id);
  context.log(
    claim === "made name" || claim === "mark" ? "warning" : "info",
    `took over the ${definition.word} ${id}, ${origins[claim]}`,
  );
  // Also with nothing to change: what follows the making (a wait) may not be done yet.
  const state = { ...found.inputs, ...found.outputs };
  const outputs = await definition.update(id, { olds: found.inputs, news: inputs, state }, scope);
  return { id, outputs };
}

const sameStack =
  "which was already there: left by an interrupted run of this stack, or kept by a destroy. " +
  "Should it belong to another stack with the same project and stack name, neither delete nor destroy here: set adobe-aep:namePrefix, or take another stack name";

const origins: Record<Claim, string> = {
  "made name": sameStack,
  mark: sameStack,
  posted: "which was made although the answer did not come",
  always: "which was already there",
  adoptExisting: "which was already there and is not this stack's (adoptExisting)",
};

function foreign<Inputs extends object, Outputs extends object>(
  definition: Definition<Inputs, Outputs>,
  inputs: Inputs,
  id: string,
  mark: string | undefined,
  { context }: Scope,
): Error {
  const { nameInput, token, word } = definition;
  const called =
    nameInput === undefined ? "" : ` called "${String((inputs as Properties)[nameInput])}"`;
  const there = `there is already a ${word}${called}, ${id}`;
  const importing = `with \`pulumi import ${token} ${context.name} ${id}\``;
  return new Error(
    mark === undefined
      ? `${there}, which this stack did not make. Bring it under this stack ${importing}, ` +
          `take it over with \`pulumi config set adobe-aep:adoptExisting true\`, or give the resource another name`
      : `${there}, which another resource made, or this one in an earlier form (mark ${mark}). ` +
          `If it is a predecessor that is still to be deleted, run \`pulumi up\` with the program as it was before; else give the resource another name, or take it out of the state it is in with \`pulumi state delete\` there, and bring it under this one ${importing}`,
  );
}
