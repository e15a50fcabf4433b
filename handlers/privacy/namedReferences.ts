import { decodeHTMLStrict } from "entities/decode";

/** Names are remembered; there are 2,125 of them, and texts hold some that are none. */
const MAX_REMEMBERED = 4_000;

const remembered = new Map<string, string | undefined>();

function decodeName(name: string): string | undefined {
  for (const reference of [`&${name};`, `&${name.toLowerCase()};`]) {
    const decoded = decodeHTMLStrict(reference);
    if (decoded !== reference) return decoded;
  }
  return undefined;
}

/** Returns the characters of one of HTML's named references, as `eacute`; undefined when there is none. */
export function namedReference(name: string): string | undefined {
  if (!remembered.has(name)) {
    if (remembered.size === MAX_REMEMBERED) remembered.clear();
    remembered.set(name, decodeName(name));
  }
  return remembered.get(name);
}
