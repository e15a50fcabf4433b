import type { Properties } from "../../../provider-sdk";

/**
 * Internal state: what the provider keeps among a resource's inputs, although no program gives it.
 * The engine stores every input whose name starts with `__` and never shows it. These names are in
 * users' states, so they keep their spelling.
 */
export const INTERNAL = {
  /** The name that the provider made because the program gave none. */
  autoName: "__name",
  /** The ownership tag that an object with a given name carries at Adobe. */
  tag: "__mark",
  /** Organization and sandbox of the object, `<orgId>/<sandbox>`. */
  scope: "__place",
  /** True from an import until the program's inputs take the place of the imported ones. */
  imported: "__imported",
  /** Imported values that stand in for the defaults of inputs that the program does not give. */
  importedDefaults: "__importedDefaults",
  /** What an import could only guess, in a form that the type itself knows. */
  guessed: "__guessed",
} as const;

export function isInternal(key: string): boolean {
  return key.startsWith("__");
}

/** The program's inputs and the internal state, apart. */
export function splitInternal(inputs: Properties): {
  readonly given: Properties;
  readonly internal: Properties;
} {
  const entries = Object.entries(inputs);
  return {
    given: Object.fromEntries(entries.filter(([key]) => !isInternal(key))),
    internal: Object.fromEntries(entries.filter(([key]) => isInternal(key))),
  };
}
