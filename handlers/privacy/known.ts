import type { PrivacyCategory } from "../model";
import type { SearchText } from "./searchText";
import type { Span } from "./spans";
import { fold, tokenEnd } from "./tokens";
import { common } from "./words";
import { Work } from "./work";

/** Tokens of one value that are looked for: nothing longer is the value of a field of its own. */
const MAX_TOKENS = 256;

/**
 * From so many tokens on the beginning of a value counts as the value. So a text is gone through in
 * steps that do not depend on how long the values are.
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
  /** A common word: it counts only with a capital. */
  readonly isCommon: boolean;
}

/** The tokens of a stretch of text: where each ends, and its number among the tokens of the values. */
interface Tokens {
  ends: Int32Array;
  numbers: Int32Array;
  count: number;
}

/**
 * Values to look for in texts, thousands at once: the text is gone through once, token by token, down a
 * tree of the values' tokens. Whole words only, in any capitals and with or without accents; in scripts
 * without blanks whatever the neighbors are. A common word is found only with a capital.
 */
export class KnownValues {
  /** The tokens of the values by number. A text's other tokens have the number 0. */
  private readonly numbers = new Map<string, number>();
  /** The tree: from a node and a token's number to the node below. The root is 0. */
  private readonly children = new Map<number, number>();
  private readonly endings = new Map<number, Ending>();
  /** Nodes so deep that reaching them is enough. */
  private readonly deep = new Map<number, PrivacyCategory>();
  private nodes = 0;
  /** Of the stretch that is being searched; kept, so that thousands of short ones cost nothing. */
  private readonly tokens: Tokens = {
    ends: new Int32Array(64),
    numbers: new Int32Array(64),
    count: 0,
  };

  /** @param value without blanks around it, and not empty */
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

  /** Whether a stretch of a text is such a value and nothing else. */
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

/** Whether a common word is written as a name: with a capital, and a place's within a sentence. */
function isName(text: string, start: number, category: PrivacyCategory): boolean {
  const first = text.charAt(start);
  if (first === first.toLowerCase()) return false;
  if (category !== "location") return true;
  const before = text.slice(Math.max(0, start - 3), start).trimEnd();
  return /[\p{L}\p{N},(]$/u.test(before);
}
