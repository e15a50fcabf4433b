import type { Properties } from "../../../provider-sdk";
import { isInternal } from "./internalState";

/**
 * The inputs as read, with the last known of what no read can show. All else that it lacks is gone.
 *
 * @param writeOnly - names of the inputs that a read may lack
 */
export function carriedOver(
  last: Properties | undefined,
  read: object,
  writeOnly: readonly string[],
): Properties {
  const kept: Properties = { ...read };
  for (const [key, value] of Object.entries(last ?? {})) {
    if (!(key in read) && (writeOnly.includes(key) || isInternal(key))) kept[key] = value;
  }
  return kept;
}
