import type { ChangeKind, Properties } from "../../../provider-sdk";
import { listed } from "../../client/text";
import { canonicalJson, withoutOwner } from "./autoName";
import type { CreateOutcome } from "./createJournal";
import type { Definition, Operation } from "./definition";
import { withoutGuesses } from "./guesses";
import { INTERNAL_OUTPUT } from "./internalState";
import { isMadeLate, isOfAnotherClient, mayBeMadeBy } from "./sentContent";
import { withUnknown } from "./withUnknown";

export interface AdoptionRules {
  /** The auto-name, when the object has one. */
  readonly autoName: string | undefined;
  /** Inputs that a read may lack although they have the wanted value. */
  readonly writeOnly: readonly string[];
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

/** What proves that an interrupted run has left an object behind (see {@link CreateOutcome}). */
type LeftBehind = Extract<CreateOutcome, "made" | "interrupted">;

/** Why an existing object may be adopted. */
type Reason = LeftBehind | "posted" | "always" | "adoptExisting";

export interface Adoptable {
  readonly id: string;
  readonly reason: Reason;
  /** Whether somebody else may have made the object: it is not deleted without consent. */
  readonly isDoubtful?: boolean;
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
 * What proves that an interrupted run on this machine has left the object behind. Undefined: the engine has got its
 * id, or no request of this machine has made it. Then it is in some state, or was, or nobody manages it.
 * @param key - auto-name, ownership tag or natural key of the object.
 */
export function leftBehind<Inputs extends object, Outputs extends object>(
  { definition, operation }: Pick<Creation<Inputs, Outputs>, "definition" | "operation">,
  key: string,
  id: string,
): LeftBehind | undefined {
  const { journal } = operation.sandbox;
  const outcome = journal.outcomeOf(key, id);
  if (outcome !== "made" && outcome !== "interrupted") return undefined;
  if (outcome === "made" || definition.naturalKey === undefined) return outcome;
  const isEvidence = journal.ageOf(key) <= NATURAL_KEY_MS && !journal.isOfAnotherCreate(key, id);
  return isEvidence ? outcome : undefined;
}

/**
 * Of the objects with the key of one create, the one to adopt. When the outcome of the create is not known, its object
 * is the oldest, and the others may be copies that somebody has made of it. A natural key says nothing about who made
 * the object, so that one must also be what the POST sent.
 */
export async function chooseLeftBehind<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  key: string,
  ids: readonly string[],
): Promise<Adoptable | undefined> {
  const { definition, inputs, operation } = creation;
  const { journal, timing } = operation.sandbox;
  const sentAt = timing.now() - journal.ageOf(key);
  const interrupted: { id: string; at: number | undefined; isLate: boolean }[] = [];
  for (const id of ids) {
    const left = leftBehind(creation, key, id);
    if (left === "made") return { id, reason: left };
    if (left === undefined) continue;
    const found = await definition.read(id, inputs, operation);
    if (found === undefined || isOfAnotherClient(found, operation)) continue;
    const at = found.creation?.at;
    const isLate = isMadeLate(found, sentAt);
    if (definition.naturalKey !== undefined) {
      const post = { inputs: journal.sentInputs(key) ?? inputs, at: journal.firstSentAt(key) };
      if (isLate || !mayBeMadeBy(creation, found, post)) continue;
    }
    interrupted.push({ id, at, isLate });
  }
  const [oldest, another] = interrupted.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0));
  if (oldest === undefined) return undefined;
  const isUndecided = another !== undefined && oldest.at === undefined;
  return { id: oldest.id, reason: "interrupted", isDoubtful: oldest.isLate || isUndecided };
}

/**
 * Returns the object that may be adopted, of those with the name that the program gives, or with the natural key.
 * @throws Error that says what to do, when all of them are unmanaged or in a state.
 */
export async function chooseAdoptable<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  ids: readonly string[],
): Promise<Adoptable> {
  const { definition, inputs, operation } = creation;
  const [first = ""] = ids;
  if (definition.alwaysAdopt !== undefined) return { id: first, reason: "always" };
  const isConsented = operation.sandbox.config.adoptExisting === true;
  const key = keyOf(creation);
  const tags: (string | undefined)[] = [];
  for (const id of ids) tags.push((await definition.read(id, inputs, operation))?.tag);
  const ours = ids.filter((_, index) => tags[index] === key || definition.naturalKey !== undefined);
  const left = key === undefined ? undefined : await chooseLeftBehind(creation, key, ours);
  if (left !== undefined) return left;
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
  { definition, operation }: Creation<Inputs, Outputs>,
  autoName: string,
): Promise<string | undefined> {
  const all = (await definition.list?.(operation)) ?? [];
  const kept = all.filter(
    ({ id, name }) =>
      withoutOwner(name) === withoutOwner(autoName) && !operation.sandbox.knownIds.has(id),
  );
  const [one, another] = kept;
  if (another === undefined) return one?.id;
  throw new Error(
    `there is more than one ${definition.displayName} named "${withoutOwner(autoName)}-…" (${listed(kept.map(({ id }) => id))}). ` +
      `Bring the one that you want under this stack with \`pulumi import ${definition.token} ${operation.context.name} <id>\`, or run without adobe-aep:adoptExisting to make a new one`,
  );
}

/**
 * Updates an existing object to the wanted inputs.
 * @throws Error when they differ in something that Adobe cannot change.
 */
