import { decodeForSearch } from "../../handlers/privacy/decode";
import { Work } from "../../handlers/privacy/work";
import { ownerIn } from "./customerTraits";

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/**
 * What an address goes on with: letters of scripts that put spaces between words, as in `björn@`, and digits. Japanese and
 * Chinese texts put an address right between their own letters.
 */
const part = "\\p{Script=Latin}\\p{Script=Greek}\\p{Script=Cyrillic}\\p{M}\\p{N}_";

/** An address as a word of its own: not as a part of another address, as of `o'brien@example.com`. */
export function addressPattern(email: string): RegExp {
  const before = `(?<![${part}.%+-]|[${part}]['’])`;
  return new RegExp(`${before}${escaped(email)}(?![${part}-]|\\.[${part}])`, "iu");
}

/** The hash of an address, wherever `privacy` has put it: nothing else has 64 such digits. */
export function hashPattern(hash: string): RegExp {
  return new RegExp(hash, "i");
}

/** An id of Chatlio's as a word of its own: a longer one is somebody else's. */
export function visitorPattern(id: string): RegExp {
  return new RegExp(`(?<![\\w-])${escaped(id)}(?![\\w-]|\\.\\w)`, "i");
}

/** What a text is searched for. */
export type Pattern = Pick<RegExp, "test">;

/** Shorter ids are in texts by chance: they count only behind a word that says that it is an id. */
const MIN_LENGTH_OF_WORD = 5;

/** How far before an id its name begins, at the most. */
const MAX_NAME = 80;

/** A customer id as a word of its own, unless the name before it says that it is something else's: `productId=20418`. */
export function customerPattern(id: string): Pattern {
  const word = new RegExp(`(?<![\\w-])${escaped(id)}(?![\\w-]|\\.\\w)`, "g");
  const counts = (text: string, at: number) => {
    const owner = ownerIn(text.slice(Math.max(0, at - MAX_NAME), at), id);
    return id.length >= MIN_LENGTH_OF_WORD ? owner !== "other" : owner === "customer";
  };
  return { test: (text) => [...text.matchAll(word)].some(({ index }) => counts(text, index)) };
}

/** A text, and as the values of a form, which write a space as `+`. */
export function formsOf(text: string): readonly string[] {
  const isForm = /^\s*[^\s=&{}<>"]+=\S*\s*$/.test(text);
  return isForm ? [text, text.replaceAll("+", " ")] : [text];
}

/** A parameter of a URL. Its separator `&` may be HTML's. */
const parameter = /(?<=[?&;])[^\s?&;#<>"']+/g;

/**
 * A text with the spaces in the queries of its URLs, where they are written as `+`. Whoever encodes the `@` of an address also
 * encodes its own `+`: what is encoded once less is a space. Next to a plain `@`, as in `?to=anna+shop@example.com`, it is a
 * part of the address.
 */
function withSpaces(text: string): string {
  return text.replace(parameter, (value) => {
    const [at, layers = ""] = /%((?:25)*)40/.exec(value) ?? [];
    if (at === undefined) return value;
    const plus = layers === "" ? /\+/g : new RegExp(`%${layers.slice(2)}2B`, "gi");
    return value.replace(plus, " ");
  });
}

/** A text as somebody reads it: without percent-encoding, character references and escapes, however nested. */
export function readable(text: string): string {
  return decodeForSearch(text, new Work()).text;
}

/** What a text may say: as it is, decoded, and in the usual form of its characters (`＠` is `@`). */
function saidBy(text: string): readonly string[] {
  const texts = /[%&\\]/.test(text) ? [text, readable(text), readable(withSpaces(text))] : [text];
  const all = texts.flatMap((each) => [each, each.normalize("NFKC")]);
  return [...new Set(all)];
}

/** Whether a text has one of the patterns, as it is, decoded, or in other characters for the same. */
export function isIn(text: string, patterns: readonly Pattern[]): boolean {
  if (patterns.some((pattern) => pattern.test(text))) return true;
  // Most values have nothing that could be read in another way.
  if (!/[^\x20-\x7e]|[%&\\]/.test(text)) return false;
  return saidBy(text).some((said) => patterns.some((pattern) => pattern.test(said)));
}
