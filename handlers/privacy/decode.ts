import { namedReference } from "./namedReferences";
import type { Origin, SearchText } from "./searchText";
import type { Work } from "./work";

/** A URL may stand in another's query, and that in a third's. */
const MAX_ROUNDS = 5;

/** Names of HTML's references are no longer. */
const MAX_NAME = 32;

/** How often a character counts as percent-encoded at most. */
const MAX_DEPTH = 255;

const PERCENT = 0x25;
const AMPERSAND = 0x26;
const BACKSLASH = 0x5c;
const SEMICOLON = 0x3b;

/** A part of the text that stands for something else. */
interface Unit {
  readonly end: number;
  /** Code point that it stands for; of a percent-encoded byte its value. */
  readonly code: number;
  /** How many layers of percent-encoding it adds. */
  readonly layers: number;
  /** It is one byte of a character. */
  readonly isByte: boolean;
}

function hexValue(text: string, start: number, digits: number): number {
  let value = 0;
  for (let index = start; index < start + digits; index += 1) {
    const digit = hexDigit(text.charCodeAt(index));
    if (digit === -1) return -1;
    value = value * 16 + digit;
  }
  return value;
}

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** `%40`, `%2540` of any depth, or `%u0040`. */
function percentUnit(text: string, start: number): Unit | undefined {
  if (text.charCodeAt(start) !== PERCENT) return undefined;
  let at = start + 1;
  while (text.charCodeAt(at) === 0x32 && text.charCodeAt(at + 1) === 0x35) at += 2;
  const layers = (at - start - 1) / 2;
  const byte = hexValue(text, at, 2);
  if (byte !== -1) return { end: at + 2, code: byte, layers: layers + 1, isByte: true };
  if ((text.charCodeAt(at) | 0x20) === 0x75) {
    const code = hexValue(text, at + 1, 4);
    if (code !== -1) return { end: at + 5, code, layers: layers + 1, isByte: false };
  }
  return layers === 0 ? undefined : { end: at, code: PERCENT, layers, isByte: true };
}

/** `\u0040` and `\/` of JSON, with all the backslashes that further layers put in front. */
function escapeUnit(text: string, start: number): Unit | undefined {
  let at = start;
  while (text.charCodeAt(at) === BACKSLASH) at += 1;
  const next = text.charCodeAt(at);
  if (next === 0x2f) return { end: at + 1, code: next, layers: 0, isByte: false };
  const code = next === 0x75 ? hexValue(text, at + 1, 4) : -1;
  return code === -1 ? undefined : { end: at + 5, code, layers: 0, isByte: false };
}

/** `&#64;` and `&#x40;`, with or without the semicolon. */
function numericReference(text: string, start: number): Unit | undefined {
  const isHex = (text.charCodeAt(start + 2) | 0x20) === 0x78;
  let at = start + (isHex ? 3 : 2);
  const first = at;
  let code = 0;
  for (; code <= 0x10ffff; at += 1) {
    const digit = hexDigit(text.charCodeAt(at));
    if (digit === -1 || (!isHex && digit > 9)) break;
    code = code * (isHex ? 16 : 10) + digit;
  }
  if (at === first || code === 0 || code > 0x10ffff) return undefined;
  const end = text.charCodeAt(at) === SEMICOLON ? at + 1 : at;
  return { end, code, layers: 0, isByte: false };
}

function isAlphanumeric(code: number): boolean {
  const lower = code | 0x20;
  return (code >= 0x30 && code <= 0x39) || (lower >= 0x61 && lower <= 0x7a);
}

/** The name of `&eacute;`, or nothing. */
function referenceName(text: string, start: number): string {
  let at = start + 1;
  while (at - start <= MAX_NAME && isAlphanumeric(text.charCodeAt(at))) at += 1;
  return text.charCodeAt(at) === SEMICOLON ? text.slice(start + 1, at) : "";
}

/** Number of further bytes of a character in UTF-8 by its first; 0 when none begins with it. */
function followers(byte: number): number {
  if (byte >= 0xc2 && byte <= 0xdf) return 1;
  if (byte >= 0xe0 && byte <= 0xef) return 2;
  return byte >= 0xf0 && byte <= 0xf4 ? 3 : 0;
}

/** Goes through a text once and undoes one layer of whatever it is encoded in. */
class Round {
  private readonly text: string;
  private readonly old: Origin | undefined;
  private readonly codes: Uint16Array;
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;
  private readonly depths: Uint8Array;
  private length = 0;
  private isChanged = false;

  constructor(
    { text, origin }: SearchText,
    private readonly work: Work,
  ) {
    this.text = text;
    this.old = origin;
    this.codes = new Uint16Array(text.length);
    this.starts = new Int32Array(text.length);
    this.ends = new Int32Array(text.length);
    this.depths = new Uint8Array(text.length);
  }

