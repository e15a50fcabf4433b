import type { PrivacyCategory } from "../../model";
import { isObject, toJson, type Json } from "../../shared/json";
import { replaceAddresses, replaceEmails, replaceUrls, type Replace } from "./patterns";
import { actionFor, hashValue, type PrivacyPolicy } from "./policy";

/** Values that may not appear, by the category they are of. */
export type Known = ReadonlyMap<string, PrivacyCategory>;

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

/** One expression for all known values, whole words only; undefined when there are none. */
function expressionOf(values: readonly string[], flags: string): RegExp | undefined {
  if (values.length === 0) return undefined;
  const forms = values.flatMap((value) => [value, value.normalize("NFC"), value.normalize("NFD")]);
  const alternatives = [...new Set(forms)].sort((a, b) => b.length - a.length).map(escape);
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives.join("|")})(?![\\p{L}\\p{N}])`, flags);
}

/** Keys of traits that say what their value is, whatever it looks like. */
const keyHints: readonly (readonly [PrivacyCategory, RegExp])[] = [
  ["email", /e-?_?mail/i],
  ["name", /name|surname/i],
  ["ip", /^ip$|ip_?-?addr|remote_?-?addr/i],
  ["location", /^(city|town|country|region|state|zip|postcode|address|location|geo|lat|lng|lon)/i],
  ["urls", /url|referr|current_?-?page|href|link/i],
];

/**
 * Takes values of dropped or hashed categories out of the strings that are kept: e-mail addresses, IP
 * addresses and URLs by their form, names and the like because they stood in a field of their own.
 */
export class Scrubber {
  private readonly exact: RegExp | undefined;
  private readonly anyCase: RegExp | undefined;
  private readonly byText: ReadonlyMap<string, PrivacyCategory>;

  /**
   * @param known whole values, found in any case
   * @param parts parts of names, found only as they are written: many are common words
   */
  constructor(
    private readonly policy: PrivacyPolicy,
    known: Known,
    parts: Known,
  ) {
    this.anyCase = expressionOf([...known.keys()], "giu");
    this.exact = expressionOf([...parts.keys()], "gu");
    this.byText = new Map([...parts, ...known].map(([text, category]) => [fold(text), category]));
  }

  text(text: string): string {
    // Stryker disable next-line StringLiteral: the way without is only slower
    const spotless = text.includes("%") ? this.encodedWords(text) : text;
    return this.plain(spotless);
  }

  /** A user agent's version numbers look like addresses: only known values are looked for. */
  userAgent(text: string): string {
    return replaceAll(replaceAll(text, this.anyCase, this.known), this.exact, this.known);
  }

  /** A URI stays one: the part that holds something is replaced as a whole. */
  uri(text: string): string {
    const parts = text.split(/([?&=/#])/);
    const clean = parts.map((part) => {
      const decoded = decodeFully(part.replaceAll("+", " "));
      const scrubbed = this.plain(decoded);
      return scrubbed === decoded ? part : encodeURIComponent(scrubbed);
    });
    const joined = clean.join("");
    const whole = decodeFully(joined);
    // Something spread over several parts, as an e-mail in the user information: give up on the rest.
    if (this.plain(whole) === whole && URL.canParse(joined)) return joined;
    return `urn:redacted:${encodeURIComponent(/^[a-z][a-z0-9+.-]*/i.exec(text)?.[0] ?? "uri")}`;
  }

  /** JSON in a string: scrubbed inside, keys too. Undefined when it is no JSON: who knows what it says. */
  json(text: string): string | undefined {
    try {
      return toJson(this.value(JSON.parse(text) as Json));
    } catch {
      // No JSON.
    }
    return undefined;
  }

  private value(value: Json): Json {
    if (typeof value === "string") return this.nested(value);
    if (typeof value === "number") {
      const clean = this.plain(String(value));
      return clean === String(value) ? value : clean;
    }
    if (Array.isArray(value)) return value.map((item) => this.value(item));
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, item]) => {
        const hint = keyHints.find(
          ([category, pattern]) => this.policy.privacy[category] !== "keep" && pattern.test(key),
        );
        const cleanKey = this.text(key);
        if (!hint) return [[cleanKey, this.value(item)]];
        if (this.policy.privacy[hint[0]] === "drop") return [];
        const text = typeof item === "string" ? item : toJson(item);
        return [[cleanKey, hashValue(text, hint[0] === "email", this.policy)]];
      }),
    );
  }

  /** A string within JSON, which may be JSON again. A number in a string is not: its digits stay as they are. */
  private nested(text: string): string {
    return /[[{"]/.test(text) ? (this.json(text) ?? this.text(text)) : this.text(text);
  }

  private plain(text: string): string {
    const { privacy } = this.policy;
    let clean = text;
    if (privacy.urls !== "keep") clean = replaceUrls(clean, this.as("urls"));
    if (privacy.email !== "keep") clean = replaceEmails(clean, this.as("email"));
    clean = replaceAll(replaceAll(clean, this.anyCase, this.known), this.exact, this.known);
    if (privacy.ip !== "keep") clean = replaceAddresses(clean, this.as("ip"));
    return clean;
  }

  private encodedWords(text: string): string {
    return text.replace(/\S+/g, (word) => {
      const decoded = decodeFully(word);
      // What has nothing encoded is looked at with its neighbours: half a name is not the name.
      if (decoded === word) return word;
      const scrubbed = this.plain(decoded);
      return scrubbed === decoded ? word : scrubbed;
    });
  }

  private readonly known: Replace = (found) =>
    this.as(this.byText.get(fold(found)) ?? "name")(found);

  private as(category: PrivacyCategory): Replace {
    const action = actionFor([category], this.policy);
    return (found) =>
      action === "hash"
        ? `[${category}:${hashValue(found, category === "email", this.policy)}]`
        : `[${category}]`;
  }
}

function fold(text: string): string {
  return text.normalize("NFC").toUpperCase();
}

function replaceAll(text: string, pattern: RegExp | undefined, replace: Replace): string {
  return pattern ? text.replace(pattern, replace) : text;
}

/** Percent-decodes four times: a URL may stand in a URL's query. */
function decodeFully(text: string): string {
  let decoded = text;
  for (let round = 0; round < 4; round += 1)
    decoded = decoded.replace(/(?:%[0-9a-f]{2})+/gi, (bytes) =>
      Buffer.from(bytes.replaceAll("%", ""), "hex").toString("utf8"),
    );
  return decoded;
}
