import { InitializationFailedError } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import { listed } from "../../client/text";
import { adopt, chooseAdoptable, chooseKept, isLeftBehind } from "./adoption";
import type { Adoptable, Created, Creation } from "./adoption";
import { nthAutoName } from "./autoName";
import { findCandidates } from "./candidates";
import { postOnce } from "./postOnce";
import { warnOfSeconds } from "./seconds";
import { hasUnknown, isUnknown } from "./unknown";

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
  const { named, key, adoptable, seconds } = await plan(creation);
  try {
    if (adoptable === undefined) return await postOnce(named, key);
    const { journal } = named.operation.sandbox;
    if (key !== undefined && journal.isUnresolved(key)) journal.repeat(adoptable.id);
    const adopted = await adopt(named, adoptable);
    if (seconds) await warnOfSeconds(named, adopted.id);
    return adopted;
  } catch (error) {
    if (!(error instanceof InitializationFailedError)) throw error;
    const outputs = { ...error.outputs, ...nameIn(named) };
    throw new InitializationFailedError(error.id, outputs, error.inputs, error.reasons);
  }
}

/**
 * Says in a preview that a create would adopt an object: nothing is adopted that a preview did not show, as far as
 * the inputs are known then. The first preview of a stack sends no request for it: names and tags contain the
 * provider's id, which the first `up` makes. Only what has neither (an identity descriptor) is looked up there too.
 */
export async function announceAdoption<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
): Promise<void> {
  const { definition, operation, rules, inputs } = creation;
  const { alwaysAdopt } = definition;
  const key = rules.autoName ?? operation.tag;
  if (hasUnknown(inputs)) return;
  if (alwaysAdopt === undefined && (key === undefined || isUnknown(key))) return;
  const { adoptable } = await plan(creation);
  if (adoptable === undefined) return;
  const text = `will adopt the ${definition.displayName} ${adoptable.id} instead of making one`;
  const why = alwaysAdopt === undefined ? "" : `. ${alwaysAdopt}`;
  operation.context.log("warning", `${text}${why}`);
}

interface Plan<Inputs extends object, Outputs extends object> {
  /** The create, with an auto-name that is not in use. */
  readonly named: Creation<Inputs, Outputs>;
  /** The key under which the journal knows the create. */
  readonly key: string | undefined;
  readonly adoptable: Adoptable | undefined;
  /** Whether there are more such objects: an interrupted run has sent the POST twice. */
  readonly seconds?: boolean;
}

async function plan<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
): Promise<Plan<Inputs, Outputs>> {
  const { autoName } = creation.rules;
  if (autoName !== undefined) return planAutoNamed(creation, autoName);
  const { operation } = creation;
  const found = await findCandidates(creation);
  const unknown = found.filter((id) => !operation.sandbox.knownIds.has(id));
  const adoptable = unknown.length > 0 ? await chooseAdoptable(creation, unknown) : undefined;
  const isTagged = adoptable?.reason === "tag";
  return {
    named: creation,
    key: operation.tag,
    adoptable,
    seconds: isTagged && unknown.length > 1,
  };
}

async function planAutoNamed<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  autoName: string,
): Promise<Plan<Inputs, Outputs>> {
  const { definition, operation } = creation;
  const { knownIds, config } = operation.sandbox;
  const isConsented = config.adoptExisting === true;
  for (let n = 1; n <= MAX_NAMES; n++) {
    const name = nthAutoName(autoName, n);
    const named = withName(creation, name);
    const found = await findCandidates(named);
    const unknown = found.filter((one) => !knownIds.has(one));
    for (const id of unknown) {
      const isLeft = await isLeftBehind(named, name, id);
      if (!isLeft && !isConsented) continue;
      return {
        named,
        key: name,
        adoptable: { id, reason: isLeft ? "auto-name" : "adoptExisting" },
        seconds: isLeft && unknown.length > 1,
      };
    }
    if (found.length === 0) {
      const kept = isConsented ? await chooseKept(named, name) : undefined;
      if (kept === undefined) return { named, key: name, adoptable: undefined };
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

/** The name as an output. It differs from the input when the auto-name was in use. */
export function nameIn<Inputs extends object, Outputs extends object>({
  definition,
  inputs,
}: Pick<Creation<Inputs, Outputs>, "definition" | "inputs">): Properties {
  const { nameInput } = definition;
  return nameInput === undefined ? {} : { [nameInput]: (inputs as Properties)[nameInput] };
}

function withName<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  name: string,
): Creation<Inputs, Outputs> {
  const { nameInput = "name" } = creation.definition;
  const inputs: Properties = { ...creation.inputs, [nameInput]: name };
  return { ...creation, inputs: inputs as Inputs };
}
