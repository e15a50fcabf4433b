import type { Properties } from "../../../provider-sdk";
import { INTERNAL } from "./internalState";

/** Names of inputs that an import could not see, and that no program has given since. */
export function unseenOf(inputs: Properties | undefined): readonly string[] {
  const names = inputs?.[INTERNAL.unseen];
  return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
}

/**
 * The internal state of what is still unseen after a program's inputs.
 *
 * @param names - what an import of the type cannot see
 * @param oldInputs - undefined: the object is new
 */
export function stillUnseen(
  names: readonly string[] = [],
  oldInputs: Properties | undefined,
  given: Properties,
): Properties {
  const isImported = oldInputs?.[INTERNAL.imported] === true;
  const before = isImported ? names : unseenOf(oldInputs);
  const left = before.filter((name) => (oldInputs?.[name] ?? given[name]) === undefined);
  return left.length === 0 ? {} : { [INTERNAL.unseen]: left };
}
