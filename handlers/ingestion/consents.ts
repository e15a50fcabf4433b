import {
  consentPath,
  consentValues,
  TRAITS,
  type Consents,
  type ConsentValue,
  type SiteConsent,
} from "../model";
import { setPath } from "../model/paths";
import { isObject, type Json } from "../shared/json";
import type { Extracted } from "./extract";
import { traitAt, traitsOf, type Traits } from "./traits";

/** What sites and consent platforms write for a choice, in lower case and with nothing between its words. */
const words: Readonly<Record<string, ConsentValue>> = {
  ...Object.fromEntries(consentValues.map((value) => [value.toLowerCase(), value])),
  ...wordsFor("y", "yes true 1 on in optin optedin granted allow allowed accepted subscribed"),
  ...wordsFor("n", "no false 0 off out optout optedout denied deny rejected declined unsubscribed"),
  ...wordsFor("p", "pending"),
  ...wordsFor("u", "unknown"),
};

function wordsFor(value: ConsentValue, all: string): Record<string, ConsentValue> {
  return Object.fromEntries(all.split(" ").map((word) => [word, value]));
}

const opposites: Partial<Readonly<Record<ConsentValue, ConsentValue>>> = {
  y: "n",
  n: "y",
  dy: "dn",
  dn: "dy",
};

const NOT = "not ";

/** A trait by its key; where there is none, by the keys of nested objects, as in `consents.marketing.email`. */
function traitOf(traits: Traits, key: string): Json | undefined {
  if (Object.hasOwn(traits, key)) return traits[key];
  let found: Json | undefined = traits;
  for (const name of key.split(".")) found = isObject(found) ? traitAt(found, name) : undefined;
  return found;
}

/** The choice that a trait says. Undefined when it says none that is known: a guess could be the wrong one. */
function choiceOf(trait: Json | undefined): ConsentValue | undefined {
  // The form of Adobe's data type: `{ "val": "n" }`.
  const value = isObject(trait) ? traitAt(trait, "val") : trait;
  if (value === null || value === undefined || typeof value === "object") return undefined;
  const word = String(value)
    .trim()
    .toLowerCase()
    .replace(/(?<=[a-z])[\s_-]+(?=[a-z])/g, "");
  return Object.hasOwn(words, word) ? words[word] : undefined;
}

/**
 * The choices of the visitor that the site has given. They are read before privacy: they are words of a closed list, and
 * what privacy does with the traits must not lose an opt-out. Undefined when there is none.
 */
export function consentsIn(
  values: Extracted,
  wanted: readonly SiteConsent[],
): Consents | undefined {
  if (wanted.length === 0) return undefined;
  const traits = traitsOf(values);
  const found: Record<string, unknown> = {};
  for (const { consent, from } of wanted) {
    const isOpposite = from.startsWith(NOT);
    const key = from.slice((isOpposite ? NOT.length : 0) + TRAITS.length);
    const choice = choiceOf(traitOf(traits, key));
    if (choice === undefined) continue;
    setPath(found, consentPath(consent), isOpposite ? (opposites[choice] ?? choice) : choice);
  }
  return Object.keys(found).length === 0 ? undefined : (found as Consents);
}
