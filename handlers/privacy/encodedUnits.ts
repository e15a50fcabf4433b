/** No name of an HTML reference is longer. */
const MAX_NAME = 32;

export const PERCENT = 0x25;
export const AMPERSAND = 0x26;
export const BACKSLASH = 0x5c;
const SEMICOLON = 0x3b;

/** A part of the text that encodes another character. */
export interface Unit {
  readonly end: number;
  /** The code point that it encodes; for a percent-encoded byte, the byte's value. */
  readonly code: number;
  /** Number of layers of percent-encoding that it adds. */
  readonly layers: number;
  /** Whether it is one byte of a character. */
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
export function percentUnit(text: string, start: number): Unit | undefined {
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

/** What JSON's escapes of two characters mean, by the character after the backslash. */
const shortEscapes: Readonly<Record<string, string>> = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  '"': '"',
  "/": "/",
};

const escapeLetters = new Map(
  Object.entries(shortEscapes).map(([letter, char]) => [char.charCodeAt(0), letter]),
);

/**
 * The letter that JSON writes after a backslash for a control character: `n` for a line feed. Undefined for
 * any other character.
 */
export function escapeLetter(code: number): string | undefined {
  return code < 0x20 ? escapeLetters.get(code) : undefined;
}

/** `\u0040`, `\n` and `\/` of JSON, with all the backslashes that outer layers add. */
export function escapeUnit(text: string, start: number): Unit | undefined {
  let at = start;
  while (text.charCodeAt(at) === BACKSLASH) at += 1;
  const next = text.charCodeAt(at);
  const meant = shortEscapes[text.charAt(at)];
  if (meant !== undefined)
    return { end: at + 1, code: meant.charCodeAt(0), layers: 0, isByte: false };
  const code = next === 0x75 ? hexValue(text, at + 1, 4) : -1;
  return code === -1 ? undefined : { end: at + 5, code, layers: 0, isByte: false };
}

/** `&#64;` and `&#x40;`, with or without the semicolon. */
export function numericReference(text: string, start: number): Unit | undefined {
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

/** The name after the ampersand of `&eacute;`, and what follows it: a semicolon, or the rest of the text. */
export function referenceName(text: string, start: number): { name: string; isClosed: boolean } {
  let at = start + 1;
  while (at - start <= MAX_NAME && isAlphanumeric(text.charCodeAt(at))) at += 1;
  const isClosed = text.charCodeAt(at) === SEMICOLON;
  return { name: text.slice(start + 1, at), isClosed };
}

/**
 * Number of bytes that follow the first byte of a UTF-8 character; 0 when no character begins with this
 * byte.
 */
export function followers(byte: number): number {
  if (byte >= 0xc2 && byte <= 0xdf) return 1;
  if (byte >= 0xe0 && byte <= 0xef) return 2;
  return byte >= 0xf0 && byte <= 0xf4 ? 3 : 0;
}
