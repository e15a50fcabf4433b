import type { Properties } from "../../../provider-sdk";
import type { Found } from "./definition";
import { INTERNAL, INTERNAL_OUTPUT } from "./internalState";

/**
 * The internal state that a read adds to the inputs.
 * @param outputs - undefined: it is an import.
 */
export function internalOfRead(
  { tag, guessed = [] }: Pick<Found<object, object>, "tag" | "guessed">,
  inputs: Properties,
  outputs: Properties | undefined,
): Properties {
  const internal: Properties = {};
  if (tag !== undefined) internal[INTERNAL.tag] = inputs[INTERNAL.tag] ?? tag;
  const defaults = inputs[INTERNAL.importedDefaults] ?? outputs?.[INTERNAL_OUTPUT.adoptedDefaults];
  if (defaults !== undefined) internal[INTERNAL.importedDefaults] = defaults;
  if (outputs !== undefined) return internal;
  internal[INTERNAL.imported] = true;
  if (guessed.length > 0) internal[INTERNAL.guessed] = guessed;
  return internal;
}
