import { InitializationFailedError } from "../../../provider-sdk";
import type { ChangeKind, Properties } from "../../../provider-sdk";
import { listed } from "../../client/text";
import { withoutAdded } from "./addedParts";
import {
  failedCheckError,
  importing,
  impossibleError,
  nameIn,
  otherOwnerError,
  unmanagedError,
} from "./adoptionErrors";
import { keptName, withoutOwner } from "./autoName";
import type { Definition, Found, Operation } from "./definition";
import { withoutGuesses } from "./guesses";
import { otherThanDefaults } from "./importedDefaults";
import { INTERNAL, INTERNAL_OUTPUT } from "./internalState";
import { keyOf } from "./makers";
import type { Evidence } from "./makers";
import { listRecent } from "./operation";
import { withUnknown } from "./withUnknown";

export interface AdoptionRules {
  /** The auto-name, when the object has one. */
  readonly autoName: string | undefined;
  /** Inputs that a read may lack although they have the wanted value. */
  readonly writeOnly: readonly string[];
  /** Inputs that have a default because the program does not give them. */
  readonly defaulted: readonly string[];
  readonly differences: (
    oldInputs: Properties,
    newInputs: Properties,
  ) => Record<string, ChangeKind>;
}

/** What adoption needs to know about a create. */
export interface Creation<Inputs extends object, Outputs extends object> {
  readonly definition: Definition<Inputs, Outputs>;
  readonly inputs: Inputs;
  readonly operation: Operation;
  readonly rules: AdoptionRules;
}

export interface Created<Outputs> {
  readonly id: string;
  readonly outputs: Outputs;
  /** The inputs with which the object was made: when the auto-name was in use, they have the next name. */
  readonly inputs: object;
  /** The internal state among its outputs. */
  readonly internal?: Properties;
}

/** Why an existing object may be adopted. */
type Reason = Evidence | "posted" | "always" | "adoptExisting";

export interface Adoptable {
  readonly id: string;
  readonly reason: Reason;
  /** Whether several resources may have it, as Adobe never deletes it. */
  readonly isShared?: boolean;
  /** Whether somebody else may have made the object: it is not deleted without consent. */
  readonly isDoubtful?: boolean;
}

/**
 * Returns the object that may be adopted, of those with the name that the program gives, or with the natural key, that
 * no create of this resource has made.
 * @throws Error that says what to do, when all of them are unmanaged or in a state.
 */
export async function chooseAdoptable<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  ids: readonly string[],
): Promise<Adoptable> {
  const { definition, inputs, operation } = creation;
  const [first = ""] = ids;
  if (definition.alwaysAdopt !== undefined) return { id: first, reason: "always", isShared: true };
  const isConsented = operation.sandbox.config.adoptExisting === true;
  const tags: (string | undefined)[] = [];
  for (const id of ids) tags.push((await definition.read(id, inputs, operation))?.tag);
  for (const [index, id] of ids.entries()) {
    const tag = tags[index];
    if (tag === undefined || operation.tag === undefined) continue;
    if (isConsented && withoutOwner(tag) === withoutOwner(operation.tag)) {
      return { id, reason: "adoptExisting" };
    }
  }
  // An object with a tag is in some state.
  const untagged = ids.find((_, index) => tags[index] === undefined);
  if (untagged === undefined) throw otherOwnerError(creation, ids, tags[0] ?? "");
  if (isConsented) return { id: untagged, reason: "adoptExisting" };
  throw unmanagedError(creation, [untagged, ...ids.filter((id) => id !== untagged)]);
}

/**
 * The object that a destroy of this stack has kept, or that belongs to another stack of the same name: its
 * auto-name differs from the wanted one only in the part that belongs to one state.
 * @throws Error that names the objects, when there is more than one.
 */
export async function chooseKept<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  autoName: string,
): Promise<string | undefined> {
  const { definition, operation } = creation;
  const all = await listRecent(definition, operation);
  const kept = all.filter(
    ({ id, name }) =>
      withoutOwner(name) === withoutOwner(autoName) && !operation.sandbox.knownIds.has(id),
  );
  const [one, another] = kept;
  if (another === undefined) return one?.id;
  throw new Error(
    `there is more than one ${definition.displayName} named "${withoutOwner(autoName)}-…" (${listed(kept.map(({ id }) => id))}). ` +
      `Bring the one that you want under this stack ${importing(creation, "<id>")}, or run without adobe-aep:adoptExisting to make a new one`,
  );
}

/** How an object at Adobe differs from what the program wants. */
interface Compared<Inputs extends object, Outputs extends object> {
  readonly found: Found<Inputs, Outputs>;
  /** What the object has, without what others have added. */
  readonly known: Properties;
  /** What the program wants, with what stays at Adobe. */
  readonly newInputs: Inputs;
  /** What the object has in place of the defaults of inputs that the program does not give. */
  readonly defaults: Properties;
}

/**
 * Reads an object that is to be adopted, and compares it. Inputs may be unknown in a preview.
 * @throws Error when it differs in something that Adobe cannot change, or that a check of the program would not let pass.
 */
