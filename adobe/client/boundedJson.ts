/** Levels of objects and lists in a response. XDM schemas have a few dozen. */
export const MAX_JSON_DEPTH = 200;

/** Values in a response, those in lists and objects counted one by one. */
export const MAX_JSON_VALUES = 1_000_000;

export interface JsonLimits {
  /** Default {@link MAX_JSON_DEPTH}. */
  readonly maxDepth?: number | undefined;
  /** Default {@link MAX_JSON_VALUES}. */
  readonly maxValues?: number | undefined;
}

/** JSON that is nested too deeply, or has too many values, to be processed. */
export class JsonLimitError extends Error {
  override readonly name = "JsonLimitError";
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN = new Set([0x5b, 0x7b]);
const CLOSE = new Set([0x5d, 0x7d]);

/** Finds the end of a string that begins at `start`: the index of its last quote. */
function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === BACKSLASH) index++;
    else if (code === QUOTE) return index;
  }
  return text.length;
}

/** Scans the text before it is parsed, so that a text over a limit never becomes objects. */
function checkLimits(
  text: string,
  { maxDepth = MAX_JSON_DEPTH, maxValues = MAX_JSON_VALUES }: JsonLimits,
): void {
  let depth = 0;
  let values = 1;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) index = endOfString(text, index);
    else if (code === COMMA) values++;
    else if (OPEN.has(code)) {
      depth++;
      values++;
    } else if (CLOSE.has(code)) depth--;
    if (depth > maxDepth) throw new JsonLimitError(`nested more than ${maxDepth} levels deep`);
    if (values > maxValues) throw new JsonLimitError(`of more than ${maxValues} values`);
  }
}

/** Whether a key may be `__proto__`, written out or with escaped letters. */
function mayNamePrototype(text: string): boolean {
  return text.includes("__proto__") || text.includes("\\u00");
}

/**
 * Parses JSON that came from a server. Keys named `__proto__` are dropped: merged into an object, they
 * would replace what it inherits.
 *
 * @throws JsonLimitError when it is nested too deeply or has too many values
 * @throws SyntaxError when it is not JSON
 */
export function parseBoundedJson(text: string, limits: JsonLimits = {}): unknown {
  checkLimits(text, limits);
  if (!mayNamePrototype(text)) return JSON.parse(text);
  return JSON.parse(text, (key, value: unknown) => (key === "__proto__" ? undefined : value));
}
