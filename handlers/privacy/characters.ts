/** Classes of characters by their code, for code that scans a text character by character. */

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

export function isAsciiLetter(code: number): boolean {
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

/** A letter or digit of ASCII, or `_`. */
export function isAsciiWord(code: number): boolean {
  return isDigit(code) || isAsciiLetter(code) || code === 0x5f;
}

/** A letter, as precisely as the search needs: nearly every character outside ASCII counts as one. */
export function mayBeLetter(code: number): boolean {
  return isAsciiLetter(code) || code >= 0x80;
}

const blanks = new Set([0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff]);

export function isBlank(code: number): boolean {
  if (code <= 0x20) return true;
  return code >= 0x80 && (blanks.has(code) || (code >= 0x2000 && code <= 0x200b));
}

/** A character of a script without spaces between words: Thai to Khmer, Chinese, Japanese, Korean. */
export function isOfSpacelessScript(code: number): boolean {
  return (
    (code >= 0xe00 && code <= 0xeff) ||
    (code >= 0x1000 && code <= 0x11ff) ||
    (code >= 0x1780 && code <= 0x17ff) ||
    (code >= 0x2e80 && code <= 0xd7ff) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xff00 && code <= 0xffef)
  );
}

/** The set of a text's characters below U+0080, as a lookup table. */
export function asciiSet(characters: string): (code: number) => boolean {
  const table = new Uint8Array(0x80);
  for (const char of characters) table[char.charCodeAt(0)] = 1;
  return (code) => code < 0x80 && table[code] === 1;
}
