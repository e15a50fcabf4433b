import { InitializationFailedError } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import { AdobeError } from "../../client";
import { listed } from "../../client/text";
import { adopt, chooseAdoptable, chooseKept, isLeftBehind } from "./adoption";
import type { Adoptable, Created, Creation } from "./adoption";
import { nthAutoName } from "./autoName";
import { hasUnknown, isUnknown } from "./unknown";

/** Lookups after a POST whose outcome is unknown, before it is sent again. */
const LOOKUPS = 3;
const FIRST_LOOKUP_AFTER_MS = 1000;
const MAX_POSTS = 3;
/** Auto-names of a sequence that are tried before the create gives up. */
const MAX_NAMES = 20;
/** Objects of one name that are looked at, one request each. */
const MAX_CANDIDATES = 50;

/**
 * Makes an object exactly once. POST is not idempotent at Adobe, so the object is looked up first:
 * what an interrupted run of this resource has left behind is adopted. Any other object of the name
 * is left alone: under an auto-name the new object gets the next name, under a name that the program
 * gives the create stops.
 */
export async function createOrAdopt<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
): Promise<Created<Outputs>> {
  const { named, key, adoptable } = await plan(creation);
  try {
    return adoptable === undefined ? await post(named, key) : await adopt(named, adoptable);
  } catch (error) {
    if (!(error instanceof InitializationFailedError)) throw error;
    const outputs = { ...error.outputs, ...nameIn(named) };
    throw new InitializationFailedError(error.id, outputs, error.inputs, error.reasons);
  }
}

/**
 * Says in a preview that a create would adopt an object. Only looks where that is possible at all, so
 * that any other preview calls nobody.
 */
export async function announceAdoption<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
): Promise<void> {
  const { definition, operation, rules, inputs } = creation;
  const { config, journal } = operation.sandbox;
  const key = rules.autoName ?? operation.tag;
  if (key === undefined || isUnknown(key) || hasUnknown(inputs)) return;
  if (config.adoptExisting !== true && !journal.hasBegun(key)) return;
  const { adoptable } = await plan(creation);
  if (adoptable === undefined) return;
  operation.context.log(
    "warning",
    `will adopt the ${definition.displayName} ${adoptable.id} instead of making one`,
  );
}

interface Plan<Inputs extends object, Outputs extends object> {
  /** The creation, under an auto-name that is not in use. */
  readonly named: Creation<Inputs, Outputs>;
  /** What the journal knows the create by. */
  readonly key: string | undefined;
  readonly adoptable: Adoptable | undefined;
}

async function plan<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
): Promise<Plan<Inputs, Outputs>> {
  const { autoName } = creation.rules;
  if (autoName !== undefined) return planAutoNamed(creation, autoName);
  const { operation } = creation;
  const found = await find(creation);
  const unknown = found.filter((id) => !operation.sandbox.knownIds.has(id));
  const adoptable = unknown.length > 0 ? await chooseAdoptable(creation, unknown) : undefined;
  return { named: creation, key: operation.tag, adoptable };
}

/** @throws Error when there are more objects of the name than can be looked at */
async function find<Inputs extends object, Outputs extends object>({
  definition,
  inputs,
  operation,
}: Creation<Inputs, Outputs>): Promise<readonly string[]> {
  const found = await definition.find(inputs, operation);
  if (found.length <= MAX_CANDIDATES) return found;
  throw new Error(
    `there are ${found.length} objects of the type ${definition.displayName} with this name (${listed(found)}); delete those that are not needed, or give the resource another name`,
  );
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
    const found = await find(named);
    for (const id of found.filter((one) => !knownIds.has(one))) {
      const isLeft = await isLeftBehind(named, name, id);
      if (!isLeft && !isConsented) continue;
      return {
        named,
        key: name,
        adoptable: { id, reason: isLeft ? "auto-name" : "adoptExisting" },
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

/**
 * Sends the POST. After one whose outcome is unknown the object is looked up before another POST.
 *
 * @param key - what the journal knows the create by.
 */
async function post<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  key: string | undefined,
): Promise<Created<Outputs>> {
  const { definition, inputs, operation } = creation;
  if (key !== undefined) operation.sandbox.journal.begin(key);
  for (let attempt = 1; ; attempt++) {
    try {
      return { ...(await definition.create(inputs, operation)), inputs };
    } catch (error) {
      if (!(error instanceof AdobeError) || error.details.ambiguous !== true) throw error;
      operation.context.log(
        "debug",
        `outcome unknown (${error.message}); looking up the ${definition.displayName}`,
      );
      const id = await lookUpPosted(creation);
      if (id !== undefined) {
        operation.sandbox.settling.made(id);
        return adopt(creation, { id, reason: "posted" });
      }
      if (attempt === MAX_POSTS) throw error;
    }
  }
}

/** Nothing of this name was there before the POST: what is found now was made by it. */
async function lookUpPosted<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
): Promise<string | undefined> {
  const { sandbox, signal } = creation.operation;
  for (let lookup = 0; lookup < LOOKUPS; lookup++) {
    await sandbox.timing.sleep(FIRST_LOOKUP_AFTER_MS * 2 ** lookup, signal);
    const found = await find(creation);
    const id = found.find((one) => !sandbox.knownIds.has(one));
    if (id !== undefined) return id;
  }
  return undefined;
}

/** The name as an output: under an auto-name that was in use it is not the one in the inputs. */
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
