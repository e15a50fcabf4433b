import { isLosslessNumber, parse, stringify } from "lossless-json";

import type { PrivacyCategory } from "../model";
import { isObject } from "../shared/json";
import { decodeFully, maybeEncoded } from "./decode";
import { findEmails, type EmailSpan } from "./emails";
import { fold, KnownValues } from "./known";
import { findAddresses, findAgentAddresses, findUrls } from "./patterns";
import { actionFor, hashValue, type PrivacyPolicy } from "./policy";
import { finalize, type Piece } from "./spans";

/** What stood in fields of its own. */
export interface Found {
  /** Values that may not appear, and parts of them, by the category they are of. */
  readonly known: readonly (readonly [string, PrivacyCategory])[];
  /** E-mails of fields of their own: where they are kept, they stay e-mails wherever they stand. */
  readonly emails: readonly string[];
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
 * Kept e-mails and IP addresses are left alone: a name within an address is none.
 */
export class Redactor {
  private readonly known = new KnownValues();
  private readonly emails: ReadonlySet<string>;

  constructor(
    private readonly policy: PrivacyPolicy,
    { known, emails }: Found,
  ) {
    for (const [text, category] of known) this.known.add(text, category);
    this.emails = new Set(emails.map((email) => fold(email.trim())));
  }

  text(text: string): string {
    return this.plain(this.encodedWords(text, (word) => this.plain(word)));
  }

  /** A field of its own that is kept: it loses what by its form is of another category, and no more. */
  own(text: string): string {
    const forms = (value: string) => joined(this.forms([open(value)], findAddresses));
    return forms(this.encodedWords(text, forms));
  }

  /** An e-mail's own field that is kept stays as it is, unless more than an e-mail stands in it. */
  ownEmail(text: string): string {
    const email = text.trim();
    const [span] = findEmails(email);
    return span?.start === 0 && span.end === email.length ? text : this.text(text);
  }

  /** A user agent's version numbers look like addresses. */
  userAgent(text: string): string {
    return joined(this.values(this.forms([open(text)], findAgentAddresses)));
  }

  /** A URI stays one: the part that holds something is replaced as a whole. */
  uri(text: string): string {
    const parts = text.split(/([?&=/#])/);
    const clean = parts.map((part) => {
      const decoded = decodeFully(part.replaceAll("+", " "));
      const redacted = this.plain(decoded);
      return redacted === decoded ? part : encodeURIComponent(redacted);
    });
    const joined = clean.join("");
    const whole = decodeFully(joined);
    // Something spread over several parts, as an e-mail in the user information: give up on the rest.
    if (this.plain(whole) === whole && URL.canParse(joined)) return joined;
    return `urn:redacted:${encodeURIComponent(/^[a-z][a-z0-9+.-]*/i.exec(text)?.[0] ?? "uri")}`;
  }

  /**
   * JSON in a string: redacted inside, keys too, with every digit of its numbers. Undefined when it is
   * no JSON: who knows what it says.
   */
  json(text: string): string | undefined {
    try {
      const value = parse(text, undefined, { onDuplicateKey: ({ newValue }) => newValue });
      return stringify(this.value(value));
    } catch {
      // No JSON.
    }
    return undefined;
  }

  private value(value: unknown): unknown {
    if (typeof value === "string") return this.nested(value);
    if (isLosslessNumber(value)) {
      const clean = this.plain(value.value);
      return clean === value.value ? value : clean;
    }
    if (Array.isArray(value)) return value.map((item) => this.value(item));
    if (!isObject(value)) return value;
    const keys = new UniqueKeys();
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, item]) => {
        const hint = keyHints.find(
          ([category, pattern]) => this.policy.privacy[category] !== "keep" && pattern.test(key),
        );
        const action = hint && this.policy.privacy[hint[0]];
        if (action === "drop") return [];
        const cleanKey = keys.take(this.text(key));
        if (!hint) return [[cleanKey, this.value(item)]];
        const text = typeof item === "string" ? item : (stringify(item) as string);
        return [[cleanKey, hashValue(text, hint[0] === "email", this.policy)]];
      }),
    );
  }

  /** A string within JSON, which may be JSON again. A number in a string is not: its digits stay as they are. */
  private nested(text: string): string {
    return /[[{"]/.test(text) ? (this.json(text) ?? this.text(text)) : this.text(text);
  }

  private plain(text: string): string {
    return joined(this.values(this.forms([open(text)], findAddresses)));
  }

  /** Takes out what is known by its form, and finalizes kept e-mails and addresses as they are. */
  private forms(start: readonly Piece[], find: typeof findAddresses): readonly Piece[] {
    const { privacy } = this.policy;
    let pieces = start;
    if (privacy.urls !== "keep") pieces = finalize(pieces, findUrls, this.as("urls"));
    pieces =
      privacy.email === "keep"
        ? finalize(pieces, (text) => this.findKeptEmails(text), asItIs)
        : finalize(pieces, findEmails, this.as("email"));
    return finalize(pieces, find, privacy.ip === "keep" ? asItIs : this.as("ip"));
  }

  private values(pieces: readonly Piece[]): readonly Piece[] {
    return finalize(
      pieces,
      (text) => this.known.find(text),
      (found, { category }) => this.as(category)(found),
    );
  }

  /**
   * E-mails that stay: of one in no kept field only as much as is surely one, none that is at an IP
   * address, and none that is itself a value to take out (an agent's).
   */
  private *findKeptEmails(text: string): Generator<EmailSpan> {
    for (const span of findEmails(text)) {
      const { start, narrowStart, end } = span;
      if (this.known.has(text.slice(start, end))) continue;
      const isKept = this.emails.has(fold(text.slice(start, end)));
      if (isKept) yield span;
      else if (!/@[\d.]+$/.test(text.slice(start, end))) yield { ...span, start: narrowStart };
    }
  }

  private encodedWords(text: string, redact: (word: string) => string): string {
    // Stryker disable next-line ConditionalExpression: the way without is only slower
    if (!maybeEncoded(text)) return text;
    return text.replace(/\S+/g, (word) => {
      const decoded = decodeFully(word);
      // What has nothing encoded is looked at with its neighbours: half a name is not the name.
      if (decoded === word) return word;
      const redacted = redact(decoded);
      return redacted === decoded ? word : redacted;
    });
  }

  private as(category: PrivacyCategory): (found: string) => string {
    const action = actionFor([category], this.policy);
    return (found) =>
      action === "hash"
        ? `[${category}:${hashValue(found, category === "email", this.policy)}]`
        : `[${category}]`;
  }
}

/** Keys that have become the same are numbered, so that none takes another's value away. */
class UniqueKeys {
  private readonly taken = new Map<string, number>();

  take(key: string): string {
    let number = (this.taken.get(key) ?? 0) + 1;
    this.taken.set(key, number);
    if (number === 1) return key;
    while (this.taken.has(`${key} ${number}`)) number += 1;
    this.taken.set(key, number);
    this.taken.set(`${key} ${number}`, 1);
    return `${key} ${number}`;
  }
}

function open(text: string): Piece {
  return { text, final: false };
}
function joined(pieces: readonly Piece[]) {
  return pieces.map(({ text }) => text).join("");
}
function asItIs(found: string) {
  return found;
}
