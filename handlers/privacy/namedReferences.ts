import { decodeHTMLStrict } from "entities/decode";

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
