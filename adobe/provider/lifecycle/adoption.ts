import type { ChangeKind, Properties } from "../../../provider-sdk";
import type { Definition, Operation } from "./definition";

export interface AdoptionRules {
  /** The name is an auto-name: an object of that name was left behind by an interrupted run. */
  readonly isAutoNamed: boolean;
  /** Inputs that a read may lack although they are as wanted. */
  readonly writeOnly: readonly string[];
  readonly differences: (
    oldInputs: Properties,
    newInputs: Properties,
  ) => Record<string, ChangeKind>;
}

/** A create, as far as adoption needs to know it. */
export interface Creation<Inputs extends object, Outputs extends object> {
  readonly definition: Definition<Inputs, Outputs>;
  readonly inputs: Inputs;
  readonly operation: Operation;
  readonly rules: AdoptionRules;
}

/** Why an existing object may be adopted. */
type Reason = "auto-name" | "tag" | "posted" | "always" | "adoptExisting";

export interface Adoptable {
  readonly id: string;
  readonly reason: Reason;
}

/**
 * Of the objects with the wanted name the one that may be adopted.
 *
 * @throws Error with the ways out, when all of them are unmanaged or another resource's.
 */
export async function chooseAdoptable<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  ids: readonly string[],
): Promise<Adoptable> {
  const { definition, inputs, operation, rules } = creation;
  const [first = ""] = ids;
  if (rules.isAutoNamed) return { id: first, reason: "auto-name" };
  if (definition.alwaysAdopt !== undefined) return { id: first, reason: "always" };
  const tags: (string | undefined)[] = [];
  for (const id of ids) {
    const tag = (await definition.read(id, inputs, operation))?.tag;
    if (tag !== undefined && tag === operation.tag) return { id, reason: "tag" };
    tags.push(tag);
  }
  // One with a tag is in a state somewhere.
  const untagged = ids.find((_, index) => tags[index] === undefined);
  if (untagged === undefined) throw otherOwnerError(creation, first, tags[0] ?? "");
  if (operation.sandbox.config.adoptExisting === true) {
    return { id: untagged, reason: "adoptExisting" };
  }
  throw unmanagedError(creation, untagged);
}

/**
 * Brings an existing object to the wanted inputs.
 *
 * @throws Error when it differs in what Adobe cannot change.
 */
export async function adopt<Inputs extends object, Outputs extends object>(
  { definition, inputs, operation, rules }: Creation<Inputs, Outputs>,
  { id, reason }: Adoptable,
): Promise<{ id: string; outputs: Outputs }> {
  const { displayName } = definition;
  const { sandbox, context } = operation;
  // An unmanaged object is compared as a whole, not only in what the program gives.
  const form = reason === "adoptExisting" ? undefined : inputs;
  const found = await definition.read(id, form, operation);
  if (found === undefined) {
    throw new Error(`the ${displayName} ${id} was deleted meanwhile; run \`pulumi up\` again`);
  }
  const isUnreadable = (key: string) => rules.writeOnly.includes(key) && !(key in found.inputs);
  const wanted = Object.fromEntries(Object.entries(inputs).filter(([key]) => !isUnreadable(key)));
  const changes = rules.differences(found.inputs as Properties, wanted);
  const impossible = Object.keys(changes).filter((path) => changes[path]?.endsWith("-replace"));
  if (impossible.length > 0) {
    throw new Error(
      `cannot adopt the ${displayName} ${id}: it differs in ${impossible.join(", ")}, which Adobe cannot change. Give the resource another name, or delete that object`,
    );
  }
  sandbox.ownership.adopt(context, id);
  context.log(
    reason === "auto-name" || reason === "tag" ? "warning" : "info",
    `adopted the ${displayName} ${id}, ${origins[reason]}`,
  );
  // Also with nothing to change: what follows a create (a wait) may not be done yet.
  const oldOutputs = { ...found.inputs, ...found.outputs };
  const request = { oldInputs: found.inputs, newInputs: inputs, oldOutputs };
  return { id, outputs: await definition.update(id, request, operation) };
}

const sameStack =
  "which was already there: left by an interrupted run of this stack, or kept by a destroy. " +
  "If it belongs to another stack with the same project and stack name, neither delete nor destroy here: set adobe-aep:namePrefix, or use another stack name";

const origins: Record<Reason, string> = {
  "auto-name": sameStack,
  tag: sameStack,
  posted: "which was made although its response did not arrive",
  always: "which was already there",
  adoptExisting: "which was already there and is not this stack's (adoptExisting)",
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
    `${exists(creation, id)}, which another resource made, or this one in an earlier form (ownership tag ${tag}). ` +
      `If it is a predecessor that is still to be deleted, run \`pulumi up\` with the program as it was before. ` +
      `Otherwise give the resource another name, or remove it from the other state with \`pulumi state delete\` there and bring it under this one ${importing(creation, id)}`,
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
