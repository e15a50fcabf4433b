import * as z from "zod";

import type { Properties } from "../../../provider-sdk";
import type { Definition } from "./definition";

/**
 * The same definition, whose reads leave out what the platform has added to an object: an optional input that the
 * program does not give, and that Adobe cannot change. Otherwise a refresh would plan to replace the object because of
 * it. An import has no inputs yet, so it shows everything.
 */
export function onlyGiven<Inputs extends object, Outputs extends object>(
  definition: Definition<Inputs, Outputs>,
): Definition<Inputs, Outputs> {
  const fixed = Object.keys(definition.replaces).filter(
    (input) => definition.inputs.shape[input] instanceof z.ZodOptional,
  );
  return {
    ...definition,
    async read(id, inputs, operation, state) {
      const found = await definition.read(id, inputs, operation, state);
      if (found === undefined || inputs === undefined) return found;
      const last = inputs as Properties;
      const isAdded = (input: string) => fixed.includes(input) && last[input] === undefined;
      const kept = Object.entries(found.inputs).filter(([input]) => !isAdded(input));
      return { ...found, inputs: Object.fromEntries(kept) as Inputs };
    },
  };
}
