/** Replaces lone surrogates with U+FFFD, because UTF-8 cannot encode them. */
export function wellFormed(text: string): string {
  return text.toWellFormed();
}

/** Escapes of a JSON text: of a pair of surrogates, of one alone, and every other one. */
const jsonEscapes =
  /\\u[dD][89abAB][\dA-Fa-f]{2}\\u[dD][c-fC-F][\dA-Fa-f]{2}|\\u[dD][89a-fA-F][\dA-Fa-f]{2}|\\[^]/g;

/** Length of the escape of one UTF-16 code unit. */
const UNIT = 6;

/** Largest number of JSON documents nested in each other as strings. Deeper ones are treated as text. */
export const MAX_STRINGS = 5;

/** An escaped backslash. Only with one can a string contain JSON that has escapes of its own. */
const escapedBackslash = /\\(?:\\|u005[cC])/;

/** A string, in JSON, that may hold JSON itself. Tried before the string is copied. */
const jsonInString = /^"(?: |\\[nrt]|\\u00(?:20|09|0a|0d))*(?:[[{]|\\"|\\u00(?:22|5b|7b))/i;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Replaces lone surrogates with U+FFFD in a JSON text, also those that are written as escapes, and those in strings
 * that are JSON themselves: whoever parses the text, or such a string, gets none. Everything else stays byte for byte,
 * except in a string that is JSON and had one.
 *
 * @param strings - number of JSON documents that have this one in a string; those in more than five are plain text
 */
export function wellFormedJson(json: string, strings = 0): string {
  const repaired = wellFormed(json).replace(jsonEscapes, (escape) =>
    escape.length === UNIT ? "\uFFFD" : escape,
  );
  return strings < MAX_STRINGS && escapedBackslash.test(repaired)
    ? withStrings(repaired, (literal) => wellFormedString(literal, strings + 1))
    : repaired;
}

/** Replaces the strings of a JSON text, which the function gets and returns with their quotation marks. */
function withStrings(json: string, replace: (literal: string) => string): string {
  let done = "";
  let kept = 0;
  for (let start = json.indexOf('"'); start !== -1;) {
    const end = endOfString(json, start);
    const literal = json.slice(start, end);
    const replaced = replace(literal);
    if (replaced !== literal) {
      done += json.slice(kept, start) + replaced;
      kept = end;
    }
    start = json.indexOf('"', end);
  }
  return done + json.slice(kept);
}

/** The position after the quotation mark that ends the string. */
function endOfString(json: string, start: number): number {
  let end = start + 1;
  for (; end < json.length && json.charCodeAt(end) !== QUOTE; end += 1)
    if (json.charCodeAt(end) === BACKSLASH) end += 1;
  return end + 1;
}

function wellFormedString(literal: string, strings: number): string {
  if (!jsonInString.test(literal) || !escapedBackslash.test(literal)) return literal;
  try {
    const content = JSON.parse(literal) as string;
    const repaired = wellFormedJson(content, strings);
    if (repaired === content) return literal;
    JSON.parse(content);
    return JSON.stringify(repaired);
  } catch {
    // It is a text that only looks like JSON.
  }
  return literal;
}
