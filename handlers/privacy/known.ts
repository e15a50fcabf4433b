import { privacyCategories, type PrivacyCategory } from "../model";
import { escapeLetter } from "./encodedUnits";
import { endAt, startAt, type SearchText } from "./searchText";
import type { Span } from "./spans";
import { fold, tokenEnd } from "./tokens";
import { TokenTree } from "./tokenTree";
import { common } from "./words";
import { Work } from "./work";

/** Largest number of tokens of a value that are compared: no field's value is longer. */
const MAX_TOKENS = 256;

/**
 * When this many tokens match, the beginning of a value counts as the value. So the number of steps does
 * not depend on the length of the values.
 */
const ENOUGH_TOKENS = 24;

export interface KnownSpan extends Span {
  readonly category: PrivacyCategory;
}

/**
 * What a node of the tree says about the tokens that lead to it: that they are a value, or so long a
 * beginning that it counts as one.
 */
interface Ending {
  readonly category: PrivacyCategory;
  /** A common word: it matches only when it is capitalized. */
  readonly isCommon: boolean;
}

/** Added to the mark of a common word. */
const COMMON = 128;

/** Added to the mark of a node at which a value ends. */
const WHOLE = 64;

function markOf({ category, isCommon }: Ending): number {
  return privacyCategories.indexOf(category) + 1 + (isCommon ? COMMON : 0);
}

function endingOf(mark: number): Ending | undefined {
  const category = privacyCategories[(mark % WHOLE) - 1];
  return category && { category, isCommon: mark >= COMMON };
}

/** The tokens of a stretch of text: where each ends, and its number among the tokens of the values. */
interface Tokens {
  ends: Int32Array;
  numbers: Int32Array;
  count: number;
}

/**
 * Values to find in texts, thousands at once. The text is scanned once, token by token, down a tree of the
 * values' tokens. Matches whole words only, in upper and lower case, with and without accents. In scripts
 * without spaces, neighboring characters do not matter. A common word matches only when it is capitalized.
 */
export class KnownValues {
  /** Numbers of the values' tokens. All other tokens have the number 0. */
  private readonly numbers = new Map<string, number>();
  private readonly tree = new TokenTree();
  /** Tokens of the stretch being searched. Reused, so that thousands of short stretches cost nothing. */
  private readonly tokens: Tokens = {
    ends: new Int32Array(64),
    numbers: new Int32Array(64),
    count: 0,
  };

  /**
   * Adds a value.
   * @param value - not empty, and without spaces around it
   */
  add(value: string, category: PrivacyCategory): void {
    let node = 0;
    let depth = 0;
    let token = "";
    for (let at = 0; at < value.length && depth < MAX_TOKENS; depth += 1) {
      const end = tokenEnd(value, at, value.length);
      token = fold(value.slice(at, end));
      node = this.tree.addChild(node, this.numberOf(token));
      const isWhole = (this.tree.markOf(node) & WHOLE) !== 0;
      if (depth + 1 >= ENOUGH_TOKENS && !isWhole)
        this.tree.mark(node, markOf({ category, isCommon: false }));
      at = end;
    }
    const isCommon = depth === 1 && common.has(token);
    this.tree.mark(node, markOf({ category, isCommon }) + WHOLE);
  }

  /** Whether a stretch of a text is exactly such a value. */
  has(text: string): boolean {
    const [found] = this.find({ text }, 0, text.length, new Work());
    return found?.start === 0 && found.end === text.length;
  }

  /** The longest value that begins at each place, from left to right. One search at a time. */
  *find(
    searched: SearchText,
    from: number,
    to: number,
    work: Work,
    isBlank?: (code: number) => boolean,
  ): Generator<KnownSpan> {
    const { text, origin } = searched;
    if (this.tree.size === 0 || from === to) return;
    const tokens = this.tokenize(text, from, to, isBlank);
    work.add(to - from);
    for (let index = 0; index < tokens.count; index += 1) {
      if (tokens.numbers[index] === 0 && !origin) continue;
      const start = index === 0 ? from : (tokens.ends[index - 1] as number);
      const found =
        this.longest(text, start, tokens, index, work) ??
        (start > from ? this.behindBackslash(searched, start, tokens, index, work) : undefined);
      if (!found) continue;
      const end = tokens.ends[found.last] as number;
      yield { start, end, category: found.category };
      index = found.last;
    }
  }

  private numberOf(token: string): number {
    const known = this.numbers.get(token);
    if (known !== undefined) return known;
    this.numbers.set(token, this.numbers.size + 1);
    return this.numbers.size;
  }

  private tokenize(
    text: string,
    from: number,
    to: number,
    isBlank: ((code: number) => boolean) | undefined,
  ): Tokens {
    const { tokens } = this;
    if (tokens.ends.length < to - from) {
      tokens.ends = new Int32Array(to - from);
      tokens.numbers = new Int32Array(to - from);
    }
    tokens.count = 0;
    for (let at = from; at < to; tokens.count += 1) {
      const end = tokenEnd(text, at, to);
      const token = isBlank?.(text.charCodeAt(at)) ? " " : fold(text.slice(at, end));
      tokens.ends[tokens.count] = end;
      tokens.numbers[tokens.count] = this.numbers.get(token) ?? 0;
      at = end;
    }
    return tokens;
  }

  /**
   * `\nina` is a line feed and `ina`, or a backslash and `nina`. Where the first is not a value, the second may be
   * one. Its first letter stays in the text, so that an escape stays one.
   */
  private behindBackslash(
    searched: SearchText,
    start: number,
    tokens: Tokens,
    first: number,
    work: Work,
  ) {
    const { text, origin } = searched;
    const letter = origin ? escapeLetter(text.charCodeAt(start - 1)) : undefined;
    if (letter === undefined || endAt(searched, start - 1) - startAt(searched, start - 1) < 2)
      return undefined;
    const token = text.slice(start, tokens.ends[first]);
    work.add(token.length);
    const number = this.numbers.get(fold(letter + token));
    if (number === undefined) return undefined;
    const own = tokens.numbers[first] as number;
    tokens.numbers[first] = number;
    const found = this.longest(text, start, tokens, first, work);
    tokens.numbers[first] = own;
    return found;
  }

  private longest(text: string, start: number, tokens: Tokens, first: number, work: Work) {
    let found: { readonly last: number; readonly category: PrivacyCategory } | undefined;
    let node = 0;
    let last = first;
    for (; last < tokens.count; last += 1) {
      node = this.tree.child(node, tokens.numbers[last] as number);
      if (node === 0) break;
      const ending = endingOf(this.tree.markOf(node));
      if (ending && (!ending.isCommon || isName(text, start, ending.category)))
        found = { last, category: ending.category };
    }
    work.add(last - first + 1);
    return found;
  }
}

/** Whether a common word is written like a name: capitalized, and, for a place, within a sentence. */
function isName(text: string, start: number, category: PrivacyCategory): boolean {
  const first = text.charAt(start);
  if (first === first.toLowerCase()) return false;
  if (category !== "location") return true;
  const before = text.slice(Math.max(0, start - 3), start).trimEnd();
  return /[\p{L}\p{N},(]$/u.test(before);
}
