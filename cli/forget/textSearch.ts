import { decodeForSearch } from "../../handlers/privacy/decode";
import { Work } from "../../handlers/privacy/work";

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** An address as a word of its own: not as a part of another address. */
export function addressPattern(email: string): RegExp {
  return new RegExp(`(?<![\\w.%+-])${escaped(email)}(?![\\w-]|\\.\\w)`, "i");
}

/** The hash of an address, wherever `privacy` has put it: nothing else has 64 such digits. */
export function hashPattern(hash: string): RegExp {
  return new RegExp(hash, "i");
}

/** An id of Chatlio's as a word of its own: a longer one is somebody else's. */
export function visitorPattern(id: string): RegExp {
  return new RegExp(`(?<![\\w-])${escaped(id)}(?![\\w-]|\\.\\w)`, "i");
}

/** Shorter ids are in texts by chance: they count only behind a word that says that it is an id. */
const MIN_LENGTH_OF_WORD = 5;

/** A customer id as a word of its own. */
export function customerPattern(id: string): RegExp {
  const word = `(?<![\\w-])${escaped(id)}(?![\\w-]|\\.\\w)`;
  if (id.length >= MIN_LENGTH_OF_WORD) return new RegExp(word);
  const behind = "(?:[Ii][Dd]|[Nn]o|[Nn]r|[Nn]umber|[Cc]ustomer|[Aa]ccount|[Mm]ember|[Uu]ser)";
  return new RegExp(`${behind}[^\\w]{1,8}${word}`);
}

/** A text, and as the values of a form, which write a space as `+`. */
export function formsOf(text: string): readonly string[] {
  const isForm = /^\s*[^\s=&{}<>"]+=\S*\s*$/.test(text);
  return isForm ? [text, text.replaceAll("+", " ")] : [text];
}

/** A text as somebody reads it: without percent-encoding, character references and escapes, however nested. */
export function readable(text: string): string {
  return decodeForSearch(text, new Work()).text;
}

/** Whether a text has one of the patterns, as it is or when it is decoded. */
export function isIn(text: string, patterns: readonly RegExp[]): boolean {
  if (patterns.some((pattern) => pattern.test(text))) return true;
  if (!/[%&\\]/.test(text)) return false;
  const decoded = readable(text);
  return patterns.some((pattern) => pattern.test(decoded));
}
