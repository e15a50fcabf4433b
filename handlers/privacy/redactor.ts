import type { CountryCode } from "libphonenumber-js/core";

import type { PrivacyCategory } from "../model";
import { isUri } from "../shared/uri";
import { wellFormedJson } from "../shared/wellFormed";
import { findAddresses, findAgentAddresses } from "./addresses";
import { decodeForSearch } from "./decode";
import { findEmails } from "./emails";
import { escapeLetter } from "./encodedUnits";
import { jsonEdits } from "./jsonRedactor";
import { KnownValues } from "./known";
import { Phones } from "./phones";
import { actionFor, hashValue, type PrivacyPolicy } from "./policy";
import { depthAt, depthOf, endAt, percentEncode, startAt, type SearchText } from "./searchText";
import { applyEdits, claim, Claims, type Claim, type Edit, type Find, type Span } from "./spans";
import { fold } from "./tokens";
import { findUrls } from "./urls";
import { Work } from "./work";

/** The values that fields of the event have given. */
export interface Found {
  /** Values that must not appear, and parts of them, by category. */
  readonly known: readonly (readonly [string, PrivacyCategory])[];
  /** E-mails from e-mail fields. Where e-mails are kept, these stay wherever they appear. */
  readonly emails: readonly string[];
  /** Digits of phone numbers, as `knownDigits` returns them. Default none. */
  readonly phones?: Iterable<string>;
  /** The visitor's country: its phone numbers are found without the calling code too. */
  readonly country?: CountryCode | undefined;
}

/** How a text is searched. */
interface Search {
  readonly addresses: Find;
  /** Whether to search for the values of other fields too. */
  readonly values: boolean;
  /** Whether `+` means a space, as in a URL's query. */
  readonly plusIsBlank: boolean;
  /** How often a replacement is percent-encoded at least. */
  readonly minDepth: number;
}

const asText: Search = { addresses: findAddresses, values: true, plusIsBlank: false, minDepth: 0 };
const asOwn: Search = { ...asText, values: false };
const asUserAgent: Search = { ...asText, addresses: findAgentAddresses };
const asUri: Search = { ...asText, plusIsBlank: true, minDepth: 1 };

/** Replacements are cached, because a text repeats its values. */
const MAX_REMEMBERED = 10_000;

/** Categories of which only known values are found in a query that writes spaces as `+`. */
const byField = new Set<PrivacyCategory>(["name", "agent", "location"]);

function isPlus(code: number): boolean {
  return code === 0x2b;
}

/**
 * Replaces values of dropped or hashed categories in texts that are kept. E-mail and IP addresses, phone
 * numbers and URLs are found by their form; names and the like are found because a field of the event has
 * that value. Everything else stays byte for byte. Kept e-mail and IP addresses stay whole: a name within
 * an address is not redacted.
 */
export class Redactor {
  private readonly known = new KnownValues();
  private readonly emails: ReadonlySet<string>;
  private readonly phones: Phones;
  private readonly replacements = new Map<string, string>();

  constructor(
    private readonly policy: PrivacyPolicy,
    { known, emails, phones, country }: Found,
    private readonly work = new Work(),
  ) {
    for (const [text, category] of known) {
      this.known.add(text, category);
      // Texts are searched after decoding.
      const { text: decoded } = decodeForSearch(text, work);
      if (decoded !== text && decoded.trim() !== "") this.known.add(decoded.trim(), category);
    }
    this.emails = new Set(emails.map((email) => fold(email.trim())));
    this.phones = new Phones(country, phones);
  }

  text(text: string): string {
    return applyEdits(text, this.edits(text, asText));
  }

  /** Redacts a field that is kept: only values of other categories are replaced, by their form. */
  own(text: string): string {
    return applyEdits(text, this.edits(text, asOwn));
  }

  /** A kept e-mail field stays as it is, unless it contains more than an e-mail. */
  ownEmail(text: string): string {
    const email = text.trim();
    const [span] = findEmails({ text: email }, 0, email.length, this.work);
    return span?.start === 0 && span.end === email.length ? text : this.text(text);
  }

  /** Version numbers in a user agent look like IP addresses. */
  userAgent(text: string): string {
    return applyEdits(text, this.edits(text, asUserAgent));
  }

  /** A URI remains a URI. When the host or scheme would have to be replaced, the whole URI is. */
  uri(text: string): string {
    const redacted = applyEdits(text, this.edits(text, asUri));
    if (redacted === text) return text;
    const scheme = /^[a-z][a-z0-9+.-]*(?=:)/i.exec(text)?.[0] ?? "";
    const isSchemeKept = redacted.startsWith(`${scheme}:`);
    if (isSchemeKept && isUri(redacted)) return redacted;
    return `urn:redacted:${encodeURIComponent(scheme !== "" && isSchemeKept ? scheme : "uri")}`;
  }

