import { normalized } from "./normalized";
import { BLANK, classOf, codeAt, MARK, SPACELESS, spaceless, WORD } from "./tokenClasses";

const onlySpaceless = new RegExp(`^[${spaceless}\\s]+$`, "v");

/** Whether a text consists of scripts without spaces only. */
export function isSpaceless(text: string): boolean {
  return onlySpaceless.test(text);
}

/** Where a run of characters ends that have a class. */
function runEnd(text: string, start: number, to: number, bit: number): number {
  let end = start;
  while (end < to) {
    const code = codeAt(text, end, to);
    if ((classOf(code) & bit) === 0) break;
    end += code > 0xffff ? 2 : 1;
  }
  return end;
}

/** Where a run of characters between two codes ends. */
function rangeEnd(text: string, start: number, to: number, first: number, last: number): number {
  let end = start;
  while (end < to && text.charCodeAt(end) >= first && text.charCodeAt(end) <= last) end += 1;
  return end;
}

/** Where a Hangul syllable ends that is written as single letters; `start` when none begins here. */
function syllableEnd(text: string, start: number, to: number): number {
  const initials = rangeEnd(text, start, to, 0x1100, 0x115f);
  if (initials === start) return start;
  return rangeEnd(text, rangeEnd(text, initials, to, 0x1160, 0x11a7), to, 0x11a8, 0x11ff);
}

/**
 * Where the token ends that starts at a position: a decomposed Hangul syllable, a character of a script
 * without spaces, spaces, a word, or any other character. Reads no character at or after `to`: the search
 * calls this for thousands of parts of one word.
 */
export function tokenEnd(text: string, start: number, to: number): number {
  const syllable = syllableEnd(text, start, to);
  if (syllable > start) return syllable;
  const code = codeAt(text, start, to);
  const own = classOf(code);
  const end = start + (code > 0xffff ? 2 : 1);
  if ((own & SPACELESS) !== 0) return runEnd(text, end, to, MARK);
  if ((own & BLANK) !== 0) return runEnd(text, end, to, BLANK);
  return (own & WORD) === 0 ? end : runEnd(text, end, to, WORD);
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
  const bare = normalized(text, "NFKD").replace(marks, "");
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