export async function compareAdoptable<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  { id, reason }: Adoptable,
): Promise<Compared<Inputs, Outputs>> {
  const { definition, inputs, operation, rules } = creation;
  const { displayName } = definition;
  // With consent, an object is taken as an import takes it: Adobe shows all that it has, and what the program does not
  // give stays.
  const isImport = reason === "adoptExisting";
  const form = isImport ? undefined : inputs;
  const found = await definition.read(id, form, operation);
  if (found === undefined) {
    throw new Error(`the ${displayName} ${id} was deleted meanwhile; run \`pulumi up\` again`);
  }
  const isUnreadable = (key: string) => rules.writeOnly.includes(key) && !(key in found.inputs);
  const defaults = isImport ? adoptedDefaults(definition, rules, found.inputs as Properties) : {};
  const given = { ...inputs, ...defaults, ...nameKept(creation, found.inputs as Properties) };
  const newInputs = withUnknown(definition, found.inputs, given, operation);
  const wanted = Object.fromEntries(
    Object.entries(newInputs).filter(([key]) => !isUnreadable(key)),
  );
  const actual = withoutGuesses(definition, found.inputs as Properties, wanted, found.guessed);
  const known = withoutAdded(actual, [wanted, ...sentBy(creation)], definition.open);
  const imported = isImport ? { [INTERNAL.imported]: true } : {};
  const changes = rules.differences({ ...known, ...imported }, wanted);
  const isAdded = (path: string) =>
    changes[path] === "delete-replace" && definition.platformAdds?.includes(path) === true;
  const impossible = Object.keys(changes).filter(
    (path) => changes[path]?.endsWith("-replace") && !isAdded(path),
  );
  if (impossible.length > 0) {
    throw impossibleError({ definition, operation }, id, impossible);
  }
  const failures = definition.check?.(newInputs, found.inputs, () => undefined) ?? [];
  if (failures.length > 0) throw failedCheckError(creation, id, failures);
  return { found, known, newInputs, defaults };
}

/** The auto-name of another state or machine, where Adobe cannot change it. */
function nameKept<Inputs extends object, Outputs extends object>(
  { definition, inputs, rules }: Creation<Inputs, Outputs>,
  found: Properties,
): Properties {
  const { nameInput } = definition;
  if (nameInput === undefined || rules.autoName === undefined) return {};
  const kept = keptName(definition, found[nameInput], (inputs as Properties)[nameInput]);
  return kept === undefined ? {} : { [nameInput]: kept };
}

/**
 * Updates an existing object to the wanted inputs.
 * @throws Error when they differ in something that Adobe cannot change.
 */
export async function adopt<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  adoptable: Adoptable,
): Promise<Created<Outputs>> {
  const { definition, operation } = creation;
  const { id, reason } = adoptable;
  const { sandbox, context } = operation;
  const { found, known, newInputs, defaults } = await compareAdoptable(creation, adoptable);
  sandbox.ownership.claim(context, id);
  const internal = { ...internalOf(definition, adoptable), ...internalDefaults(defaults) };
  if (isUnproved(adoptable, found.tag, operation)) sandbox.journal.adoptUnproved(id);
  const isDoubtful = internal[INTERNAL_OUTPUT.adopted] === true;
  const isInfo =
    reason === "always" || reason === "adoptExisting" || (reason === "posted" && !isDoubtful);
  context.log(
    isInfo ? "info" : "warning",
    `adopted the ${definition.displayName} ${id}, ${origins[reason]}${isDoubtful ? DOUBTFUL : ""}`,
  );
  // Also when nothing has to change: the wait that follows a create may not have ended.
  const oldOutputs = { ...found.inputs, ...found.outputs };
  const request = { oldInputs: known as Inputs, newInputs, oldOutputs };
  try {
    const outputs = await definition.update(id, request, operation);
    return { id, outputs, inputs: newInputs, internal };
  } catch (error) {
    if (!(error instanceof InitializationFailedError)) throw error;
    // The engine stores the object, so it must know too that it is an adopted one.
    const name = nameIn({ definition, inputs: newInputs });
    const outputs = { ...name, ...error.outputs, ...internal };
    throw new InitializationFailedError(error.id, outputs, error.inputs, error.reasons);
  }
}

/** What this state's create has sent, as far as the journal has it: what the program gave then is not added by others. */
function sentBy<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
): readonly object[] {
  const key = keyOf(creation);
  return key === undefined ? [] : creation.operation.sandbox.journal.sentInputs(key);
}

/** What the object has in place of the defaults of inputs that the program does not give. */
function adoptedDefaults<Inputs extends object, Outputs extends object>(
  { defaults = {} }: Definition<Inputs, Outputs>,
  { defaulted }: AdoptionRules,
  found: Properties,
): Properties {
  const usual = Object.entries(defaults).filter(([input]) => defaulted.includes(input));
  return otherThanDefaults(Object.fromEntries(usual), found);
}

function internalDefaults(defaults: Properties): Properties {
  return Object.keys(defaults).length === 0 ? {} : { [INTERNAL_OUTPUT.adoptedDefaults]: defaults };
}

/**
 * Another state may have what is adopted with consent, or by a key that every state shares. Not so when a response to
 * this state's POST had the id.
 */
function internalOf<Inputs extends object, Outputs extends object>(
  { naturalKey }: Pick<Definition<Inputs, Outputs>, "naturalKey">,
  { reason, isDoubtful }: Adoptable,
): Properties {
  if (reason === "made") return {};
  const isMarked = reason === "adoptExisting" || isDoubtful === true || naturalKey !== undefined;
  return isMarked ? { [INTERNAL_OUTPUT.adopted]: true } : {};
}

/** Whether the adoption gives the object a name or tag of this state that does not prove who has made it. */
function isUnproved(
  { reason, isDoubtful }: Adoptable,
  tag: string | undefined,
  operation: Operation,
): boolean {
  return reason === "adoptExisting" || (isDoubtful === true && tag !== operation.tag);
}

const LEFT_BEHIND = "which an interrupted run of this resource has left behind";

const DOUBTFUL =
  ". Somebody else may have made it, so a destroy leaves it at Adobe; where another stack has it too, a change here changes it there";

const origins: Record<Reason, string> = {
  made: LEFT_BEHIND,
  interrupted: LEFT_BEHIND,
  posted: "which was made although its response did not arrive",
  always: "which was already there",
  adoptExisting: "which was already there and is not in this state (adoptExisting)",
};