  /** Redacts JSON in a string, keys too. Undefined when the string is not JSON. */
  json(text: string): string | undefined {
    // Before the redaction, which makes the text longer.
    const repaired = wellFormedJson(text);
    const edits = jsonEdits(repaired, this, this.policy, this.work);
    return edits && applyEdits(repaired, edits);
  }

  /** The edits that redact a text within JSON. */
  textEdits(text: string): readonly Edit[] {
    return Array.from(this.edits(text, asText));
  }

  /** The same, one at a time: they need not all be in memory. */
  editsOf(text: string): Iterable<Edit> {
    return this.edits(text, asText);
  }

  /** Whether the whole text is a phone number, and phone numbers are not kept. */
  private isPhone(text: string): boolean {
    return this.policy.privacy.phone !== "keep" && this.phones.isPhone(text);
  }

  /** The replacement of a value. */
  private replacementOf(value: string, category: PrivacyCategory): string {
    if (actionFor([category], this.policy) !== "hash") return `[${category}]`;
    const key = `${category} ${value}`;
    const known = this.replacements.get(key);
    if (known !== undefined) return known;
    const hash = hashValue(value, category === "email", this.policy);
    const replacement = `[${category}:${hash}]`;
    if (this.replacements.size === MAX_REMEMBERED) this.replacements.clear();
    this.replacements.set(key, replacement);
    return replacement;
  }

  private *edits(text: string, search: Search): Generator<Edit> {
    if (search !== asUri && search !== asUserAgent && this.isPhone(text)) {
      yield this.edit(0, text.length, this.replacementOf(text, "phone"));
      return;
    }
    const searched = decodeForSearch(text, this.work);
    const claims = this.claims(searched, search);
    for (let index = 0; index < claims.length; index += 1) {
      const category = claims.categoryOf(index);
      if (category === undefined) continue;
      const [start, end] = [claims.startOf(index), claims.endOf(index)];
      const found = searched.text.slice(start, end);
      const value =
        search.plusIsBlank && byField.has(category) ? found.replaceAll("+", " ") : found;
      // What is encoded within a URL is part of it, whatever is around the URL.
      const anchor = category === "urls" ? Math.max(value.indexOf("://"), 0) : -1;
      const own = anchor === -1 ? depthOf(searched, start, end) : depthAt(searched, start + anchor);
      const depth = Math.max(own, search.minDepth);
      yield this.edit(
        startAt(searched, start),
        endAt(searched, end - 1),
        percentEncode(this.replacementOf(value, category), depth),
      );
    }
  }

  private edit(start: number, end: number, replacement: string): Edit {
    this.work.replace(end - start, replacement.length);
    return { start, end, replacement };
  }

  /** Spans that are replaced, and spans that are certainly an e-mail or an address and stay. */
  private claims(searched: SearchText, search: Search): Claims {
    const { privacy } = this.policy;
    const { work } = this;
    let claims = new Claims();
    const add = (find: (from: number, to: number) => Iterable<Claim>) => {
      claims = claim(searched, claims, find);
    };
    const by = (find: Find, category: PrivacyCategory | undefined) => {
      add((from, to) => withCategory(find(searched, from, to, work), category));
    };
    if (privacy.urls !== "keep") by(findUrls, "urls");
    if (privacy.email === "keep") add((from, to) => this.keptEmails(searched, from, to));
    else by(findEmails, "email");
    by(search.addresses, privacy.ip === "keep" ? undefined : "ip");
    if (privacy.phone !== "keep")
      by((text, from, to) => this.phones.find(text, from, to, work), "phone");
    if (search.values) {
      const isBlank = search.plusIsBlank ? isPlus : undefined;
      add((from, to) => this.known.find(searched, from, to, work, isBlank));
    }
    return claims;
  }

  /**
   * E-mails that stay. Of an e-mail that no kept field has, only the certain part stays. An e-mail at an IP
   * address does not stay, nor one that must not appear itself (an agent's).
   */
  private *keptEmails(searched: SearchText, from: number, to: number): Generator<Claim> {
    for (const { start, narrowStart, end } of findEmails(searched, from, to, this.work)) {
      const email = searched.text.slice(start, end);
      // `\nina@x.example` may be a backslash and `nina@x.example`.
      const letter = escapeLetter(searched.text.charCodeAt(start - 1)) ?? "";
      if (this.known.has(email) || (letter !== "" && this.known.has(letter + email))) continue;
      if (this.emails.has(fold(email))) yield { start, end };
      else if (!/@[\d.]+$/.test(email)) yield { start: narrowStart, end };
    }
  }
}

function* withCategory(
  spans: Iterable<Span>,
  category: PrivacyCategory | undefined,
): Generator<Claim> {
  for (const { start, end } of spans) yield { start, end, category };
}
