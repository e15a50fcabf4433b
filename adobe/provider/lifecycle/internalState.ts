import type { Properties } from "../../../provider-sdk";

/**
 * Internal state: what the provider stores among a resource's inputs, although no program gives it. The
 * engine stores every input whose name starts with `__` and never shows it. These names are in users'
 * states, so they keep their spelling.
 */
export const INTERNAL = {
  /** The name that the provider made because the program gave none. */
  autoName: "__name",
  /** The ownership tag that an object with a given name carries at Adobe. */
  tag: "__mark",
  /** Organization and sandbox of the object, `<orgId>/<sandbox>`. */
  scope: "__place",
  /** True from an import until the program's inputs replace the imported ones. */
  imported: "__imported",
  /** Names of inputs that an import could not see and no program has given since. */
  unseen: "__unseen",
  /** Imported values that replace the defaults of inputs that the program does not give. */
  importedDefaults: "__importedDefaults",
  /** What an import could only guess, in a form that the resource type understands. */
  guessed: "__guessed",
} as const;

/** Internal state among the outputs. A create returns no inputs, so what it finds out is stored here. */
export const INTERNAL_OUTPUT = {
  /**
   * True when the object was there already and nothing proves that this state's create has made it: it is not
   * deleted, as another state may have it.
   */
  adopted: "__adopted",
  /** Values that an adoption with consent has found where the program gives none, in place of the defaults. */
  adoptedDefaults: "__adoptedDefaults",
  /**
   * When the create was sent more than once, in milliseconds since 1970, so that Adobe may make a second object. An
   * earlier release wrote `true`.
   */
  repeated: "__repeated",
} as const;

export function isInternal(key: string): boolean {
  return key.startsWith("__");
}

/** The internal state among the outputs, which stays as long as the object does. */
export function internalOutputs(outputs: Properties | undefined): Properties {
  return Object.fromEntries(Object.entries(outputs ?? {}).filter(([key]) => isInternal(key)));
}

/** Separates the program's inputs from the internal state. */
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
