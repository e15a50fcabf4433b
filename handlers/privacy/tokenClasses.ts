/** Classes of characters that say where a token ends. */

/** Scripts without spaces between words, or with endings joined to a name: each character is a token. */
export const spaceless = [
  "Han",
  "Hiragana",
  "Katakana",
  "Hangul",
  "Thai",
  "Lao",
  "Khmer",
  "Myanmar",
]
  .map((script) => `\\p{Script=${script}}`)
  .join("");

/** Classes of characters, as bits. A character of no class is a token of its own. */
export const WORD = 1;
export const BLANK = 2;
export const SPACELESS = 4;
export const MARK = 8;

/** Says that the class of a character is known. */
const KNOWN = 128;

const classPatterns: readonly (readonly [number, RegExp])[] = [
  [WORD, new RegExp(`[[\\p{L}\\p{N}\\p{M}\\u0640]--[${spaceless}]]`, "v")],
  [BLANK, /\s/],
  [SPACELESS, new RegExp(`[${spaceless}]`, "v")],
  [MARK, /\p{M}/u],
];

/** Classes of the characters up to U+FFFF. Each is found out when the character first occurs. */
const classes = new Uint8Array(0x10000);

function classify(char: string): number {
  let found = KNOWN;
  for (const [bit, pattern] of classPatterns) if (pattern.test(char)) found |= bit;
  return found;
}

/** The classes of a code point. */
export function classOf(code: number): number {
  if (code > 0xffff) return classify(String.fromCodePoint(code));
  if (classes[code] === 0) classes[code] = classify(String.fromCharCode(code));
  return classes[code] as number;
}

/** The code point at a position, of which nothing at or after `to` is part. */
export function codeAt(text: string, at: number, to: number): number {
  const code = text.charCodeAt(at);
  const isPair = code >= 0xd800 && code <= 0xdbff && at + 1 < to;
  return isPair ? (text.codePointAt(at) as number) : code;
}
