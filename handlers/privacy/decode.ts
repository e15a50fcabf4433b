import {
  AMPERSAND,
  BACKSLASH,
  escapeUnit,
  followers,
  numericReference,
  PERCENT,
  percentUnit,
  referenceName,
  type Unit,
} from "./encodedUnits";
import { namedReference, openReference } from "./namedReferences";
import type { Origin, SearchText } from "./searchText";
import type { Work } from "./work";

/** A URL can be in the query of another URL, which can be in the query of a third. */
const MAX_ROUNDS = 5;

/** Largest number of percent-encodings that is counted for a character. */
const MAX_DEPTH = 255;

/** Scans a text once and decodes one layer of any encoding in it. */
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

  /** Copies the character at a position. Returns the position after it. */
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

  /** Replaces everything between two positions with other characters. */
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
      // A byte that is not valid UTF-8 is read as Latin-1.
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
    const { name, isClosed } = referenceName(this.text, at);
    const characters = isClosed ? namedReference(name) : undefined;
    if (characters !== undefined) return this.put(characters, at, at + name.length + 2, 0);
    const open = isClosed ? undefined : openReference(name);
    // `&copy=` is a parameter of a query.
    const end = at + 1 + (open?.length ?? 0);
    if (!open || this.text[end] === "=") return this.copy(at, at + 1);
    return this.put(open.characters, at, end, 0);
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
 * Decodes a text for the search: percent-encoding of any depth, HTML's character references and JSON's
 * escapes, also nested in each other up to five times.
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
