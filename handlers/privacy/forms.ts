import type { PrivacyCategory } from "../model";
import { normalized } from "./normalized";
import { fold, isSpaceless } from "./tokens";
import { isPlaceholder, isPlaceWord, particles, titles } from "./words";

/** Fewest letters of a part of a name that is searched for. Shorter parts occur in too many other words. */
const MIN_LETTERS = 3;

/** Other ways to write the parts of one name. No name has more, and each takes memory. */
const MAX_OTHERS = 4;

/** They connect two names, and are not part of the second one. */
const conjunctions = new Set(["AND", "ET", "OF", "THE", "UND"]);

/** In scripts without spaces, two characters are a name. */
const MIN_SPACELESS = 2;

/** Longest value of which the parts are searched for: nothing longer is a name, a place or a page. */
const MAX_CHARACTERS = 2_000;

const words = /[\p{L}\p{N}\p{M}\u0640]+(?:['’‘ʼ´`][\p{L}\p{M}]+)*/gu;
const joined = /[\p{L}\p{N}\p{M}\u0640\-‐‑–'’‘ʼ´`._]+/gu;
const isJoint = /[-‐‑–'’‘ʼ´`._]/;
const letter = /\p{L}/u;

function isLongEnough(part: string): boolean {
  const letters = Array.from(part).length;
  return letters >= (isSpaceless(part) ? MIN_SPACELESS : MIN_LETTERS);
}

/** Whether a part of a name identifies somebody. */
function isTelling(part: string): boolean {
  const folded = fold(part);
  return isLongEnough(part) && letter.test(part) && !particles.has(folded) && !titles.has(folded);
}

function matches(text: string, pattern: RegExp): string[] {
  return Array.from(text.matchAll(pattern), ([match]) => match);
}

/** `O'Malley` is also searched for as `Malley`. */
function behindApostrophe(word: string): string[] {
  const parts = word.split(/['’‘ʼ´`]/);
  return parts.length > 1 ? parts : [];
}

/**
 * A short word or a particle with the word behind it: `De Santis`, `van der Berg`. Alone they are not searched for, and
 * they would stay in front of the redacted name.
 */
function withParticles(parts: readonly string[]): string[] {
  const found: string[] = [];
  let start: number | undefined;
  for (const [index, part] of parts.entries()) {
    if (isTelling(part)) {
      if (start !== undefined) found.push(parts.slice(start, index + 1).join(" "));
      start = undefined;
    } else if (titles.has(fold(part)) || conjunctions.has(fold(part))) start = undefined;
    else start ??= index;
  }
  return found;
}

/** How German and the Nordic languages write their letters where a system knows only ASCII. */
const digraphs: Readonly<Record<string, string>> = {
  ä: "ae",
  ö: "oe",
  ü: "ue",
  å: "aa",
  ø: "oe",
  æ: "ae",
};

/** `Wössner` is also searched for as `Woessner`, and `Woessner` as `Wossner`, which is how `Wössner` is folded. */
function inAscii(part: string): string[] {
  const lower = normalized(part.toLowerCase(), "NFC");
  const written = lower.replace(/[äöüåøæ]/g, (letter) => digraphs[letter] as string);
  if (written !== lower) return [written];
  const read = lower.replace(/(?<=[^aeiou])([aou])e(?=[^aeiou])/g, "$1");
  return read !== lower && read.length > MIN_LETTERS ? [read] : [];
}

function withoutJointsAround(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isJoint.test(text.charAt(start))) start += 1;
  while (end > start && isJoint.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/**
 * The words of a name. Words joined by hyphens, dots and the like also count as one word, and so does a
 * name in a script without spaces. A name that is only a title or a placeholder has no words. An e-mail in
 * it is one word.
 */
function partsOfName(name: string): string[] {
  const chunks = name.split(/[\s"<>]/);
  const emails = chunks.filter((chunk) => chunk.includes("@"));
  const rest = chunks.filter((chunk) => !chunk.includes("@")).join(" ");
  const parts = matches(rest, words);
  if (isPlaceholder(parts.map(fold))) return emails;
  const compounds = matches(rest, joined).map(withoutJointsAround);
  const all = [...compounds, ...parts, ...parts.flatMap(behindApostrophe)];
  if (isSpaceless(rest)) all.push(rest.replace(/\s/g, ""));
  const telling = [...emails, ...new Set(all)].filter(isTelling);
  const others = [...telling.flatMap(inAscii), ...withParticles(parts)].slice(0, MAX_OTHERS);
  return [...new Set([...telling, ...others])];
}

function withoutEnd(text: string, end: string): string {
  let length = text.length;
  while (length > 0 && text.charAt(length - 1) === end) length -= 1;
  return text.slice(0, length);
}

/** A page as people write it: without scheme and query. */
function formsOfUrl(url: string): string[] {
  const bare = withoutEnd(url.replace(/^[a-z][a-z0-9+.-]{0,30}:\/*/i, ""), "/");
  const page = withoutEnd(bare.replace(/[?#].*/s, ""), "/");
  return [...new Set([bare, page])].filter(isLongEnough);
}

/** The parts between commas, except words that occur in any text. */
function partsOfPlace(place: string): string[] {
  return place
    .split(",")
    .map((part) => part.trim())
    .filter((part) => isLongEnough(part) && !particles.has(fold(part)) && !isPlaceWord(fold(part)));
}

/** Whether a field's whole value is searched for in other fields. Punctuation alone identifies nobody. */
export function isValue(value: string, category: PrivacyCategory): boolean {
  if (!/[\p{L}\p{N}\p{Emoji_Presentation}]/u.test(value)) return false;
  if (category !== "name" && category !== "agent") return true;
  const parts = matches(value.slice(0, MAX_CHARACTERS), words);
  return parts.length === 0 || !isPlaceholder(parts.map(fold));
}

/** Other forms of a field's value that are searched for in other fields. */
export function formsOf(value: string, category: PrivacyCategory): string[] {
  const beginning = value.slice(0, MAX_CHARACTERS);
  switch (category) {
    case "name":
    case "agent":
      return partsOfName(beginning);
    case "location":
      return partsOfPlace(beginning);
    case "urls":
      return formsOfUrl(beginning);
    case "email":
    case "ip":
    case "phone":
    case "traits":
    case "text":
      return [];
  }
}
