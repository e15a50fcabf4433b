import type { CountryCode } from "libphonenumber-js/core";

import type { PrivacyCategory } from "../model";
import { wellFormed } from "../shared/json";
import { findAddresses, findAgentAddresses } from "./addresses";
import { decodeForSearch } from "./decode";
import { findEmails } from "./emails";
import { jsonEdits } from "./jsonRedactor";
import { KnownValues } from "./known";
import { Phones } from "./phones";
import { actionFor, hashValue, type PrivacyPolicy } from "./policy";
import { depthAt, depthOf, endAt, percentEncode, startAt, type SearchText } from "./searchText";
import { applyEdits, claim, Claims, type Claim, type Edit, type Find, type Span } from "./spans";
import { fold } from "./tokens";
import { findUrls } from "./urls";
import { Work } from "./work";

/** What stood in fields of its own. */
export interface Found {
  /** Values that may not appear, and parts of them, by the category they are of. */
  readonly known: readonly (readonly [string, PrivacyCategory])[];
  /** E-mails of fields of their own: where they are kept, they stay e-mails wherever they stand. */
  readonly emails: readonly string[];
  /** Digits of phone numbers, as `knownDigits` returns them. Default none. */
  readonly phones?: Iterable<string>;
  /** Where the visitor is: phone numbers of that country are found without its calling code. */
  readonly country?: CountryCode | undefined;
}

/** How a text is searched. */
interface Search {
  readonly addresses: Find;
  /** Look for the values of other fields too. */
  readonly values: boolean;
  /** `+` stands for a blank, as in a URL's query. */
  readonly plusIsBlank: boolean;
  /** How often a replacement is percent-encoded at least. */
  readonly minDepth: number;
}

const asText: Search = { addresses: findAddresses, values: true, plusIsBlank: false, minDepth: 0 };
const asOwn: Search = { ...asText, values: false };
const asUserAgent: Search = { ...asText, addresses: findAgentAddresses };
const asUri: Search = { ...asText, plusIsBlank: true, minDepth: 1 };

/** Replacements are remembered, since a text repeats its values. */
const MAX_REMEMBERED = 10_000;

/** Categories of which only values of fields are found, in a query with `+` for their blanks. */
const byField = new Set<PrivacyCategory>(["name", "agent", "location"]);

function isPlus(code: number): boolean {
  return code === 0x2b;
}

/**
 * Replaces values of dropped or hashed categories in the strings that are kept: e-mail addresses, phone
 * numbers, IP addresses and URLs by their form, names and the like because they stood in a field of
 * their own. Everything else stays byte for byte. Kept e-mails and IP addresses stay whole: a name
 * within an address is not a name.
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
      // Texts are searched with their encodings undone.
      const { text: decoded } = decodeForSearch(text, work);
      if (decoded !== text && decoded.trim() !== "") this.known.add(decoded.trim(), category);
    }
    this.emails = new Set(emails.map((email) => fold(email.trim())));
    this.phones = new Phones(country, phones);
  }

  text(text: string): string {
    return applyEdits(text, this.edits(text, asText));
  }

  /** A field of its own that is kept: it loses what by its form is of another category, and no more. */
  own(text: string): string {
    return applyEdits(text, this.edits(text, asOwn));
  }

  /** An e-mail's own field that is kept stays as it is, unless more than an e-mail stands in it. */
  ownEmail(text: string): string {
    const email = text.trim();
    const [span] = findEmails({ text: email }, 0, email.length, this.work);
    return span?.start === 0 && span.end === email.length ? text : this.text(text);
  }

  /** A user agent's version numbers look like addresses. */
  userAgent(text: string): string {
    return applyEdits(text, this.edits(text, asUserAgent));
  }

  /** A URI stays one; where it cannot, because its host or scheme would go, it is replaced as a whole. */
  uri(text: string): string {
    const redacted = applyEdits(text, this.edits(text, asUri));
    if (redacted === text) return text;
    const scheme = /^[a-z][a-z0-9+.-]*(?=:)/i.exec(text)?.[0] ?? "";
    const isSchemeKept = redacted.startsWith(`${scheme}:`);
    if (isSchemeKept && URL.canParse(redacted)) return redacted;
    return `urn:redacted:${encodeURIComponent(scheme !== "" && isSchemeKept ? scheme : "uri")}`;
  }

  /** JSON in a string, redacted within, keys too. Undefined when it is not JSON. */
  json(text: string): string | undefined {
    const edits = jsonEdits(text, this, this.policy, this.work);
    return edits && wellFormed(applyEdits(text, edits));
  }

  /** The edits that redact a text within JSON. */
  textEdits(text: string): readonly Edit[] {
    return Array.from(this.edits(text, asText));
  }

  /** Whether a text is a phone number as a whole, and those are not kept. */
  private isPhone(text: string): boolean {
    return this.policy.privacy.phone !== "keep" && this.phones.isPhone(text);
  }

  /** What stands in place of a value. */
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
      yield { start: 0, end: text.length, replacement: this.replacementOf(text, "phone") };
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
      // What is encoded within a URL is a part of it, and says nothing of where the URL stands.
      const anchor = category === "urls" ? Math.max(value.indexOf("://"), 0) : -1;
      const own = anchor === -1 ? depthOf(searched, start, end) : depthAt(searched, start + anchor);
      const depth = Math.max(own, search.minDepth);
      yield {
        start: startAt(searched, start),
        end: endAt(searched, end - 1),
        replacement: percentEncode(this.replacementOf(value, category), depth),
      };
    }
  }

  /** What is replaced, and what is surely an e-mail or an address and stays one. */
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
   * E-mails that stay: of one in no kept field only as much as is surely one, none that is at an IP
   * address, and none that is itself a value to take out (an agent's).
   */
  private *keptEmails(searched: SearchText, from: number, to: number): Generator<Claim> {
    for (const { start, narrowStart, end } of findEmails(searched, from, to, this.work)) {
      const email = searched.text.slice(start, end);
      if (this.known.has(email)) continue;
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
