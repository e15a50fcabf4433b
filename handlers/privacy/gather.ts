import type { CountryCode } from "libphonenumber-js/core";

import type { PrivacyCategory } from "../model";
import { formsOf, isValue } from "./forms";
import { hintOf } from "./keyHints";
import { countryNamed } from "./phonePlans";
import { knownDigits } from "./phones";
import { placesIn, textsOf, type Holders } from "./places";
import type { PrivacyPolicy } from "./policy";
import type { Found } from "./redactor";

/** Fields whose values are searched for in all other fields when their category is not kept. */
const tracked = new Set<PrivacyCategory>(["email", "name", "ip", "location", "urls", "agent"]);

/** Chatlio makes this name from a country and a number: its words are not the visitor's. */
const wholeOnly = new Set(["visitorHandle"]);

/** Adds the values that must not appear anywhere: those of fields that are not kept, in all their forms. */
class Gathering {
  readonly whole = new Map<string, PrivacyCategory>();
  readonly parts = new Map<string, PrivacyCategory>();
  readonly emails: string[] = [];

  add(name: string, value: unknown, category: PrivacyCategory): void {
    for (const text of textsOf(value)) {
      const trimmed = text.trim();
      if (this.whole.get(trimmed) === category || !isValue(trimmed, category)) continue;
      this.whole.set(trimmed, category);
      if (wholeOnly.has(name)) continue;
      for (const form of formsOf(trimmed, category)) this.parts.set(form, category);
    }
  }
}

/** The visitor's country, from the location or from the generated name. */
function countryOf({ event }: Holders): CountryCode | undefined {
  const [place, handle] = [event["visitorLocation"], event["visitorHandle"]];
  const ofPlace =
    typeof place === "string" ? countryNamed(place.split(",").pop() ?? "") : undefined;
  if (ofPlace || typeof handle !== "string") return ofPlace;
  return countryNamed(handle.replace(/-\d+$/, "").replaceAll("-", " "));
}

/** Collects phone numbers from the traits whose keys say that the value is one. */
function collectPhones(value: unknown, isPhone: boolean, found: Set<string>): void {
  if (typeof value === "object" && value !== null) {
    if (Array.isArray(value)) for (const item of value) collectPhones(item, isPhone, found);
    else
      for (const key of Object.keys(value))
        collectPhones(Reflect.get(value, key), isPhone || hintOf(key) === "phone", found);
  } else if (isPhone && (typeof value === "string" || typeof value === "number")) {
    const digits = knownDigits(String(value));
    if (digits !== undefined) found.add(digits);
  }
}

function phonesOf({ event }: Holders): Iterable<string> {
  const found = new Set<string>();
  try {
    collectPhones(JSON.parse(String(event["traits"])), false, found);
  } catch {
    // There are no traits, they cannot be read, or they are nested so deeply that they are left out.
  }
  return found;
}

/** What the fields of an event say about values that must not appear in other fields. */
export function gather(holders: Holders, policy: PrivacyPolicy): Found {
  const gathering = new Gathering();
  for (const { holder, name, categories } of placesIn(holders, policy)) {
    if (categories.includes("email")) gathering.emails.push(...textsOf(holder[name]));
    const category = categories.find(
      (each) => tracked.has(each) && policy.privacy[each] !== "keep",
    );
    if (category !== undefined) gathering.add(name, holder[name], category);
  }
  const needsPhones = policy.privacy.phone !== "keep";
  return {
    // When a value is whole in one field and part of a value in another, the category of the whole one
    // counts.
    known: [...gathering.parts, ...gathering.whole],
    // A value that is dropped comes before one that is hashed.
    emails: gathering.emails,
    phones: needsPhones ? phonesOf(holders) : [],
    country: needsPhones ? countryOf(holders) : undefined,
  };
}
