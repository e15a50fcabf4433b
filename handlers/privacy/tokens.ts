import { asciiSet } from "./characters";

/** Scripts without spaces between words, or with endings joined to a name: each character is a token. */
const spaceless = ["Han", "Hiragana", "Katakana", "Hangul", "Thai", "Lao", "Khmer", "Myanmar"]
  .map((script) => `\\p{Script=${script}}`)
  .join("");

/**
 * Matches a decomposed Hangul syllable, a character of such a script, spaces, a word, or any other
 * character.
 */
const token =
  `[\\u1100-\\u115f]+[\\u1160-\\u11a7]*[\\u11a8-\\u11ff]*|[${spaceless}]\\p{M}*` +
  `|\\s+|[[\\p{L}\\p{N}\\p{M}\\u0640]--[${spaceless}]]+|[^]`;

const anyToken = new RegExp(token, "yv");
const onlySpaceless = new RegExp(`^[${spaceless}\\s]+$`, "v");

const isAsciiWord = asciiSet("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
const isAsciiBlank = asciiSet(" \t\n\v\f\r");

/** Whether a text consists of scripts without spaces only. */
export function isSpaceless(text: string): boolean {
  return onlySpaceless.test(text);
}

/** Where the token ends that starts at a position. */
export function tokenEnd(text: string, start: number, to: number): number {
  const code = text.charCodeAt(start);
  const isSame = isAsciiWord(code) ? isAsciiWord : isAsciiBlank(code) ? isAsciiBlank : undefined;
  let end = start + 1;
  if (code < 0x80 && !isSame) return end;
  if (isSame) {
    while (end < to && isSame(text.charCodeAt(end))) end += 1;
    if (end === to || text.charCodeAt(end) < 0x80) return end;
  }
  anyToken.lastIndex = start;
  return Math.min(anyToken.test(text) ? anyToken.lastIndex : end, to);
}

/** Letters that Unicode does not decompose into a letter and a mark. */
const plainLetters: Readonly<Record<string, string>> = {
  Ł: "L",
  Ø: "O",
  Đ: "D",
  Ð: "D",
  Þ: "TH",
  Æ: "AE",
  Œ: "OE",
  Ħ: "H",
  Ŧ: "T",
  Ŋ: "N",
  I: "I",
  Ə: "E",
};

/** Apostrophes and hyphens that mean the same as those of ASCII. */
const plainPunctuation: Readonly<Record<string, string>> = {
  "‘": "'",
  "’": "'",
  "‛": "'",
  ʼ: "'",
  ʹ: "'",
  "´": "'",
  "`": "'",
  "‐": "-",
  "‑": "-",
  "‒": "-",
  "–": "-",
  "−": "-",
};

/** Accents, and the vowel marks and elongation of Hebrew and Arabic. */
const marks =
  /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670]/g;

const printableAscii = /^[\x21-\x7f]*$/;
const blank = /\s/;

function foldBeyondAscii(text: string): string {
  if (blank.test(text)) return " ";
  const punctuation = plainPunctuation[text];
  if (punctuation !== undefined) return punctuation;
  const bare = text.normalize("NFKD").replace(marks, "");
  const upper = (bare || text).toLowerCase().toUpperCase();
  return upper.replace(/[ŁØĐÐÞÆŒĦŦŊƏ]/g, (letter) => plainLetters[letter] as string);
}

/** Folded tokens are cached, because texts repeat their words. */
const MAX_REMEMBERED = 5_000;

/** Longer words are not cached. */
const MAX_LENGTH = 40;

const remembered = new Map<string, string>();

/**
 * Returns the same text for every way to write a token: case, accents, vowel marks, width, spaces,
 * apostrophes.
 */
export function fold(text: string): string {
  if (printableAscii.test(text)) return text === "`" ? "'" : text.toUpperCase();
  if (text.length > MAX_LENGTH) return foldBeyondAscii(text);
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const folded = foldBeyondAscii(text);
  if (remembered.size === MAX_REMEMBERED) remembered.clear();
  remembered.set(text, folded);
  return folded;
}
