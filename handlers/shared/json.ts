import { isLosslessNumber, isSafeNumber, LosslessNumber, parse } from "lossless-json";

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = Record<string, Json>;

/** A number with so many digits, or of such a size, that a double may not hold it. */
const longNumber = /\d[\d.]{15}|\d[eE]\+?\d{3}/;

/** What to make of a number that a double cannot hold. */
export type LongNumbers = "digits" | "numbers";

const parsers: Readonly<Record<LongNumbers, (digits: string) => unknown>> = {
  digits: (digits) => (isHeld(digits) ? Number(digits) : digits),
  numbers: (digits) => (isHeld(digits) ? Number(digits) : new LosslessNumber(digits)),
};

function isHeld(digits: string): boolean {
  return (isSafeNumber(digits) || /e/i.test(digits)) && Number.isFinite(Number(digits));
}

/**
 * Parses JSON. Numbers that a double cannot hold become strings of the same digits, so that a site's
 * long ids stay what they are; one with an exponent is no id. Of a repeated key the last counts.
 *
 * @param long `numbers`: they stay numbers, for {@link canonicalJson} only
 */
export function parseJson(text: string, long: LongNumbers = "digits"): Json {
  // Stryker disable next-line ConditionalExpression: the way without is only slower
  if (!hasLongNumbers(text)) return JSON.parse(text) as Json;
  return parse(text, undefined, {
    parseNumber: parsers[long],
    onDuplicateKey: ({ newValue }) => newValue,
  }) as Json;
}

/** Whether a JSON text may hold numbers that a double cannot. */
export function hasLongNumbers(text: string): boolean {
  return longNumber.test(text);
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LAST_CONTROL = 0x1f;

/** Escapes raw control characters inside strings, which JSON forbids but senders let through. */
function escapeControls(text: string): string {
  const pieces: string[] = [];
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
    }
  }
  return pieces.join("") + text.slice(done);
}

/** As {@link parseJson}, and takes raw control characters in strings. Throws when it is not JSON even so. */
export function parseLenientJson(text: string, long: LongNumbers = "digits"): Json {
  try {
    return parseJson(text, long);
  } catch {
    return parseJson(escapeControls(text), long);
  }
}

/**
 * JSON of only such characters as SQS takes: it refuses U+FFFE and U+FFFF (Amazon SQS, SendMessage).
 * Lone surrogates and control characters are escaped by `JSON.stringify` itself.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\uFFFE\uFFFF]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16)}`,
  );
}

/** Bytes of the value as {@link toJson} writes it, in UTF-8. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(toJson(value));
}

/** JSON with sorted keys and no whitespace: the same for the same content, whatever its order. */
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

/** The text with lone surrogates replaced by U+FFFD: they cannot be written in UTF-8. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\uFFFD");
}
