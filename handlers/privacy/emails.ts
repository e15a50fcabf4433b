import type { Span } from "./spans";

/** An address in a text. */
export interface EmailSpan extends Span {
  /** Where it begins when punctuation that a local part may have ends it. */
  readonly narrowStart: number;
}

/** What no domain has, and few local parts. */
const delimiter = /[\s<>()[\]\\,;:"'`|=&?#/@＠*!{}^~]/u;

/** What no local part has without quotes (RFC 5322), and what sets addresses apart in practice. */
const separator = /[\s<>()[\]\\,;:"`|@＠]/u;

const at = /[@＠]/gu;

/** Characters of a local part with punctuation; longer ones are cut at the last of it (RFC 5321: 64). */
const MAX_LOCAL = 128;

/** What stands before an address in URLs, paths and queries, and is none of it. */
const query = /\?|^[/&]|&[^&]*=|mail[\w-]*=/i;

function startOf(text: string, from: number, end: number, stop: RegExp): number {
  let start = end;
  while (start > from && !stop.test(text.charAt(start - 1))) start -= 1;
  return start;
}

/** `sean.o'malley`, `maria&co`, `a/b`: all of it, but for punctuation in front and the parts of a query. */
function wideStart(text: string, from: number, narrow: number, end: number): number {
  const lowest = Math.max(from, end - MAX_LOCAL);
  let start = startOf(text, lowest, end, separator);
  if ((start === lowest && start > from) || query.test(text.slice(start, end))) return narrow;
  while (start < narrow && delimiter.test(text.charAt(start))) start += 1;
  return start;
}

/**
 * Finds everything of the form `something@something`. Written as a scan, not as one expression: on a
 * megabyte with no `@` in it an expression would take quadratic time.
 */
export function* findEmails(text: string): Generator<EmailSpan> {
  let done = 0;
  for (const { index } of text.matchAll(at)) {
    let narrowStart = startOf(text, done, index, delimiter);
    let start = wideStart(text, done, narrowStart, index);
    if (start === index && text.charAt(start - 1) === '"') {
      // A quoted local part: "bob smith"@example.com
      const quote = text.lastIndexOf('"', start - 2);
      if (quote >= done && start - quote < 80) start = quote;
    }
    if (narrowStart === index) narrowStart = start;
    let end = index + 1;
    while (end < text.length && !delimiter.test(text.charAt(end))) end += 1;
    while (text.charAt(end - 1) === ".") end -= 1;
    if (start === index || end === index + 1) continue;
    yield { start, narrowStart, end };
    done = end;
  }
}
