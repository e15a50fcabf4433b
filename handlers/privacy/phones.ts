import type { CountryCode } from "libphonenumber-js/core";

import { isAsciiWord, isDigit } from "./characters";
import { withAsciiDigits } from "./digits";
import { isInternational, isNational, planOf } from "./phonePlans";
import type { SearchText } from "./searchText";
import type { Span } from "./spans";
import type { Work } from "./work";

/** Digits of a number with its calling code (E.164), and two of the prefix `00`. */
const MAX_DIGITS = 17;

/** No number in use has fewer digits. */
const MIN_DIGITS = 7;

/** Fewer digits in a country without a prefix may be a year, an amount or a number of pieces, also after `call`. */
const MIN_UNGROUPED = 8;

/** Longest number, with everything between its digits. */
const MAX_CHARACTERS = 32;

/** Longest field that can be a number. */
const MAX_FIELD = 41;

/** Number of last digits by which a known number is recognized, in whatever form it begins. */
const KNOWN_DIGITS = 8;

const PLUS = 0x2b;
const OPEN = 0x28;

const separators = new Set(
  Array.from(" -./()\u00a0\u2010\u2011\u2012\u2013", (c) => c.charCodeAt(0)),
);

/** Characters before a number that is part of something else: an id, an amount. */
const notBefore = new Set(Array.from("_#$€£@/-", (char) => char.charCodeAt(0)));

/** Characters within an amount, a time or a version, when a digit is before them. */
const betweenDigits = new Set(Array.from(".,:", (char) => char.charCodeAt(0)));

/** Whether the candidate is part of something longer. */
function isPart(text: string, at: number, from: number): boolean {
  if (at === from) return false;
  const before = text.charCodeAt(at - 1);
  if (isAsciiWord(before) || before === PLUS) return true;
  if (text.charCodeAt(at) === PLUS) return false;
  if (betweenDigits.has(before)) return at - 2 >= from && isDigit(text.charCodeAt(at - 2));
  return notBefore.has(before);
}

/**
 * A date such as `23.11.2026` or `2026-11-23`, alone or with a time. Some countries group phone numbers in
 * the same way.
 */
const date = /^(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2})(?![./-]?\d)/;

/** Number of characters before a number in which a word may say that it is a phone number. */
const WORD_DISTANCE = 24;

const phoneWord =
  /(?<!\p{L})(?:tel|call|cell|celul|mobil|handy|fax|erreich|appel|llam|chiam|lig[aue]|dzwo|komór)|telefo|phone|whatsapp|anruf|rückruf|電話|携帯|फ़ोन|फोन|هاتف|جوال|اتصل/iu;

/** Whether a word before a run of digits says that it is a phone number, and not that of an order. */
function isAfterPhoneWord(text: string, start: number): boolean {
  const from = Math.max(0, start - WORD_DISTANCE);
  const before = text.slice(from, start);
  // The first word may be only the end of one.
  return phoneWord.test(from === 0 ? before : before.replace(/^\p{L}+/u, ""));
}

/** A candidate: where each of its groups of digits ends, and the digits up to there. */
interface Candidate {
  readonly start: number;
  readonly isInternational: boolean;
  readonly hasArea: boolean;
  readonly groups: readonly { readonly end: number; readonly digits: string }[];
}

/** The digits by which a number is found again in another form. Undefined when it has too few. */
export function knownDigits(text: string): string | undefined {
  const digits = withAsciiDigits(text).replace(/\D/g, "");
  return digits.length < MIN_DIGITS || digits.length > MAX_DIGITS
    ? undefined
    : digits.slice(-KNOWN_DIGITS);
}

/** Finds phone numbers. A candidate counts only when a country's plan in libphonenumber contains it. */
export class Phones {
  private readonly known: ReadonlySet<string>;
  /** What was searched last, and its text with the digits in ASCII: a text is searched part by part. */
  private last: { readonly searched: SearchText; readonly text: string } | undefined;

  /**
   * @param country whose numbers are found without the calling code too
   * @param known digits of numbers in fields, as {@link knownDigits} returns them
   */
  constructor(
    private readonly country: CountryCode | undefined,
    known: Iterable<string> = [],
  ) {
    this.known = new Set(known);
  }

  /** Whether a text is a phone number and nothing else. */
  isPhone(text: string): boolean {
    const trimmed = withAsciiDigits(text.trim().slice(0, MAX_FIELD + 1));
    if (/^(?:\d{1,3}\.){3}\d{1,3}$/.test(trimmed)) return false;
    if (trimmed.length > MAX_FIELD || !/^\+?[\d\s().\-/‐‑–]{7,}$/.test(trimmed)) return false;
    const digits = trimmed.replace(/\D/g, "");
    if (trimmed.startsWith("+")) return isInternational(digits);
    if (digits.startsWith("00")) return isInternational(digits.slice(2));
    return this.country !== undefined && isNational(digits, this.country);
  }

