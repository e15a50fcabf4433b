import { asciiSet, isAsciiLetter, isAsciiWord, isBlank, isDigit } from "./characters";
import { depthAt, endAt, startAt, type SearchText } from "./searchText";
import type { Span } from "./spans";
import type { Work } from "./work";

/** Longest scheme that is recognized. */
const MAX_SCHEME = 21;

const LESS_THAN = 0x3c;

/**
 * Characters that no URL contains, apart from spaces: markup, quotation marks, and Chinese and Japanese
 * punctuation.
 */
const endings = asciiSet('<>"`');
const wideEndings = new Set(
  Array.from("“”„«»、。，；：！？（）「」『』【】《》", (char) => char.charCodeAt(0)),
);

/** Ends a URL that is encoded in the query of another one. */
const outerEndings = asciiSet("&#;");

/** Characters that end a sentence or a quotation rather than a URL. */
const trailing = asciiSet(".,;:!?'*_\\");

const brackets = ["()", "[]", "{}"].map(([open = "", close = ""]) => ({
  open: open.charCodeAt(0),
  close: close.charCodeAt(0),
}));

function isSchemeCharacter(code: number): boolean {
  return isAsciiLetter(code) || isDigit(code) || code === 0x2b || code === 0x2d || code === 0x2e;
}

/** Schemes that are recognized although a word is right before them. */
const knownSchemes = ["https", "http", "ftps", "ftp", "file", "wss", "ws"];

/** Where the scheme before `://` begins; `end` when there is none. */
function schemeStart(text: string, from: number, end: number): number {
  const lowest = Math.max(from, end - MAX_SCHEME);
  let start = end;
  while (start > lowest && isSchemeCharacter(text.charCodeAt(start - 1))) start -= 1;
  while (start < end && !isAsciiLetter(text.charCodeAt(start))) start += 1;
  const scheme = text.slice(start, end).toLowerCase();
  const known = knownSchemes.find((each) => scheme.endsWith(each));
  return known === undefined ? start : end - known.length;
}

/** Removes what follows a URL: punctuation, and brackets that were opened before it. */
function trimmed(text: string, start: number, end: number): number {
  const open = brackets.map(() => 0);
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    for (const [index, bracket] of brackets.entries())
      if (code === bracket.open) open[index] = (open[index] as number) + 1;
      else if (code === bracket.close) open[index] = (open[index] as number) - 1;
  }
  for (let at = end; at > start; at -= 1) {
    const code = text.charCodeAt(at - 1);
    const index = brackets.findIndex(({ close }) => close === code);
    if (index === -1 ? !trailing(code) : (open[index] as number) >= 0) return at;
    if (index !== -1) open[index] = (open[index] as number) + 1;
  }
  return start;
}

/**
 * Where a URL ends. A percent-encoded space does not end it. A separator of a less deeply encoded URL
 * around it does.
 */
function urlEnd(searched: SearchText, start: number, from: number, to: number): number {
  const { text } = searched;
  const depth = depthAt(searched, from - 1);
  const isSlackLink = text.charCodeAt(start - 1) === LESS_THAN;
  const isFile = text.slice(start, from).toLowerCase() === "file://";
  let end = from;
  for (; end < to; end += 1) {
    const code = text.charCodeAt(end);
    const own = depthAt(searched, end);
    // `file://C:\new` goes on after what looks like the escape of a line feed.
    if (isFile && code < 0x20 && endAt(searched, end) - startAt(searched, end) > 1) continue;
    if (own === 0 && (isBlank(code) || endings(code) || wideEndings.has(code))) break;
    if (own === 0 && isSlackLink && code === 0x7c) break;
    if (own < depth && outerEndings(code)) break;
  }
  return end;
}

/** Length of `://` or `www.` when it begins here, else 0. */
function anchorLength(text: string, at: number, code: number): number {
  if (code === 0x3a) return text.startsWith("//", at + 1) ? 3 : 0;
  if ((code | 0x20) !== 0x77) return 0;
  const before = text.charCodeAt(at - 1);
  if (isAsciiWord(before) || before === 0x2e) return 0;
  return text.slice(at, at + 4).toLowerCase() === "www." ? 4 : 0;
}

/** Finds URLs: everything that has `scheme://` in front or begins with `www.`. */
export function* findUrls(
  searched: SearchText,
  from: number,
  to: number,
  work: Work,
): Generator<Span> {
  const { text } = searched;
  let done = from;
  for (let at = from; at < to; at += 1) {
    const length = anchorLength(text, at, text.charCodeAt(at));
    if (length === 0 || at + length > to) continue;
    const start = length === 3 ? schemeStart(text, done, at) : at;
    work.add(MAX_SCHEME);
    if (length === 3 && start === at) continue;
    const last = urlEnd(searched, start, at + length, to);
    work.add(last - at);
    const end = trimmed(text, at + length, last);
    if (end > at + length) {
      yield { start, end };
      done = end;
    }
    at = last - 1;
  }
  work.add(to - from);
}
