import type { Edit } from "./spans";

/** The content of a JSON string, and the position of each of its characters in the source. */
export interface JsonString {
  readonly text: string;
  /** Undefined when nothing is escaped. Has one entry more than there are characters. */
  readonly starts?: Int32Array;
}

const BACKSLASH = 0x5c;

const escapes: Readonly<Record<string, string>> = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** Decodes the escapes of a JSON string, which must be valid JSON. */
export function unescapeJson(raw: string): JsonString {
  if (!raw.includes("\\")) return { text: raw };
  const codes = new Uint16Array(raw.length);
  const starts = new Int32Array(raw.length + 1);
  let length = 0;
  for (let at = 0; at < raw.length; length += 1) {
    starts[length] = at;
    if (raw.charCodeAt(at) !== BACKSLASH) {
      codes[length] = raw.charCodeAt(at);
      at += 1;
    } else if (raw[at + 1] === "u") {
      codes[length] = Number.parseInt(raw.slice(at + 2, at + 6), 16);
      at += 6;
    } else {
      const char = raw[at + 1] as string;
      codes[length] = (escapes[char] ?? char).charCodeAt(0);
      at += 2;
    }
  }
  starts[length] = raw.length;
  return { text: Buffer.from(codes.buffer, 0, length * 2).toString("utf16le"), starts };
}

/**
 * Translates edits of the content into edits of the source between the quotation marks, one at a time: a text can have an
 * edit for every four characters.
 *
 * @param offset - position of the source's first character
 */
export function* escapeEdits(
  { starts }: JsonString,
  edits: Iterable<Edit>,
  offset = 0,
): Generator<Edit> {
  for (const { start, end, replacement } of edits)
    yield {
      start: offset + (starts ? (starts[start] as number) : start),
      end: offset + (starts ? (starts[end] as number) : end),
      replacement: escaped(replacement),
    };
}

/** Most replacements need no escape. They are not copied, because equal ones share one string. */
function escaped(text: string): string {
  return /^[\w[\]%:.-]*$/.test(text) ? text : JSON.stringify(text).slice(1, -1);
}