export async function adopt<Inputs extends object, Outputs extends object>(
  { definition, inputs, operation, rules }: Creation<Inputs, Outputs>,
  adoptable: Adoptable,
): Promise<Created<Outputs>> {
  const { id, reason } = adoptable;
  const { displayName } = definition;
  const { sandbox, context } = operation;
  // An unmanaged object is compared completely, not only in the inputs that the program gives.
  const form = reason === "adoptExisting" ? undefined : inputs;
  const found = await definition.read(id, form, operation);
  if (found === undefined) {
    throw new Error(`the ${displayName} ${id} was deleted meanwhile; run \`pulumi up\` again`);
  }
  const isUnreadable = (key: string) => rules.writeOnly.includes(key) && !(key in found.inputs);
  const newInputs = withUnknown(definition, found.inputs, inputs, operation);
  const wanted = Object.fromEntries(
    Object.entries(newInputs).filter(([key]) => !isUnreadable(key)),
  );
  const known = withoutGuesses(definition, found.inputs as Properties, wanted, found.guessed);
  const changes = rules.differences(known, wanted);
  const isAdded = (path: string) =>
    changes[path] === "delete-replace" && definition.platformAdds?.includes(path) === true;
  const impossible = Object.keys(changes).filter(
    (path) => changes[path]?.endsWith("-replace") && !isAdded(path),
  );
  if (impossible.length > 0) {
    throw new Error(
      `cannot adopt the ${displayName} ${id}: it differs in ${listed(impossible)}, which Adobe cannot change. Give the resource another name, or delete that object`,
    );
  }
  sandbox.ownership.adopt(context, id);
  context.log(
    reason === "made" || reason === "interrupted" ? "warning" : "info",
    `adopted the ${displayName} ${id}, ${origins[reason]}${isMarked(definition, adoptable) ? ". Somebody else may have made it, so a destroy leaves it at Adobe" : ""}`,
  );
  // Also when nothing has to change: the wait that follows a create may not have ended.
  const oldOutputs = { ...found.inputs, ...found.outputs };
  const request = { oldInputs: known as Inputs, newInputs, oldOutputs };
  const outputs = await definition.update(id, request, operation);
  return { id, outputs, inputs: newInputs, internal: internalOf(definition, adoptable) };
}

/**
 * Another state may have what is adopted with consent, or by a key that every state shares. Not so when a response to
 * this state's POST had the id.
 */
export function internalOf<Inputs extends object, Outputs extends object>(
  definition: Pick<Definition<Inputs, Outputs>, "naturalKey">,
  adoptable: Adoptable | undefined,
): Properties {
  const mayBeElsewhere = adoptable !== undefined && isMarked(definition, adoptable);
  return mayBeElsewhere ? { [INTERNAL_OUTPUT.adopted]: true } : {};
}

function isMarked<Inputs extends object, Outputs extends object>(
  { naturalKey }: Pick<Definition<Inputs, Outputs>, "naturalKey">,
  { reason, isDoubtful }: Adoptable,
): boolean {
  if (reason === "made") return false;
  return reason === "adoptExisting" || isDoubtful === true || naturalKey !== undefined;
}

const LEFT_BEHIND = "which an interrupted run of this resource has left behind";

const origins: Record<Reason, string> = {
  made: LEFT_BEHIND,
  interrupted: LEFT_BEHIND,
  posted: "which was made although its response did not arrive",
  always: "which was already there",
  adoptExisting: "which was already there and is not in this state (adoptExisting)",
};

function unmanagedError<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  ids: readonly string[],
): Error {
  const [id = ""] = ids;
  const { nameInput } = creation.definition;
  const other =
    nameInput === undefined
      ? "remove this resource from the program"
      : "give the resource another name";
  return new Error(
    `${exists(creation, ids)}, which this stack did not make, or does not have any more. Bring it under this stack ${importing(creation, id)}, ` +
      `adopt it with \`pulumi config set adobe-aep:adoptExisting true\`, or ${other}`,
  );
}

function otherOwnerError<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  ids: readonly string[],
  tag: string,
): Error {
  const [id = ""] = ids;
  return new Error(
    `${exists(creation, ids)}, which another resource made, or this one in an earlier form or another state (ownership tag ${tag}). ` +
      `If this resource was renamed, give it \`aliases\`. If the object is a predecessor that is still to be deleted, run \`pulumi up\` with the program as it was before. ` +
      `If no state holds it any more, bring it under this stack ${importing(creation, id)}. Otherwise give the resource another name`,
  );
}

/** Of a create that Adobe has rejected while another resource of this stack has the only object that there can be. */
export function heldError<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  held: readonly string[],
  cause: Error,
): Error {
  const other = creation.definition.nameInput === undefined ? "other inputs" : "another name";
  return new Error(
    `${cause.message}. ${exists(creation, held)}, which another resource of this stack has. ` +
      `If this resource is that one under a new name, give it \`aliases\`. Otherwise give one of them ${other}`,
    { cause },
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

function exists<Inputs extends object, Outputs extends object>(
  { definition, inputs }: Creation<Inputs, Outputs>,
  ids: readonly string[],
): string {
  const { nameInput, displayName } = definition;
  const name =
    nameInput === undefined ? "" : ` named "${String((inputs as Properties)[nameInput])}"`;
  const article = /^[aeiou]/.test(displayName) ? "an" : "a";
  return `there is already ${article} ${displayName}${name}, ${listed(ids)}`;
}

/** The end of a sentence: how an object is imported. */
export function importing<Inputs extends object, Outputs extends object>(
  { definition, operation }: Creation<Inputs, Outputs>,
  id: string,
): string {
  return `with \`pulumi import ${definition.token} ${operation.context.name} ${id}\``;
}
