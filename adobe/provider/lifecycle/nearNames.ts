/** Longest text that is compared letter by letter. */
const MAX_COMPARED = 300;

/** More edits than these are another text. */
const MAX_EDITS = 3;

/** Edits between two texts (Levenshtein); Infinity for more than three. */
export function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > MAX_EDITS || a.length > MAX_COMPARED) return Infinity;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  return row[b.length] ?? Infinity;
}

/** Names that a message suggests at most. */
const MAX_NEAR = 5;

/** A thing by its name, and what else people call it. */
export interface Nameable {
  readonly name: string;
  readonly otherNames?: readonly string[];
}

/** How far a name is from what was written, both of letters and digits in lower case; Infinity: not near. */
export type Rank = (wanted: string, one: string) => number;

/**
 * Up to five names that may have been meant, the likeliest first.
 *
 * @param rank - default: the same letters and digits, one within the other (`S3` in `amazon-s3`), or the nearest
 * spelling. {@link typoRank} is for words of a language, most of which are in no list.
 */
export function nearNames(
  wanted: string,
  all: readonly Nameable[],
  rank: Rank = similarRank,
): string[] {
  const ranked = all.map(({ name, otherNames = [] }) => ({
    name,
    rank: Math.min(...[name, ...otherNames].map((one) => rank(bare(wanted), bare(one)))),
    // Of two that are as near, the one of the same length: letters are swapped more often than left out.
    gap: Math.abs(name.length - wanted.length),
  }));
  const near = ranked
    .filter((one) => one.rank !== Infinity)
    .sort((a, b) => a.rank - b.rank || a.gap - b.gap || (a.name < b.name ? -1 : 1))
    .map(({ name }) => name);
  return [...new Set(near)].slice(0, MAX_NEAR);
}

/** A letter or two away, as a typo is; of a short word only one. */
export function typoRank(wanted: string, one: string): number {
  const edits = distance(wanted, one);
  return edits <= (wanted.length < 6 ? 1 : 2) ? edits : Infinity;
}

/**
 * `, not "days"`: the value, where it is most likely a typo of an allowed one. Any other may be anything, such as a secret
 * that stands in the wrong place, and is not shown.
 */
export function notTypo(value: unknown, allowed: readonly string[]): string {
  const all = allowed.map((name) => ({ name }));
  const isTypo = typeof value === "string" && nearNames(value, all, typoRank).length > 0;
  return isTypo ? `, not ${JSON.stringify(value)}` : "";
}

/** Letters and digits, in lower case. */
function bare(text: string): string {
  return text
    .slice(0, MAX_COMPARED)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}

function similarRank(wanted: string, one: string): number {
  if (wanted === "" || one === "") return Infinity;
  if (wanted === one) return 0;
  const [short, long] = wanted.length < one.length ? [wanted, one] : [one, wanted];
  // One letter is within almost every name.
  const isWithin = short.length > 1 && long.includes(short);
  const edits = distance(wanted, one);
  // Three edits of a name of three letters make any other one.
  const isNear = edits * 2 <= long.length;
  if (isNear) return edits;
  return isWithin ? MAX_EDITS + 1 + (long.length - short.length) / MAX_COMPARED : Infinity;
}