  *find(searched: SearchText, from: number, to: number, work: Work): Generator<Span> {
    const text = this.inAscii(searched);
    for (let at = from; at < to; at += 1) {
      const code = text.charCodeAt(at);
      if (code !== PLUS && code !== OPEN && !isDigit(code)) continue;
      const candidate = isPart(text, at, from) ? undefined : candidateAt(text, at, to);
      if (candidate) {
        work.add(MAX_CHARACTERS);
        const end = this.longest(text, candidate, from, to);
        if (end !== undefined) {
          yield { start: at, end };
          at = end - 1;
          continue;
        }
      }
      while (at + 1 < to && isDigit(text.charCodeAt(at + 1))) at += 1;
    }
    work.add(to - from);
  }

  /** Compares objects and not texts: two equal texts are compared character by character, for each part of them. */
  private inAscii(searched: SearchText): string {
    if (this.last?.searched !== searched)
      this.last = { searched, text: withAsciiDigits(searched.text) };
    return this.last.text;
  }

  /** Where the longest number ends that begins with this candidate. */
  private longest(text: string, candidate: Candidate, from: number, to: number) {
    for (let index = candidate.groups.length - 1; index >= 0; index -= 1) {
      const { end, digits } = candidate.groups[index] as Candidate["groups"][number];
      if (digits.length < MIN_DIGITS) return undefined;
      const goesOn = end < to && isAsciiWord(text.charCodeAt(end));
      if (goesOn) continue;
      if (this.isSurely(digits, candidate)) return end;
      const isWhole =
        index === candidate.groups.length - 1 &&
        !goesOnWithDigit(text, end, to) &&
        !beginsBehindDigit(text, candidate.start, from);
      if (isWhole && this.isNational(text, end, digits, candidate)) return end;
    }
    return undefined;
  }

  /** Whether the digits are a known number, or a number with its calling code. */
  private isSurely(digits: string, candidate: Candidate): boolean {
    if (this.known.has(digits.slice(-KNOWN_DIGITS))) return true;
    if (candidate.isInternational) return isInternational(digits);
    return digits.startsWith("00") && isInternational(digits.slice(2));
  }

  /** Whether this is a number without calling code, as it is written within the country. */
  private isNational(whole: string, end: number, digits: string, candidate: Candidate): boolean {
    const text = whole.slice(candidate.start, end);
    if (this.country === undefined || candidate.isInternational || date.test(text)) return false;
    if (!isNational(digits, this.country)) return false;
    const { prefix } = planOf(this.country);
    const isGrouped = candidate.hasArea || candidate.groups.length > 1;
    const isCalledPhone = () => isAfterPhoneWord(whole, candidate.start);
    // Some countries without a prefix, such as Italy, have numbers that begin with 0; few other numbers do.
    if (candidate.hasArea || (digits.startsWith("0") && isGrouped)) return true;
    if (prefix === "0") return digits.startsWith(prefix) && isCalledPhone();
    // Without a prefix, any amount or order number looks like a phone number: it must be grouped like one, or a word
    // must say that it is one.
    const isGroupedLikePhone = candidate.groups.length >= 3;
    return digits.length >= MIN_UNGROUPED && (isGroupedLikePhone || isCalledPhone());
  }
}

/** Whether a longer number has begun before. */
function beginsBehindDigit(text: string, start: number, from: number): boolean {
  return (
    start - 2 >= from &&
    separators.has(text.charCodeAt(start - 1)) &&
    isDigit(text.charCodeAt(start - 2))
  );
}

/** Whether a longer number (of a card or an account) or a time of day continues here. */
function goesOnWithDigit(text: string, end: number, to: number): boolean {
  const next = text.charCodeAt(end);
  return (
    end + 1 < to &&
    (separators.has(next) || betweenDigits.has(next)) &&
    isDigit(text.charCodeAt(end + 1))
  );
}

function candidateAt(text: string, start: number, to: number): Candidate | undefined {
  const isInternationalForm = text.charCodeAt(start) === PLUS;
  const hasArea = text.charCodeAt(start) === OPEN;
  const groups: { end: number; digits: string }[] = [];
  const last = Math.min(to, start + MAX_CHARACTERS);
  let at = start + (isInternationalForm || hasArea ? 1 : 0);
  let digits = "";
  while (at < last) {
    const first = at;
    while (at < to && isDigit(text.charCodeAt(at)) && at - first <= MAX_DIGITS) at += 1;
    if (at === first || digits.length + at - first > MAX_DIGITS) break;
    digits += text.slice(first, at);
    groups.push({ end: at, digits });
    const gap = at;
    while (at < last && at - gap < 3 && separators.has(text.charCodeAt(at))) at += 1;
    if (at === gap) break;
  }
  if (groups.length === 0) return undefined;
  return { start, isInternational: isInternationalForm, hasArea, groups };
}
