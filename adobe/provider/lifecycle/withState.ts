import { InitializationFailedError, type Properties } from "../../../provider-sdk";

/**
 * Completes the state of an object whose initialization failed: its inputs and all outputs.
 *
 * @param stateOf - the outputs that the state keeps, from those of the type
 */
export async function withState<T>(
  inputs: Properties,
  stateOf: (outputs: object) => Properties,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof InitializationFailedError)) throw error;
    throw new InitializationFailedError(error.id, stateOf(error.outputs), inputs, error.reasons);
  }
}
