import type { PrivacyCategory } from "../model";
import type { SearchText } from "./searchText";
import type { Span } from "./spans";
import { fold, tokenEnd } from "./tokens";
import { common } from "./words";
import { Work } from "./work";

/** Largest number of tokens of a value that are compared: no field's value is longer. */
const MAX_TOKENS = 256;

/**
 * When this many tokens match, the beginning of a value counts as the value. So the number of steps does
 * not depend on the length of the values.
 */
const ENOUGH_TOKENS = 24;

/** More tokens than a node can have children. */
const WIDTH = 2 ** 26;

export interface KnownSpan extends Span {
  readonly category: PrivacyCategory;
}

/** What a node of the tree says about the tokens that lead to it. */
interface Ending {
  readonly category: PrivacyCategory;
  /** A common word: it matches only when it is capitalized. */
  readonly isCommon: boolean;
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
  /** The tree: maps a node and a token's number to the node below. The root is 0. */
  private readonly children = new Map<number, number>();
  private readonly endings = new Map<number, Ending>();
  /** Nodes so deep that reaching them counts as a match. */
  private readonly deep = new Map<number, PrivacyCategory>();
  private nodes = 0;
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
      node = this.child(node, token);
      if (depth + 1 >= ENOUGH_TOKENS) this.deep.set(node, category);
      at = end;
    }
    this.endings.set(node, { category, isCommon: depth === 1 && common.has(token) });
  }

  /** Whether a stretch of a text is exactly such a value. */
  has(text: string): boolean {
    const [found] = this.find({ text }, 0, text.length, new Work());
    return found?.start === 0 && found.end === text.length;
  }

  /** The longest value that begins at each place, from left to right. One search at a time. */
  *find(
    { text }: SearchText,
    from: number,
    to: number,
    work: Work,
    isBlank?: (code: number) => boolean,
  ): Generator<KnownSpan> {
    if (this.nodes === 0 || from === to) return;
    const tokens = this.tokenize(text, from, to, isBlank);
    work.add(to - from);
    for (let index = 0; index < tokens.count; index += 1) {
      if (tokens.numbers[index] === 0) continue;
      const start = index === 0 ? from : (tokens.ends[index - 1] as number);
      const found = this.longest(text, start, tokens, index, work);
      if (!found) continue;
      const end = tokens.ends[found.last] as number;
      yield { start, end, category: found.category };
      index = found.last;
    }
  }

  private child(node: number, token: string): number {
    let number = this.numbers.get(token);
    if (number === undefined) {
      number = this.numbers.size + 1;
      this.numbers.set(token, number);
    }
    const key = node * WIDTH + number;
    const known = this.children.get(key);
    if (known !== undefined) return known;
    this.nodes += 1;
    this.children.set(key, this.nodes);
    return this.nodes;
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

  private longest(text: string, start: number, tokens: Tokens, first: number, work: Work) {
    let found: { readonly last: number; readonly category: PrivacyCategory } | undefined;
    let node = 0;
    let last = first;
    for (; last < tokens.count; last += 1) {
      const next = this.children.get(node * WIDTH + (tokens.numbers[last] as number));
      if (next === undefined) break;
      node = next;
      const ending = this.endings.get(node);
      const enough = this.deep.get(node);
      if (enough !== undefined) found = { last, category: enough };
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
