import { decodeHTML, decodeHTMLStrict } from "entities/decode";

/** Results are cached. There are 2,125 names; texts also contain unknown ones. */
const MAX_REMEMBERED = 4_000;

const remembered = new Map<string, string | undefined>();

function decodeName(name: string): string | undefined {
  for (const reference of [`&${name};`, `&${name.toLowerCase()};`]) {
    const decoded = decodeHTMLStrict(reference);
    if (decoded !== reference) return decoded;
  }
  return undefined;
}

/**
 * Returns the characters of one of HTML's named references, such as `eacute`. Undefined when there is none
 * of this name.
 */
export function namedReference(name: string): string | undefined {
  if (!remembered.has(name)) {
    if (remembered.size === MAX_REMEMBERED) remembered.clear();
    remembered.set(name, decodeName(name));
  }
  return remembered.get(name);
}

/** Longest and shortest names that may stand without a semicolon: `Aacute` and `lt`. */
const OPEN_NAMES = { longest: 6, shortest: 2 } as const;

interface OpenReference {
  readonly characters: string;
  /** Length of the name. */
  readonly length: number;
}

const rememberedOpen = new Map<string, OpenReference | undefined>();

function decodeOpen(beginning: string): OpenReference | undefined {
  if (decodeHTML(`&${beginning}`) === `&${beginning}`) return undefined;
  for (let length = beginning.length; length >= OPEN_NAMES.shortest; length -= 1) {
    const characters = decodeHTML(`&${beginning.slice(0, length)}`);
    if (characters.length === 1) return { characters, length };
  }
  return undefined;
}

/**
 * Returns what the beginning of a word stands for, after an ampersand and without a semicolon: HTML allows
 * that for about a hundred old names, as in `Ren&eacutee`. Undefined when there is none.
 */
export function openReference(word: string): OpenReference | undefined {
  const beginning = word.slice(0, OPEN_NAMES.longest);
  if (beginning.length < OPEN_NAMES.shortest) return undefined;
  if (!rememberedOpen.has(beginning)) {
    if (rememberedOpen.size === MAX_REMEMBERED) rememberedOpen.clear();
    rememberedOpen.set(beginning, decodeOpen(beginning));
  }
  return rememberedOpen.get(beginning);
}
