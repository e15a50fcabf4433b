import type { Properties } from "../../../provider-sdk";
import type { Definition } from "./definition";
import { INTERNAL } from "./internalState";

/**
 * Inputs as read, with the program's values where the read could only guess.
 * @param guessed - what was guessed; default: what the import has noted among the inputs.
 */
export function withoutGuesses<Inputs extends object, Outputs extends object>(
  definition: Pick<Definition<Inputs, Outputs>, "withoutGuesses">,
  read: Properties,
  wanted: Properties,
  guessed = read[INTERNAL.guessed] as readonly string[] | undefined,
): Properties {
  if (guessed === undefined || definition.withoutGuesses === undefined) return read;
  return definition.withoutGuesses(read as Inputs, wanted as Inputs, guessed) as Properties;
}
