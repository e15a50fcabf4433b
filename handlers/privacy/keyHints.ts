import type { PrivacyCategory } from "../model";
import { isDigit } from "./characters";

/** Words in a trait's key that say what its value is. The first match counts. */
const hints: readonly (readonly [PrivacyCategory, ReadonlySet<string>])[] = [
  ["email", new Set(["email", "emails", "mail", "correo", "courriel"])],
  [
    "phone",
    new Set(
      "phone phones telephone tel mobile cell cellphone fax whatsapp msisdn telefon handy telefono".split(
        " ",
      ),
    ),
  ],
  ["ip", new Set(["ip", "ipaddr", "ipaddress", "ipv4", "ipv6", "remoteaddr", "remoteaddress"])],
  [
    "urls",
    new Set(["url", "urls", "uri", "href", "link", "referrer", "referer", "referral", "homepage"]),
  ],
  ["name", new Set(["name", "names", "surname", "vorname", "nachname", "nombre", "apellido"])],
  [
    "location",
    new Set(
      (
        "city town country region state zip zipcode postcode postal address addresses location geo " +
        "lat latitude lng lon long longitude street county province village neighborhood district " +
        "stadt ort plz strasse straße land ville ciudad pais"
      ).split(" "),
    ),
  ],
];

/**
 * Beginnings and ends of words that are written together with another word: `homecity`, `telefonnummer`.
 * Ends such as `ort` and `state` are not here, because `support` and `estate` have them too.
 */
const compounds: readonly (readonly [PrivacyCategory, RegExp])[] = [
  ["email", /email/],
  ["phone", /^(?:phone|mobile?|telefon|telephone|handy|fax)(?:number|nummer|no|nr)$/],
  ["phone", /^(?:home|work|office|mobile|cell|contact|user|customer)phone$/],
  [
    "location",
    /^(?:home|work|office|shipping|billing|delivery|birth|user|customer)(?:city|town|country|zip)$/,
  ],
  ["location", /.(?:address|adresse|postcode|zipcode|stadt|straße|strasse)$|^postleitzahl$/],
  ["location", /^(?:wohn|geburts|heimat|liefer)(?:ort|land)$/],
  ["name", /name$/],
];

/** Longer keys are not names of fields. */
const MAX_LENGTH = 100;

/** Splits a key in any usual form into words: `shipping_city`, `homeCity`, `Postal code`. */
function wordsOf(key: string): string[] {
  return key
    .slice(0, MAX_LENGTH)
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => withoutNumber(word))
    .filter((word) => word !== "");
}

/** `CITY2` means a second city, but `ipv4` is a word. */
function withoutNumber(word: string): string {
  let end = word.length;
  while (end > 0 && isDigit(word.charCodeAt(end - 1))) end -= 1;
  return word.endsWith("v4") || word.endsWith("v6") ? word : word.slice(0, end);
}

function categoryOf(key: string): PrivacyCategory | undefined {
  const words = wordsOf(key);
  // Pairs of words that mean one thing: `e-mail`, `remote_addr`, `current page`, `IP address`.
  const pairs = words.slice(1).map((word, index) => `${words[index]}${word}`);
  const all = [...words, ...pairs];
  if (pairs.includes("currentpage") || all.includes("currentpage")) return "urls";
  const found = hints.find(([, hinted]) => all.some((word) => hinted.has(word)));
  if (found) return found[0];
  return compounds.find(([, pattern]) => words.some((word) => pattern.test(word)))?.[0];
}

/** Results are cached, because lists of objects repeat their keys. */
const MAX_REMEMBERED = 2_000;

const remembered = new Map<string, PrivacyCategory | undefined>();

/** The category that a trait's key gives to its value, whatever the value looks like. */
export function hintOf(key: string): PrivacyCategory | undefined {
  if (remembered.has(key)) return remembered.get(key);
  const category = categoryOf(key);
  if (remembered.size === MAX_REMEMBERED) remembered.clear();
  remembered.set(key, category);
  return category;
}
