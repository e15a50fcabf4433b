import { asciiSet, isAsciiWord, isBlank, isOfSpacelessScript, mayBeLetter } from "./characters";
import type { SearchText } from "./searchText";
import type { Span } from "./spans";
import type { Work } from "./work";

/** An address in a text. */
export interface EmailSpan extends Span {
  /**
   * Where the address begins when the punctuation before it is not part of it, although a local part may
   * contain it.
   */
  readonly narrowStart: number;
}

/**
 * Longest local part with punctuation. A longer one begins after its last punctuation mark (RFC 5321: 64).
 */
const MAX_LOCAL = 128;

/** Characters of a local part in quotation marks. */
const MAX_QUOTED = 80;

const AT = 0x40;
const WIDE_AT = 0xff20;
const DOT = 0x2e;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;

const asciiDelimiter = asciiSet("<>()[]\\,;:\"'`|=&?#/@*!{}^~");
const asciiSeparator = asciiSet('<>()[]\\,;:"`|@');
const asciiTrailing = asciiSet(".-_");

/** Punctuation that ends an address in texts of scripts that have their own punctuation. */
const widePunctuation = new Set(
  Array.from("“”„«»、。，；：！？（）「」『』【】《》", (char) => char.charCodeAt(0)),
);

/** No domain contains these characters, and few local parts do. */
function isDelimiter(code: number): boolean {
  return asciiDelimiter(code) || isBlank(code) || code === WIDE_AT || widePunctuation.has(code);
}

/** No local part contains these characters without quotes (RFC 5322). They separate addresses. */
function isSeparator(code: number): boolean {
  return asciiSeparator(code) || isBlank(code) || code === WIDE_AT || widePunctuation.has(code);
}

function startOf(text: string, from: number, end: number, stop: (code: number) => boolean) {
  let start = end;
  while (start > from && !stop(text.charCodeAt(start - 1))) start -= 1;
  return start;
}

/** Whether the text before an address is part of a URL's path or query, or announces an address. */
function isOfQuery(before: string): boolean {
  if (before.includes("?") || /^[/&]/.test(before)) return true;
  const ampersand = before.indexOf("&");
  if (ampersand !== -1 && before.includes("=", ampersand)) return true;
  return saysMail(before);
}

/** Whether it contains `email=` or the like. */
function saysMail(before: string): boolean {
  for (let end = before.indexOf("="); end !== -1; end = before.indexOf("=", end + 1)) {
    let start = end;
    while (start > 0 && isNameCharacter(before.charCodeAt(start - 1))) start -= 1;
    if (before.slice(start, end).toLowerCase().includes("mail")) return true;
  }
  return false;
}

function isNameCharacter(code: number): boolean {
  return isAsciiWord(code) || code === 0x2d;
}

/** In a query, where other punctuation separates values, an apostrophe within a name does not: `?m=d'anna@…`. */
function startOfName(text: string, lowest: number, narrow: number): number {
  let start = narrow;
  while (
    start - 2 >= lowest &&
    text.charCodeAt(start - 1) === APOSTROPHE &&
    !isDelimiter(text.charCodeAt(start - 2))
  )
    start = startOf(text, lowest, start - 1, isDelimiter);
  return start;
}

/**
 * `sean.o'malley`, `maria&co` and `a/b` are kept whole, except for punctuation in front and parts of a
 * query.
 */
function wideStart(text: string, from: number, narrow: number, end: number): number {
  const lowest = Math.max(from, end - MAX_LOCAL);
  let start = startOf(text, lowest, end, isSeparator);
  if (start === narrow) return narrow;
  if ((start === lowest && start > from) || isOfQuery(text.slice(start, end)))
    return startOfName(text, lowest, narrow);
  while (start < narrow && isDelimiter(text.charCodeAt(start))) start += 1;
  return start;
}

/**
 * Where a local part in quotation marks begins, as in `"bob smith"@example.com`; `end` when there is none.
 */
function quotedStart(text: string, from: number, end: number): number {
  if (text.charCodeAt(end - 1) !== QUOTE) return end;
  for (let at = end - 2; at >= from && end - at < MAX_QUOTED; at -= 1)
    if (text.charCodeAt(at) === QUOTE) return at;
  return end;
}

/** After Chinese and similar scripts, an ASCII local part begins where the ASCII begins. */
function withoutProse(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && text.charCodeAt(at - 1) < 0x80) at -= 1;
  return at > start && at < end && isOfSpacelessScript(text.charCodeAt(at - 1)) ? at : start;
}

/** Where a domain of only digits and dots ends. It counts only when it is an IPv4 address. */
function numericDomainEnd(domain: string): number {
  return /^(?:\d{1,3}\.){3}\d{1,3}$/.test(domain) ? domain.length : 0;
}

/** Before Chinese and similar scripts, an ASCII domain ends with the ASCII: `a@b.com` in `a@b.comです`. */
function asciiDomainEnd(domain: string): number {
  let end = 0;
  while (end < domain.length && domain.charCodeAt(end) < 0x80) end += 1;
  if (end === domain.length || !isOfSpacelessScript(domain.charCodeAt(end))) return domain.length;
  const dot = domain.lastIndexOf(".", end - 1);
  return dot > 0 && end - dot > 2 ? end : domain.length;
}

/** Length of the domain that begins here; 0 when there is none. */
function domainLength(domain: string, local: string): number {
  let end = asciiDomainEnd(domain);
  while (end > 0 && asciiTrailing(domain.charCodeAt(end - 1))) end -= 1;
  let hasLetter = false;
  let label = end;
  while (label > 0 && domain.charCodeAt(label - 1) !== DOT) {
    label -= 1;
    hasLetter ||= mayBeLetter(domain.charCodeAt(label));
  }
  if (!hasLetter) return numericDomainEnd(domain.slice(0, end));
  if (label > 0) return end;
  // `3@home` is not an address; `root@localhost` may be one.
  for (let at = 0; at < local.length; at += 1) if (mayBeLetter(local.charCodeAt(at))) return end;
  return 0;
}

/**
 * Finds everything of the form `something@something`. Searches outwards from each `@`, and looks at no
 * character more than a few times, so that the work stays linear.
 */
export function* findEmails(
  { text }: SearchText,
  from: number,
  to: number,
  work: Work,
): Generator<EmailSpan> {
  let done = from;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== AT && code !== WIDE_AT) continue;
    let narrowStart = withoutProse(text, startOf(text, done, at, isDelimiter), at);
    let start = Math.max(wideStart(text, done, narrowStart, at), 0);
    if (narrowStart < at && isOfSpacelessScript(text.charCodeAt(narrowStart - 1)))
      start = narrowStart;
    if (start === at) start = quotedStart(text, done, at);
    if (narrowStart === at) narrowStart = start;
    let end = at + 1;
    while (end < to && !isDelimiter(text.charCodeAt(end))) end += 1;
    work.add(2 * (end - start) + 2);
    if (start === at) continue;
    const length = domainLength(text.slice(at + 1, end), text.slice(start, at));
    if (length === 0) continue;
    yield { start, narrowStart, end: at + 1 + length };
    done = at + 1 + length;
  }
  work.add(to - from);
}
