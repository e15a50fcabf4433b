import type { Properties } from "../../../provider-sdk";
import { listed, withArticle } from "../../client/text";
import { chooseKept, compareAdoptable } from "./adoption";
import type { Adoptable, Creation } from "./adoption";
import { isAutoName } from "./autoName";
import type { NameInAnyState } from "./autoNaming";
import { plan, withName } from "./createOrAdopt";
import { splitInternal } from "./internalState";
import { warnOfOtherProviders } from "./leftElsewhere";
import { listRecent } from "./operation";
import { hasUnknown, isUnknown } from "./unknown";
import { withoutUnknownForm } from "./unknownForm";

/**
 * Says in a preview that a create would adopt an object: nothing is adopted that a preview did not show, as far as
 * the inputs are known then. Names and tags contain the provider's id, which the first `up` of a state makes, so no
 * object can have them before it; with `adoptExisting` the lookup does without that part.
 *
 * @param inAnyState - the part of the name or tag that is the same in every state; undefined: there is no name.
 */
export async function announceAdoption<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  inAnyState: NameInAnyState | undefined,
): Promise<void> {
  const { definition, operation } = creation;
  const { adoptExisting } = operation.sandbox.config;
  const announced = await adoptableInPreview(withoutUnknownForm(creation), inAnyState);
  if (announced !== undefined) {
    const { named, adoptable } = announced;
    // What would stop the create stops the preview.
    await compareAdoptable(named, adoptable);
    // The diff of another resource that has the object fails then, before anything is written.
    operation.sandbox.ownership.claim(operation.context, adoptable.id);
    const text = `will adopt the ${definition.displayName} ${adoptable.id} instead of making one`;
    const why = definition.alwaysAdopt === undefined ? "" : `. ${definition.alwaysAdopt}`;
    operation.context.log("warning", `${text}${why}`);
    return;
  }
  // The provider resource is new, so its names are not known, and nothing is planned.
  const { given } = splitInternal(creation.inputs as Properties);
  if (isUnknown(creation.rules.autoName) && !hasUnknown(inputsWithoutName(given, definition)))
    await warnOfOtherProviders(creation);
  if (adoptExisting !== true || inAnyState === undefined || !isUnknown(inAnyState.digest)) return;
  const { nameInput } = definition;
  const name = nameInput && (creation.inputs as Properties)[nameInput];
  // An auto-name that depends on an unknown input is unknown itself.
  if (!isUnknown(name)) return;
  const all = await listRecent(definition, operation);
  const candidates = all
    .filter((one) => isAutoName(one.name, inAnyState.beginning))
    .filter(({ id }) => !operation.sandbox.knownIds.has(id));
  if (candidates.length === 0) return;
  operation.context.log(
    "warning",
    `will adopt one of ${listed(candidates.map(({ id }) => id))} instead of making ${withArticle(definition.displayName)}, if it was made with the inputs that this preview does not know yet (adoptExisting)`,
  );
}

function inputsWithoutName(
  given: Properties,
  { nameInput }: { readonly nameInput?: string | undefined },
): Properties {
  return Object.fromEntries(Object.entries(given).filter(([input]) => input !== nameInput));
}

/** What a create would adopt, and the create with the name that it would have. */
interface Announced<Inputs extends object, Outputs extends object> {
  readonly named: Creation<Inputs, Outputs>;
  readonly adoptable: Adoptable;
}

async function adoptableInPreview<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  inAnyState: NameInAnyState | undefined,
): Promise<Announced<Inputs, Outputs> | undefined> {
  const { definition, operation, rules, inputs } = creation;
  const { autoName } = rules;
  const key = autoName ?? operation.tag;
  const isOwnerless = definition.nameInput === undefined;
  if (!hasUnknown(inputs)) operation.sandbox.naturalKeys.preview(creation);
  if (isOwnerless || (key !== undefined && !isUnknown(key))) {
    return isFindable(creation) ? planned(creation) : undefined;
  }
  if (operation.sandbox.config.adoptExisting !== true) return undefined;
  if (inAnyState === undefined || isUnknown(inAnyState.digest)) return undefined;
  if (autoName === undefined) {
    if (!isFindable(creation)) return undefined;
    return planned({ ...creation, operation: { ...operation, tag: inAnyState.digest } });
  }
  const name = `${inAnyState.beginning}${inAnyState.digest}`;
  const named = withName(creation, name);
  const id = await chooseKept(named, name);
  return id === undefined ? undefined : { named, adoptable: { id, reason: "adoptExisting" } };
}

/**
 * Whether a preview knows what decides which object the create finds: the name, or what one that Adobe has only once is
 * known by. Any other input may be unknown; then the comparison counts it as a change. A descriptor is found, and
 * compared, by all of its inputs.
 */
function isFindable<Inputs extends object, Outputs extends object>({
  definition: { nameInput, keyInput, alwaysAdopt, replaces },
  inputs,
}: Creation<Inputs, Outputs>): boolean {
  const all = inputs as Properties;
  const known = nameInput ?? keyInput;
  if (known !== undefined) return !isUnknown(all[known]);
  if (alwaysAdopt === undefined) return !hasUnknown(all);
  return !Object.keys(replaces).some((input) => hasUnknown(all[input]));
}

async function planned<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
): Promise<Announced<Inputs, Outputs> | undefined> {
  const { named, adoptable } = await plan(creation);
  return adoptable === undefined ? undefined : { named, adoptable };
}
