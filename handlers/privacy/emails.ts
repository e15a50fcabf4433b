import { asciiSet, isAsciiWord, isBlank, isOfSpacelessScript, mayBeLetter } from "./characters";
import type { SearchText } from "./searchText";
import type { Span } from "./spans";
import type { Work } from "./work";

/** An address in a text. */
export interface EmailSpan extends Span {
  /** Where it begins when punctuation that a local part may have ends it. */
  readonly narrowStart: number;
}

/** Characters of a local part with punctuation; longer ones are cut at the last of it (RFC 5321: 64). */
const MAX_LOCAL = 128;

/** Characters of a local part in quotation marks. */
const MAX_QUOTED = 80;

const AT = 0x40;
const WIDE_AT = 0xff20;
const DOT = 0x2e;
const QUOTE = 0x22;

const asciiDelimiter = asciiSet("<>()[]\\,;:\"'`|=&?#/@*!{}^~");
const asciiSeparator = asciiSet('<>()[]\\,;:"`|@');
const asciiTrailing = asciiSet(".-_");

/** Punctuation that ends an address in texts whose scripts have their own. */
const widePunctuation = new Set(
  Array.from("“”„«»、。，；：！？（）「」『』【】《》", (char) => char.charCodeAt(0)),
);

/** No domain has them, and few local parts. */
function isDelimiter(code: number): boolean {
  return asciiDelimiter(code) || isBlank(code) || code === WIDE_AT || widePunctuation.has(code);
}

/** No local part has them without quotes (RFC 5322), and they set addresses apart in practice. */
function isSeparator(code: number): boolean {
  return asciiSeparator(code) || isBlank(code) || code === WIDE_AT || widePunctuation.has(code);
}

function startOf(text: string, from: number, end: number, stop: (code: number) => boolean) {
  let start = end;
  while (start > from && !stop(text.charCodeAt(start - 1))) start -= 1;
  return start;
}

/** Whether what stands before an address is of a URL's path or query, or says that an address follows. */
function isOfQuery(before: string): boolean {
  if (before.includes("?") || /^[/&]/.test(before)) return true;
  const ampersand = before.indexOf("&");
  if (ampersand !== -1 && before.includes("=", ampersand)) return true;
  return saysMail(before);
}

/** Whether `email=` or the like is in it. */
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

/** `sean.o'malley`, `maria&co`, `a/b`: all of it, but for punctuation in front and the parts of a query. */
function wideStart(text: string, from: number, narrow: number, end: number): number {
  const lowest = Math.max(from, end - MAX_LOCAL);
  let start = startOf(text, lowest, end, isSeparator);
  if (start === narrow) return narrow;
  if ((start === lowest && start > from) || isOfQuery(text.slice(start, end))) return narrow;
  while (start < narrow && isDelimiter(text.charCodeAt(start))) start += 1;
  return start;
}

/** Where a local part in quotation marks begins, as `"bob smith"@example.com`; `end` when it is none. */
function quotedStart(text: string, from: number, end: number): number {
  if (text.charCodeAt(end - 1) !== QUOTE) return end;
  for (let at = end - 2; at >= from && end - at < MAX_QUOTED; at -= 1)
    if (text.charCodeAt(at) === QUOTE) return at;
  return end;
}

/** A local part in ASCII behind Chinese and the like begins where the ASCII does. */
function withoutProse(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && text.charCodeAt(at - 1) < 0x80) at -= 1;
  return at > start && at < end && isOfSpacelessScript(text.charCodeAt(at - 1)) ? at : start;
}

/** Where a domain ends that is all digits and dots: it is none unless it is an IPv4 address. */
function numericDomainEnd(domain: string): number {
  return /^(?:\d{1,3}\.){3}\d{1,3}$/.test(domain) ? domain.length : 0;
}

/** A domain in ASCII before Chinese and the like ends with the ASCII: `a@b.com` of `a@b.comです`. */
function asciiDomainEnd(domain: string): number {
  let end = 0;
  while (end < domain.length && domain.charCodeAt(end) < 0x80) end += 1;
  if (end === domain.length || !isOfSpacelessScript(domain.charCodeAt(end))) return domain.length;
  const dot = domain.lastIndexOf(".", end - 1);
  return dot > 0 && end - dot > 2 ? end : domain.length;
}

/** Characters of a domain, from its beginning; 0 when it is none. */
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
  // `3@home` is no address; `root@localhost` may be one.
  for (let at = 0; at < local.length; at += 1) if (mayBeLetter(local.charCodeAt(at))) return end;
  return 0;
}

/**
 * Finds everything of the form `something@something`, outwards from each `@`: no character is looked at
 * more often than a few times, whatever stands around it.
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
