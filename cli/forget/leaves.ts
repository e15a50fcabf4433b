/** A text or number somewhere in JSON. */
export interface Leaf {
  /** Name of the property, or of the list that it is an item of. */
  readonly key: string;
  /** Names of the properties on the way, with its own. */
  readonly path: readonly string[];
  readonly value: string;
}

/** Deeper than any JSON that the relay makes or Chatlio sends. */
const MAX_DEPTH = 100;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON.
  }
  return undefined;
}

/** JSON in a text, as Chatlio sends traits. */
function objectIn(text: string): object | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  const value = parsed(text);
  return typeof value === "object" && value !== null ? value : undefined;
}

function add(value: unknown, path: readonly string[], leaves: Leaf[]): void {
  if (path.length > MAX_DEPTH) return;
  const object = typeof value === "string" ? objectIn(value) : value;
  if (typeof object === "object" && object !== null) {
    for (const [name, inner] of Object.entries(object)) {
      const isItem = Array.isArray(object);
      add(inner, isItem ? path : [...path, name], leaves);
    }
  } else if (typeof value === "string" || typeof value === "number") {
    leaves.push({ key: path.at(-1) ?? "", path, value: String(value) });
  }
}

/** All texts and numbers of a JSON document, also those in JSON that is in a text. Undefined when it is not JSON. */
export function leavesOf(text: string): readonly Leaf[] | undefined {
  const json = objectIn(text);
  if (json === undefined) return undefined;
  const leaves: Leaf[] = [];
  add(json, [], leaves);
  return leaves;
}