  run(): SearchText | undefined {
    for (let at = 0; at < this.text.length;) at = this.step(at);
    if (!this.isChanged) return undefined;
    const { codes, starts, ends, depths, length } = this;
    const text = Buffer.from(codes.buffer, 0, length * 2).toString("utf16le");
    return { text, origin: { starts, ends, depths } };
  }

  /** Copies what is at a place; returns the place after it. */
  private step(at: number): number {
    const code = this.text.charCodeAt(at);
    if (code === PERCENT) return this.percent(at);
    if (code === AMPERSAND) return this.reference(at);
    if (code === BACKSLASH) return this.escape(at);
    return this.copy(at, at + 1);
  }

  private copy(from: number, to: number): number {
    this.work.add(to - from);
    for (let at = from; at < to; at += 1) {
      this.codes[this.length] = this.text.charCodeAt(at);
      this.starts[this.length] = this.old ? (this.old.starts[at] as number) : at;
      this.ends[this.length] = this.old ? (this.old.ends[at] as number) : at + 1;
      this.depths[this.length] = this.old ? (this.old.depths[at] as number) : 0;
      this.length += 1;
    }
    return to;
  }

  /** Puts characters in place of everything from one place to another. */
  private put(characters: string, from: number, to: number, layers: number): number {
    this.work.add(to - from);
    let depth = 0;
    if (this.old)
      for (let at = from; at < to; at += 1) depth = Math.max(depth, this.old.depths[at] as number);
    for (let index = 0; index < characters.length; index += 1) {
      this.codes[this.length] = characters.charCodeAt(index);
      this.starts[this.length] = this.old ? (this.old.starts[from] as number) : from;
      this.ends[this.length] = this.old ? (this.old.ends[to - 1] as number) : to;
      this.depths[this.length] = Math.min(depth + layers, MAX_DEPTH);
      this.length += 1;
    }
    this.isChanged = true;
    return to;
  }

  private percent(at: number): number {
    const unit = percentUnit(this.text, at);
    if (!unit) return this.copy(at, at + 1);
    if (!unit.isByte || unit.code < 0x80)
      return this.put(String.fromCharCode(unit.code), at, unit.end, unit.layers);
    return (
      this.utf8(at, unit) ??
      // A byte that is not UTF-8 is taken for Latin-1.
      this.put(String.fromCharCode(unit.code), at, unit.end, unit.layers)
    );
  }

  private utf8(at: number, first: Unit): number | undefined {
    const count = followers(first.code);
    if (count === 0) return undefined;
    let code = first.code & (0x3f >> count);
    let { end, layers } = first;
    for (let index = 0; index < count; index += 1) {
      const next = percentUnit(this.text, end);
      this.work.add(next ? next.end - end : 1);
      if (!next?.isByte || (next.code & 0xc0) !== 0x80) return undefined;
      code = code * 64 + (next.code & 0x3f);
      end = next.end;
      layers = Math.max(layers, next.layers);
    }
    const least = [0x80, 0x800, 0x10000][count - 1] as number;
    if (code < least || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
    return this.put(String.fromCodePoint(code), at, end, layers);
  }

  private reference(at: number): number {
    if (this.text.charCodeAt(at + 1) === 0x23) {
      const unit = numericReference(this.text, at);
      if (unit) return this.put(String.fromCodePoint(unit.code), at, unit.end, 0);
      return this.copy(at, at + 1);
    }
    const name = referenceName(this.text, at);
    const characters = name === "" ? undefined : namedReference(name);
    if (characters === undefined) return this.copy(at, at + 1);
    return this.put(characters, at, at + name.length + 2, 0);
  }

  private escape(at: number): number {
    const unit = escapeUnit(this.text, at);
    if (unit) return this.put(String.fromCharCode(unit.code), at, unit.end, 0);
    let end = at;
    while (this.text.charCodeAt(end) === BACKSLASH) end += 1;
    return this.copy(at, end);
  }
}

function maybeEncoded(text: string): boolean {
  return text.includes("%") || text.includes("&") || text.includes("\\");
}

/**
 * A text as it is searched: percent-encoding (of any depth), HTML's character references and JSON's
 * escapes are undone, five times at most where one stands in the other.
 */
export function decodeForSearch(source: string, work: Work): SearchText {
  let searched: SearchText = { text: source };
  for (let round = 0; round < MAX_ROUNDS && maybeEncoded(searched.text); round += 1) {
    const decoded = new Round(searched, work).run();
    if (!decoded) break;
    searched = decoded;
  }
  return searched;
}
