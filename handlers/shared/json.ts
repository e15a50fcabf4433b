import { isLosslessNumber, isSafeNumber, LosslessNumber, parse } from "lossless-json";

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = Record<string, Json>;

/** A number that may have too many digits, or be too large, for a double. */
const longNumber = /\d[\d.]{15}|\d[eE]\+?\d{3}/;

/** How to represent a number that does not fit a double. */
export type LongNumbers = "digits" | "numbers";

const parsers: Readonly<Record<LongNumbers, (digits: string) => unknown>> = {
  digits: (digits) => (isHeld(digits) ? Number(digits) : digits),
  numbers: (digits) => (isHeld(digits) ? Number(digits) : new LosslessNumber(digits)),
};

function isHeld(digits: string): boolean {
  return (isSafeNumber(digits) || /e/i.test(digits)) && Number.isFinite(Number(digits));
}

/**
 * Parses JSON. A number that does not fit a double becomes a string of the same digits, so that long
 * ids of a site are not rounded. Of a repeated key, the last value counts.
 *
 * @param long `numbers`: such numbers stay numbers, for {@link canonicalJson} only
 */
export function parseJson(text: string, long: LongNumbers = "digits"): Json {
  // Stryker disable next-line ConditionalExpression: without it, parsing is only slower
  if (!hasLongNumbers(text)) return JSON.parse(text) as Json;
  return parse(text, undefined, {
    parseNumber: parsers[long],
    onDuplicateKey: ({ newValue }) => newValue,
  }) as Json;
}

/** Whether a JSON text may contain numbers that do not fit a double. */
export function hasLongNumbers(text: string): boolean {
  return longNumber.test(text);
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LAST_CONTROL = 0x1f;

/** Pieces that are put together at once: so that millions of them are never held. */
const PIECES = 2_048;

/** Escapes raw control characters inside strings. JSON forbids them, but some senders do not escape them. */
function escapeControls(text: string): string {
  const chunks: string[] = [];
  let pieces: string[] = [];
  let inString = false;
  let done = 0;
  // Stryker disable next-line EqualityOperator: beyond the end there is no character to look at
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) inString = !inString;
    else if (inString && code === BACKSLASH) index += 1;
    else if (inString && code <= LAST_CONTROL) {
      pieces.push(text.slice(done, index), `\\u${code.toString(16).padStart(4, "0")}`);
      done = index + 1;
      if (pieces.length < PIECES) continue;
      chunks.push(pieces.join(""));
      pieces = [];
    }
  }
  return chunks.join("") + pieces.join("") + text.slice(done);
}

/** Like {@link parseJson}, but accepts raw control characters in strings. Throws when it still is not JSON. */
export function parseLenientJson(text: string, long: LongNumbers = "digits"): Json {
  try {
    return parseJson(text, long);
  } catch {
    return parseJson(escapeControls(text), long);
  }
}

/**
 * Writes JSON that SQS accepts: SQS rejects U+FFFE and U+FFFF (Amazon SQS, SendMessage).
 * `JSON.stringify` itself escapes lone surrogates and control characters.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\uFFFE\uFFFF]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16)}`,
  );
}

/** Size of the value as {@link toJson} writes it: bytes in UTF-8. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(toJson(value));
}

/** JSON with sorted keys and no whitespace, so that equal content gives equal text. */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isLosslessNumber(value)) return value.value;
  const entries = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`);
  return `{${entries.join(",")}}`;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
