import type { Properties } from "../../../provider-sdk";
import { INTERNAL, INTERNAL_OUTPUT } from "./internalState";

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
  const found = otherThanDefaults(defaults, oldInputs);
  return Object.keys(found).length === 0 ? {} : { [key]: found };
}

/** The values of an existing object that differ from the defaults. */
export function otherThanDefaults(defaults: object | undefined, actual: Properties): Properties {
  const known = Object.entries(defaults ?? {}) as [string, unknown][];
  const others = known.map(([input, value]) => [input, actual[input] ?? value, value] as const);
  return Object.fromEntries(
    others.filter(([, value, usual]) => value !== usual).map(([input, value]) => [input, value]),
  );
}

/**
 * The inputs of an object that was adopted with consent, with the values that the adoption has found where the inputs
 * have defaults: a create returns no inputs, so the state has the defaults until a refresh.
 */
export function withAdoptedDefaults(
  inputs: Properties,
  defaults: object | undefined,
  outputs: Properties | undefined,
): Properties {
  const adopted = (outputs?.[INTERNAL_OUTPUT.adoptedDefaults] ?? {}) as Properties;
  const usual = (defaults ?? {}) as Properties;
  const due = Object.entries(adopted).filter(([input]) => inputs[input] === usual[input]);
  return { ...inputs, ...Object.fromEntries(due) };
}

/** The inputs with a value for each that has a default. */
export function withDefaults(inputs: Properties, defaults: object = {}): Properties {
  const filled: Properties = { ...inputs };
  const imported = inputs[INTERNAL.importedDefaults] as object | undefined;
  for (const [key, value] of Object.entries({ ...defaults, ...imported })) filled[key] ??= value;
  return filled;
}
