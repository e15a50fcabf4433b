import type { PrivacyCategory } from "../model";
import { isDigit } from "./characters";
import { normalized } from "./normalized";

/** A text without accents. The vowel signs of Indic scripts stay: they are parts of words. */
function withoutAccents(text: string): string {
  return normalized(normalized(text, "NFD").replace(/[\u0300-\u036f]/g, ""), "NFC");
}

function wordSet(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(withoutAccents(lines.join(" ")).split(" "));
}

/** Words in a trait's key that say what its value is, without accents. The first match counts. */
const hints: readonly (readonly [PrivacyCategory, ReadonlySet<string>])[] = [
  ["email", wordSet("email emails mail correo courriel メール メールアドレス ईमेल البريد")],
  [
    "phone",
    wordSet(
      "phone phones telephone tel mobile cell cellphone fax whatsapp msisdn telefon handy telefono",
      "telefone celular cellulare movil komorka 電話 電話番号 携帯 फोन फ़ोन هاتف الهاتف جوال الجوال",
    ),
  ],
  ["ip", wordSet("ip ipaddr ipaddress ipv4 ipv6 remoteaddr remoteaddress")],
  ["urls", wordSet("url urls uri href link referrer referer referral homepage")],
  [
    "name",
    wordSet(
      "name names surname vorname nachname nombre apellido apellidos nom prenom nome cognome",
      "sobrenome imie nazwisko 名前 氏名 お名前 नाम اسم الاسم",
    ),
  ],
  [
    "location",
    wordSet(
      "city town country region state zip zipcode postcode postal address addresses location geo",
      "lat latitude lng lon long longitude street county province village neighborhood district",
      "stadt ort plz strasse straße land ville ciudad pais direccion codigopostal citta indirizzo",
      "cidade endereco cep miasto adres ulica adresse pays 住所 都市 郵便番号 शहर पता مدينة المدينة",
      "عنوان العنوان",
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

/** Splits a key in any usual form into words without accents: `shipping_city`, `homeCity`, `Code postal`, `Prénom`. */
function wordsOf(key: string): string[] {
  return withoutAccents(key.slice(0, MAX_LENGTH))
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}\p{M}]+/u)
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
