import { InitializationFailedError } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import { AdobeError } from "../../client";
import { listed } from "../../client/text";
import { chooseAdoptable, chooseKept } from "./adoption";
import type { Adoptable, Created, Creation } from "./adoption";
import { heldError, nameIn } from "./adoptionErrors";
import { adoptOnce, claimed } from "./adoptOnce";
import { nthAutoName } from "./autoName";
import { INTERNAL_OUTPUT } from "./internalState";
import { warnOfOtherProviders } from "./leftElsewhere";
import { warnOfInterruptedCreates, warnOfLeftovers } from "./leftovers";
import { keyOf } from "./makers";
import { postOnce } from "./postOnce";
import { search, whileYoung } from "./search";

/** Number of names of a sequence that are tried before the create stops. */
const MAX_NAMES = 20;

/**
 * Creates an object exactly once. A POST at Adobe is not idempotent, so the object is looked up first: an
 * object that an interrupted run of this resource has left behind is adopted. Any other object with the
 * name stays as it is: with an auto-name, the new object gets the next name; with a name that the program
 * gives, the create stops.
 */
export async function createOrAdopt<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
): Promise<Created<Outputs>> {
  const { naturalKeys, creating } = creation.operation.sandbox;
  return naturalKeys.during(creation, () =>
    creating.during(creation, () => createPlanned(creation)),
  );
}

async function createPlanned<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
): Promise<Created<Outputs>> {
  const { sandbox } = creation.operation;
  const planned = await claimed(creation, () => plan(creation));
  const { named, key, adoptable, left = 0, held = [] } = planned;
  sandbox.triedNames.add(named);
  if (named.definition.idOf !== undefined) {
    // Its create may change an object that is there, in place of a rejection.
    const there = await shownOf(named, held);
    if (there.length > 0) throw heldError(named, there);
  }
  const repeated = (id: string) => {
    const at = sandbox.journal.repeatedAt(id);
    return at === undefined ? {} : { [INTERNAL_OUTPUT.repeated]: at };
  };
  try {
    const created = await carryOut(named, { key, adoptable, left });
    sandbox.holdsInState(created.id, creation.definition);
    return { ...created, internal: { ...created.internal, ...repeated(created.id) } };
  } catch (error) {
    if (isConflict(error)) {
      const there = await shownOf(named, held);
      if (there.length > 0) throw heldError(named, there, error);
    }
    if (!(error instanceof InitializationFailedError)) throw error;
    // The engine stores this object too.
    sandbox.holdsInState(error.id, creation.definition);
    const outputs = {
      ...nameIn(named),
      ...error.outputs,
      ...repeated(error.id),
    };
    throw new InitializationFailedError(error.id, outputs, error.inputs, error.reasons);
  }
}

/** Whether Adobe has rejected the create, perhaps because there is such an object already. */
function isConflict(error: unknown): error is AdobeError {
  return error instanceof AdobeError && [400, 409, 422].includes(error.details.status ?? 0);
}

/** Those of the objects that Adobe has not deleted: its lists may show one that is gone. */
async function shownOf<Inputs extends object, Outputs extends object>(
  { definition, inputs, operation }: Creation<Inputs, Outputs>,
  ids: readonly string[],
): Promise<readonly string[]> {
  const shown = ids.map(async (id) =>
    (await definition.read(id, inputs, operation)) === undefined ? [] : [id],
  );
  return (await Promise.all(shown)).flat();
}

async function carryOut<Inputs extends object, Outputs extends object>(
  named: Creation<Inputs, Outputs>,
  { key, adoptable, left }: Required<Omit<Plan<Inputs, Outputs>, "named" | "held">>,
): Promise<Created<Outputs>> {
  if (adoptable === undefined) {
    await warnOfInterruptedCreates(named, key);
    return postOnce(named, key);
  }
  return adoptOnce(named, adoptable, { key, made: left });
}

/** What a create is about to do. */
export interface Plan<Inputs extends object, Outputs extends object> {
  /** The create, with an auto-name that is not in use. */
  readonly named: Creation<Inputs, Outputs>;
  /** The key under which the journal knows the create. */
  readonly key: string | undefined;
  readonly adoptable: Adoptable | undefined;
  /** Objects of this stack that have the name or natural key already, where Adobe allows only one. */
  readonly held?: readonly string[];
  /** How many objects an interrupted run has left behind: more than one when it has sent the POST twice. */
  readonly left?: number;
}

/**
 * Decides which object a create adopts, if any, and sends only requests that change nothing.
 * @throws Error that says what to do, when the name is taken.
 */
export async function plan<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
): Promise<Plan<Inputs, Outputs>> {
  const { autoName } = creation.rules;
  if (autoName !== undefined) return planAutoNamed(creation, autoName);
  const { definition } = creation;
  const key = keyOf(creation);
  const searched = await search(creation, key, whileYoung(creation, key));
  const { found, unknown, ours } = searched;
  const isOthers = searched.adoptable === undefined && unknown.length > 0;
  const isUnique = definition.uniqueName === true || definition.naturalKey !== undefined;
  return {
    named: creation,
    key,
    adoptable: isOthers ? await chooseAdoptable(creation, unknown) : searched.adoptable,
    left: ours.length,
    held: isUnique ? found.filter((id) => !unknown.includes(id)) : [],
  };
}

async function planAutoNamed<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  autoName: string,
): Promise<Plan<Inputs, Outputs>> {
  const { definition, operation } = creation;
  const { config } = operation.sandbox;
  const isConsented = config.adoptExisting === true;
  for (let n = 1; n <= MAX_NAMES; n++) {
    const name = nthAutoName(autoName, n);
    const named = withName(creation, name);
    const { found, unknown, ours, adoptable } = await search(named, name, whileYoung(named, name));
    if (adoptable !== undefined) return { named, key: name, adoptable, left: ours.length };
    const [first] = unknown;
    if (first !== undefined && isConsented) {
      return { named, key: name, adoptable: { id: first, reason: "adoptExisting" } };
    }
    if (found.length === 0) {
      const kept = isConsented ? await chooseKept(named, name) : undefined;
      if (kept === undefined) {
        await warnOfLeftovers(named, autoName);
        await warnOfOtherProviders(named);
        return { named, key: name, adoptable: undefined };
      }
      return { named, key: name, adoptable: { id: kept, reason: "adoptExisting" } };
    }
    operation.context.log(
      "info",
      `the ${definition.displayName} ${listed(found)} has the name "${name}" and is not this resource's; using the next name`,
    );
  }
  throw new Error(
    `all ${MAX_NAMES} auto-names from "${autoName}" are in use; give the ${definition.displayName} a name, or delete those that are not needed`,
  );
}

/** The same create with another name. */
export function withName<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  name: string,
): Creation<Inputs, Outputs> {
  const { nameInput = "name" } = creation.definition;
  const inputs: Properties = { ...creation.inputs, [nameInput]: name };
  return { ...creation, inputs: inputs as Inputs };
}
