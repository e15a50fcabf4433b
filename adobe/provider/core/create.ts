import { AdobeError } from "../../client";
import type { ChangeKind, Properties } from "../rpc";
import type { Definition, Scope } from "./definition";

/** Looked for this often after a POST whose outcome is unknown, before it is sent again. */
const LOOKUPS = 3;
const LOOKUP_AFTER_MS = 1000;
/** POSTs at most. */
const POSTS = 3;

interface Making {
  /** Its name was made by us: an object of that name is one an interrupted run left behind. */
  readonly ours: boolean;
  readonly differences: (olds: Properties, news: Properties) => Record<string, ChangeKind>;
}

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
    const id = await oneToTake(definition, inputs, existing, scope, making);
    return takeOver(definition, inputs, id, scope, making);
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
        if (made !== undefined) return takeOver(definition, inputs, made, scope, making);
      }
      if (post === POSTS) throw error;
    }
  }
}

/** Of the objects that stand in the way the one that may be taken over; an error when all are foreign. */
async function oneToTake<Inputs extends object, Outputs extends object>(
  definition: Definition<Inputs, Outputs>,
  inputs: Inputs,
  ids: readonly string[],
  scope: Scope,
  making: Making,
): Promise<string> {
  const [first = ""] = ids;
  if (making.ours || definition.alwaysAdopt !== undefined) return first;
  const marks: (string | undefined)[] = [];
  for (const id of ids) {
    const mark = (await definition.read(id, inputs, scope))?.mark;
    if (mark !== undefined && mark === scope.mark) return id;
    marks.push(mark);
  }
  if (scope.session.config.adoptExisting === true) return first;
  throw foreign(definition, inputs, first, marks[0], scope.context);
}

/** Brings an object that is already there to the wanted state, or refuses when it cannot be. */
async function takeOver<Inputs extends object, Outputs extends object>(
  definition: Definition<Inputs, Outputs>,
  inputs: Inputs,
  id: string,
  scope: Scope,
  making: Making,
): Promise<{ id: string; outputs: Outputs }> {
  const { session, context } = scope;
  session.takenOver.set(context.urn, id);
  const found = await definition.read(id, inputs, scope);
  if (found === undefined)
    throw new Error(`the ${definition.word} ${id} was there and is gone; run it again`);
  // What Adobe does not hold cannot differ.
  const readable = Object.fromEntries(
    Object.entries(inputs).filter(([key]) => key in found.inputs),
  );
  const changes = making.differences(found.inputs as Properties, { ...found.inputs, ...readable });
  const impossible = Object.keys(changes).filter((path) => changes[path]?.endsWith("-replace"));
  if (impossible.length > 0) {
    throw new Error(
      `cannot take over the ${definition.word} ${id}: it differs in ${impossible.join(", ")}, which Adobe cannot change. Give the resource another name, or delete that object`,
    );
  }
  context.log("info", `took over the ${definition.word} ${id}, which was already there`);
  // Also with nothing to change: what follows the making (a wait) may not be done yet.
  const state = { ...found.inputs, ...found.outputs };
  const outputs = await definition.update(id, { olds: found.inputs, news: inputs, state }, scope);
  return { id, outputs };
}

function foreign<Inputs extends object, Outputs extends object>(
  definition: Definition<Inputs, Outputs>,
  inputs: Inputs,
  id: string,
  mark: string | undefined,
  context: Scope["context"],
): Error {
  const { nameInput, token, word } = definition;
  const called =
    nameInput === undefined ? "" : ` called "${String((inputs as Properties)[nameInput])}"`;
  const whose =
    mark === undefined
      ? "which this stack did not make"
      : `which another resource made, or this one in an earlier form (mark ${mark})`;
  return new Error(
    `there is already a ${word}${called}, ${id}, ${whose}. ` +
      `Bring it under this stack with \`pulumi import ${token} ${context.name} ${id}\`, ` +
      `take it over with \`pulumi config set adobe-aep:adoptExisting true\`, or give the resource another name`,
  );
}
