import { decodeForSearch } from "../../handlers/privacy/decode";
import { Work } from "../../handlers/privacy/work";

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** An address as a word of its own: not as a part of another address. */
export function addressPattern(email: string): RegExp {
  return new RegExp(`(?<![\\w.%+-])${escaped(email)}(?![\\w-]|\\.\\w)`, "i");
}

/** An id of Chatlio's, which is long and random. */
export function visitorPattern(id: string): RegExp {
  return new RegExp(escaped(id), "i");
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
