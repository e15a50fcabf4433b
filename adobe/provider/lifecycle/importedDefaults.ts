import type { Properties } from "../../../provider-sdk";
import { INTERNAL } from "./internalState";

/**
 * Where the program gives nothing, values that an import found replace the defaults: so no default
 * changes an imported object.
 */
export function importedDefaults(
  defaults: object | undefined,
  oldInputs: Properties | undefined,
): Properties {
  const { imported, importedDefaults: key } = INTERNAL;
  if (oldInputs?.[imported] !== true) {
    const kept = oldInputs?.[key];
    return kept === undefined ? {} : { [key]: kept };
  }
  const found: Properties = {};
  for (const [input, value] of Object.entries(defaults ?? {}) as [string, unknown][]) {
    const actual = oldInputs[input] ?? value;
    if (actual !== value) found[input] = actual;
  }
  return Object.keys(found).length === 0 ? {} : { [key]: found };
}

/** The inputs with a value for each that has a default. */
export function withDefaults(inputs: Properties, defaults: object = {}): Properties {
  const filled: Properties = { ...inputs };
  const imported = inputs[INTERNAL.importedDefaults] as object | undefined;
  for (const [key, value] of Object.entries({ ...defaults, ...imported })) filled[key] ??= value;
  return filled;
}
