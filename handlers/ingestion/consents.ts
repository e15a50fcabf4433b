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

/** XDM's own, and words for neither yes nor no. */
const ownValues: Words = {
  ...Object.fromEntries(consentValues.map((value) => [value.toLowerCase(), value])),
  ...wordsFor("p", "pending"),
  ...wordsFor("u", "unknown"),
};

/** Answers, of which an opt-out's `yes` is a no. */
const [yes, no] = ["y yes true 1 on", "n no false 0 off"];

/** Words that name the choice whatever was asked: `smsOptOut: "opted-out"` is a no as well. */
const chosen: Words = {
  ...wordsFor("y", "in optin optedin subscribed"),
  ...wordsFor("n", "out optout optedout unsubscribed"),
};

/** What sites and consent platforms write for a choice, in lower case and with nothing between its words. */
const words: Words = {
  ...ownValues,
  ...chosen,
  ...wordsFor("y", `${yes} granted allow allowed accepted`),
  ...wordsFor("n", `${no} denied deny rejected declined`),
};

/** The same for an opt-out. One that was `denied` or `accepted` may be meant either way, and says nothing. */
const wordsOfOptOut: Words = {
  ...ownValues,
  ...chosen,
  ...wordsFor("n", yes),
  ...wordsFor("y", no),
  dy: "dn",
  dn: "dy",
};

type Words = Readonly<Record<string, ConsentValue>>;

function wordsFor(value: ConsentValue, all: string): Words {
  return Object.fromEntries(all.split(" ").map((word) => [word, value]));
}

const NOT = "not ";

/** A trait by its key; where there is none, by the keys of nested objects, as in `consents.marketing.email`. */
function traitOf(traits: Traits, key: string): Json | undefined {
  if (Object.hasOwn(traits, key)) return traits[key];
  let found: Json | undefined = traits;
  for (const name of key.split(".")) found = isObject(found) ? traitAt(found, name) : undefined;
  return found;
}

/** The choice that a trait says. Undefined when it says none that is known: a guess could be the wrong one. */
function choiceOf(trait: Json | undefined, isOptOut: boolean): ConsentValue | undefined {
  // The form of Adobe's data type: `{ "val": "n" }`.
  const value = isObject(trait) ? traitAt(trait, "val") : trait;
  if (value === null || value === undefined || typeof value === "object") return undefined;
  const word = String(value)
    .trim()
    .toLowerCase()
    .replace(/(?<=[a-z])[\s_-]+(?=[a-z])/g, "");
  const known = isOptOut ? wordsOfOptOut : words;
  return Object.hasOwn(known, word) ? known[word] : undefined;
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
    const isOptOut = from.startsWith(NOT);
    const key = from.slice((isOptOut ? NOT.length : 0) + TRAITS.length);
    const choice = choiceOf(traitOf(traits, key), isOptOut);
    if (choice !== undefined) setPath(found, consentPath(consent), choice);
  }
  return Object.keys(found).length === 0 ? undefined : (found as Consents);
}
