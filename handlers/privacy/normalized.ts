/** Marks in a row that are sorted together, as in Unicode's stream-safe text format (UAX #15). */
const MAX_MARKS = 30;

/** What normalization sorts: marks, and the halfwidth sound marks of Katakana, which become marks. */
const mark = "[\\p{M}\\uff9e\\uff9f]";

const longRun = new RegExp(`${mark}{${MAX_MARKS}}(?=${mark})`, "gu");

/** Combining grapheme joiner: it is invisible, and marks are not sorted across it. */
const JOINER = "\u034f";

/**
 * Normalizes a text of any length. To sort marks takes time in proportion to the square of their number, so more marks
 * in a row than any language has are divided by a joiner.
 */
export function normalized(text: string, form: "NFC" | "NFD" | "NFKD"): string {
  const safe = text.length > MAX_MARKS ? text.replace(longRun, `$&${JOINER}`) : text;
  return safe.normalize(form);
}
