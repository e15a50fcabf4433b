import { isAsciiLetter, isAsciiWord, isDigit } from "./characters";
import type { SearchText } from "./searchText";
import type { Span } from "./spans";
import type { Work } from "./work";

const DOT = 0x2e;
const COLON = 0x3a;

/** An IPv6 address has at most eight groups, and `::` makes one of them empty. */
const MAX_GROUPS = 9;

/** Length of the longest IPv6 address, which ends with an IPv4 address. */
const MAX_IPV6 = 45;

function isHex(code: number): boolean {
  const lower = code | 0x20;
  return isDigit(code) || (lower >= 0x61 && lower <= 0x66);
}

function isOfAddress(code: number): boolean {
  return isHex(code) || code === DOT || code === COLON;
}

function isIpv4(text: string): boolean {
  const groups = text.split(".");
  return groups.length === 4 && groups.every((group) => group !== "" && Number(group) <= 255);
}

/** Whether the groups between colons form an IPv6 address. Code such as `a::b` does not. */
function isIpv6(groups: readonly string[]): boolean {
  const last = groups[groups.length - 1] as string;
  const hasIpv4 = last.includes(".");
  if (hasIpv4 && !isIpv4(last)) return false;
  const head = hasIpv4 ? groups.slice(0, -1) : groups;
  if (!head.every((group) => group.length <= 4 && !group.includes("."))) return false;
  const gap = groups.findIndex((group, index) => group === "" && index > 0);
  const size = groups.length + (hasIpv4 ? 1 : 0);
  if (gap === -1) return size === 8 && groups[0] !== "";
  // `::` is one empty group in the middle, and two at the beginning or the end.
  const empty = groups.filter((group) => group === "").length;
  const atEnds = (groups[0] === "" ? 1 : 0) + (last === "" ? 1 : 0);
  if (empty !== 1 + atEnds || (groups[0] === "" && gap !== 1)) return false;
  if (last === "" && gap !== groups.length - 2) return false;
  return size - atEnds <= 8 && groups.some((group) => /\d/.test(group));
}

/**
 * The IPv6 address in a run of characters that it may have, without a label before it (`ip:`) and without
 * the punctuation after a sentence.
 */
function ipv6In(run: string, isAfterWord: boolean): Span | undefined {
  let length = run.length;
  while (run.charCodeAt(length - 1) === DOT) length -= 1;
  if (run[length - 1] === ":" && run[length - 2] !== ":") length -= 1;
  const dot = run.indexOf(".");
  for (const end of dot === -1 || dot >= length ? [length] : [length, dot]) {
    const found = ipv6Before(run, end, isAfterWord);
    if (found) return found;
  }
  return undefined;
}

/** The longest IPv6 address that ends here. */
function ipv6Before(run: string, end: number, isAfterWord: boolean): Span | undefined {
  const lowest = Math.max(0, end - MAX_IPV6 - 1);
  const groups = run.slice(lowest, end).split(":");
  let start = lowest;
  for (; groups.length > 1; start += (groups.shift() as string).length + 1) {
    const isWhole = start === 0 ? !isAfterWord : start > lowest || run[start - 1] === ":";
    // No address begins right after `::`: it would be part of a longer one.
    const isAfterGap = run[start - 1] === ":" && run[start - 2] === ":";
    if (groups.length <= MAX_GROUPS && isWhole && !isAfterGap && isIpv6(groups))
      return { start, end };
  }
  return undefined;
}

/** A word that says that the number after it is a version, with the endings and particles of its language. */
const versionWord =
  /(?:(?:^|[^a-z])(?:v|ver|(?:versi|vers[aã]o|wersj|s[uü]r[uü]m|firmware|software|build|release)\p{L}{0,6})|バージョン\p{L}?|版本\p{L}?|버전\p{L}?|верси\p{L}{1,3}|إصدار|संस्करण)[ :.]?$/iu;

/** Characters before a number in which such a word can be. */
const VERSION_DISTANCE = 20;

/** Finds IPv4 addresses in a run of digits, dots and other characters of IPv6 addresses. */
function* findIpv4(text: string, from: number, to: number, end: number): Generator<Span> {
  let start = from;
  for (let at = from; at <= to; at += 1) {
    const code = at < to ? text.charCodeAt(at) : COLON;
    const isDouble = code === DOT && text.charCodeAt(at + 1) === DOT;
    if ((isDigit(code) || code === DOT) && !isDouble) continue;
    let first = start;
    let last = at;
    while (first < last && text.charCodeAt(first) === DOT) first += 1;
    while (last > first && text.charCodeAt(last - 1) === DOT) last -= 1;
    start = at + 1;
    if (last - first < 7 || last - first > 15 || !isIpv4(text.slice(first, last))) continue;
    if (last < end && isAsciiLetter(text.charCodeAt(last))) continue;
    if (versionWord.test(text.slice(Math.max(0, first - VERSION_DISTANCE), first))) continue;
    yield { start: first, end: last };
  }
}

/** Finds IP addresses: IPv6 (candidates are validated), and IPv4 wherever there is no IPv6. */
export function* findAddresses(
  { text }: SearchText,
  from: number,
  to: number,
  work: Work,
): Generator<Span> {
  for (let at = from; at < to; at += 1) {
    if (!isOfAddress(text.charCodeAt(at))) continue;
    let end = at;
    let colons = 0;
    for (; end < to && isOfAddress(text.charCodeAt(end)); end += 1)
      if (text.charCodeAt(end) === COLON) colons += 1;
    work.add(2 * (end - at) + (colons > 1 ? MAX_IPV6 : 0));
    if (end - at >= 2) yield* findInRun(text, at, end, { colons, from, to });
    at = end;
  }
  work.add(to - from);
}

function* findInRun(
  text: string,
  start: number,
  end: number,
  { colons, from, to }: { readonly colons: number; readonly from: number; readonly to: number },
): Generator<Span> {
  const isBeforeWord = end < to && isAsciiWord(text.charCodeAt(end));
  const isAfterWord = start > from && isAsciiWord(text.charCodeAt(start - 1));
  const found =
    colons < 2 || isBeforeWord ? undefined : ipv6In(text.slice(start, end), isAfterWord);
  if (!found) {
    yield* findIpv4(text, start, end, to);
    return;
  }
  yield* findIpv4(text, start, start + found.start, to);
  yield { start: start + found.start, end: start + found.end };
  yield* findIpv4(text, start + found.end, end, to);
}

/** In a user agent, a number after a slash or a letter is a version. */
export function* findAgentAddresses(
  searched: SearchText,
  from: number,
  to: number,
  work: Work,
): Generator<Span> {
  for (const span of findAddresses(searched, from, to, work))
    if (!/[/\w]/.test(searched.text.charAt(span.start - 1))) yield span;
}
