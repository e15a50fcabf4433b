import type { PrivacyCategory } from "../model";
import type { Span } from "./spans";
import { common } from "./words";

/** Scripts that set no blanks between words, or hang other words on a name: each character stands for itself. */
const spaceless = ["Han", "Hiragana", "Katakana", "Hangul", "Thai", "Lao", "Khmer", "Myanmar"]
  .map((script) => `\\p{Script=${script}}`)
  .join("");

/** A syllable of Hangul in pieces, a character of such a script, blanks, a word, or any other character. */
const token =
  `[\\u1100-\\u115f]+[\\u1160-\\u11a7]*[\\u11a8-\\u11ff]*|[${spaceless}]\\p{M}*` +
  `|\\s+|[[\\p{L}\\p{N}\\p{M}]--[${spaceless}]]+|[^]`;

/** Tokens of one entry; a longer value is looked for in pieces, so that no text takes long. */
const MAX_TOKENS = 64;

const beyondAscii = /[^\x21-\x7f]/;

/** The same for all ways to write a token: capitals, accents, width, blanks. */
export function fold(text: string): string {
  // Stryker disable next-line ConditionalExpression: the way without is only slower
  if (!beyondAscii.test(text)) return text.toUpperCase();
  // Stryker disable next-line StringLiteral: any one text serves that no word is folded to
  if (/\s/.test(text)) return " ";
  const bare = text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  return (bare || text).toLowerCase().toUpperCase();
}

const tokens = new RegExp(token, "gv");
const onlySpaceless = new RegExp(`^[${spaceless}\\s]+$`, "v");

/** Whether a text is of scripts without blanks only. */
export function isSpaceless(text: string): boolean {
  return onlySpaceless.test(text);
}

interface Node {
  next?: Map<string, Node>;
  category?: PrivacyCategory;
  capitalized?: boolean;
}

export interface KnownSpan extends Span {
  readonly category: PrivacyCategory;
}

/**
 * Values to look for in texts, thousands at once: the text is gone through once, word by word, down a
 * tree of the values' words. Whole words only, in any capitals and with or without accents; in scripts
 * without blanks whatever the neighbours are. A common word is found only with a capital.
 */
export class KnownValues {
  private readonly root: Node = {};

  /** @param value without blanks around it, and not empty */
  add(value: string, category: PrivacyCategory): void {
    const words = Array.from(value.matchAll(tokens), ([word]) => fold(word));
    while (words.length > 0) this.addWords(words.splice(0, MAX_TOKENS), category);
  }

  /** Whether the text is such a value and nothing else. */
  has(text: string): boolean {
    const [found] = this.find(text);
    return found?.start === 0 && found.end === text.length;
  }

  /** The longest value that begins at each place, from left to right. */
  *find(text: string): Generator<KnownSpan> {
    const scan = new RegExp(token, "gv");
    const ahead = new RegExp(token, "yv");
    for (let match = scan.exec(text); match; match = scan.exec(text)) {
      const first = this.root.next?.get(fold(match[0]));
      const found = longest(first, text, match.index, scan.lastIndex, ahead);
      if (!found) continue;
      yield found;
      scan.lastIndex = found.end;
    }
  }

  private addWords(words: readonly string[], category: PrivacyCategory): void {
    let node = this.root;
    for (const word of words) {
      node.next ??= new Map();
      const next = node.next.get(word) ?? {};
      node.next.set(word, next);
      node = next;
    }
    node.category = category;
    node.capitalized = words.length === 1 && common.has(words[0] as string);
  }
}

function longest(
  first: Node | undefined,
  text: string,
  start: number,
  firstEnd: number,
  ahead: RegExp,
): KnownSpan | undefined {
  let found: KnownSpan | undefined;
  let end = firstEnd;
  let node = first;
  while (node) {
    const { category, capitalized } = node;
    if (category && !(capitalized && isSmall(text.charAt(start)))) found = { start, end, category };
    if (!node.next) break;
    ahead.lastIndex = end;
    const word: string | undefined = ahead.exec(text)?.[0];
    node = word === undefined ? undefined : node.next.get(fold(word));
    end += word?.length ?? 0;
  }
  return found;
}

function isSmall(letter: string): boolean {
  return letter === letter.toLowerCase();
}
