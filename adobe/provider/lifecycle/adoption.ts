import type { ChangeKind, Properties } from "../../../provider-sdk";
import { listed } from "../../client/text";
import { withoutOwner } from "./autoName";
import type { Definition, Operation } from "./definition";
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
}

/** Why an existing object may be adopted. */
type Reason = "auto-name" | "tag" | "posted" | "always" | "adoptExisting";

export interface Adoptable {
  readonly id: string;
  readonly reason: Reason;
}

/**
 * Largest age of an object that counts as left behind by an interrupted run, when no journal says so. An
 * older object was in a state, and may be in another state now.
 */
const YOUNG_MS = 60 * 60 * 1000;

/**
 * Whether an object with this resource's own auto-name or tag was left behind by an interrupted run. The
 * alternative: a state recorded it, and it left that state by `pulumi state delete` or `state move`, or got
 * another URN. Then another resource may own it now.
 * @param key - the auto-name or tag.
 */
export async function isLeftBehind<Inputs extends object, Outputs extends object>(
  { definition, inputs, operation }: Creation<Inputs, Outputs>,
  key: string,
  id: string,
): Promise<boolean> {
  const { journal, timing } = operation.sandbox;
  const outcome = journal.outcomeOf(key, id);
  if (outcome === "completed") return false;
  const createdAt = (await definition.read(id, inputs, operation))?.createdAt;
  if (createdAt === undefined) return outcome === "interrupted";
  return outcome === "interrupted"
    ? journal.mayHaveMade(key, createdAt)
    : timing.now() - createdAt < YOUNG_MS;
}

/**
 * Returns the object that may be adopted, of those with the name that the program gives.
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
  const tags: (string | undefined)[] = [];
  for (const id of ids) {
    const tag = (await definition.read(id, inputs, operation))?.tag;
    tags.push(tag);
    if (tag === undefined || operation.tag === undefined) continue;
    if (tag === operation.tag && (await isLeftBehind(creation, tag, id))) {
      return { id, reason: "tag" };
    }
    if (isConsented && withoutOwner(tag) === withoutOwner(operation.tag)) {
      return { id, reason: "adoptExisting" };
    }
  }
  // An object with a tag is in some state.
  const untagged = ids.find((_, index) => tags[index] === undefined);
  if (untagged === undefined) throw otherOwnerError(creation, first, tags[0] ?? "");
  if (isConsented) return { id: untagged, reason: "adoptExisting" };
  throw unmanagedError(creation, untagged);
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
  { id, reason }: Adoptable,
): Promise<Created<Outputs>> {
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
  const changes = rules.differences(found.inputs as Properties, wanted);
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
    reason === "auto-name" || reason === "tag" ? "warning" : "info",
    `adopted the ${displayName} ${id}, ${origins[reason]}`,
  );
  // Also when nothing has to change: the wait that follows a create may not have ended.
  const oldOutputs = { ...found.inputs, ...found.outputs };
  const request = { oldInputs: found.inputs, newInputs, oldOutputs };
  return { id, outputs: await definition.update(id, request, operation), inputs: newInputs };
}

const leftBehind = "which an interrupted run of this resource has left behind";

const origins: Record<Reason, string> = {
  "auto-name": leftBehind,
  tag: leftBehind,
  posted: "which was made although its response did not arrive",
  always: "which was already there",
  adoptExisting: "which was already there and is not in this state (adoptExisting)",
};

function unmanagedError<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  id: string,
): Error {
  return new Error(
    `${exists(creation, id)}, which this stack did not make. Bring it under this stack ${importing(creation, id)}, ` +
      `adopt it with \`pulumi config set adobe-aep:adoptExisting true\`, or give the resource another name`,
  );
}

function otherOwnerError<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  id: string,
  tag: string,
): Error {
  return new Error(
    `${exists(creation, id)}, which another resource made, or this one in an earlier form or another state (ownership tag ${tag}). ` +
      `If this resource was renamed, give it \`aliases\`. If the object is a predecessor that is still to be deleted, run \`pulumi up\` with the program as it was before. ` +
      `If no state holds it any more, bring it under this stack ${importing(creation, id)}. Otherwise give the resource another name`,
  );
}

function exists<Inputs extends object, Outputs extends object>(
  { definition, inputs }: Creation<Inputs, Outputs>,
  id: string,
): string {
  const { nameInput, displayName } = definition;
  const name =
    nameInput === undefined ? "" : ` named "${String((inputs as Properties)[nameInput])}"`;
  return `there is already a ${displayName}${name}, ${id}`;
}

function importing<Inputs extends object, Outputs extends object>(
  { definition, operation }: Creation<Inputs, Outputs>,
  id: string,
): string {
  return `with \`pulumi import ${definition.token} ${operation.context.name} ${id}\``;
}
