import { isObject, type Json } from "../shared/json";
import { unwrapJson } from "./convert";
import type { Extracted } from "./extract";

/** The traits that the site has given, by their keys. */
export type Traits = Readonly<Record<string, Json>>;

/** The event's traits as an object, empty when there are none. */
export function traitsOf({ traits }: Extracted): Traits {
  const parsed = traits === undefined ? undefined : unwrapJson(traits);
  return isObject(parsed) ? parsed : {};
}

/** The trait with a key. Members that every object has are none. */
export function traitAt(traits: Traits, key: string): Json | undefined {
  return Object.hasOwn(traits, key) ? traits[key] : undefined;
}
