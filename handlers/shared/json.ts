import { isLosslessNumber, isSafeNumber, LosslessNumber, parse } from "lossless-json";

import { isObject as isClientObject } from "../../adobe/client/json";
import { Pieces } from "./pieces";

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = Record<string, Json>;

/**
 * A number that may have too many digits, or be too large, for a double. A number follows one of these marks: digits
 * elsewhere are in a string, as Slack's time stamps are, and need no slower parser.
 */
const longNumber = /(?:^|[:[,])\s*-?(?:\d[\d.]{15}|[\d.]+[eE]\+?\d{3})/;

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
  return hasLongNumbers(text) ? parseLong(text, long) : (JSON.parse(text) as Json);
}

function parseLong(text: string, long: LongNumbers): Json {
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

/** Escapes raw control characters inside strings. JSON forbids them, but some senders do not escape them. */
function escapeControls(text: string): string {
  const escaped = new Pieces();
  let inString = false;
  let done = 0;
  // Stryker disable next-line EqualityOperator: beyond the end there is no character to look at
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) inString = !inString;
    else if (inString && code === BACKSLASH) index += 1;
    else if (inString && code <= LAST_CONTROL) {
      escaped.add(text.slice(done, index), `\\u${code.toString(16).padStart(4, "0")}`);
      done = index + 1;
    }
  }
  if (done === 0) return text;
  escaped.add(text.slice(done));
  return escaped.join();
}

/** Like {@link parseJson}, but accepts raw control characters in strings. Throws when it still is not JSON. */
export function parseLenientJson(text: string, long: LongNumbers = "digits"): Json {
  return leniently(text, (json) => parseJson(json, long));
}

function leniently(text: string, parseValid: (json: string) => Json): Json {
  try {
    return parseValid(text);
  } catch (error) {
    const escaped = escapeControls(text);
    if (escaped === text) throw error;
    return parseValid(escaped);
  }
}

/**
 * Parses like {@link parseLenientJson}, and keeps all values of a repeated key, as a list. For searches: whoever wrote the
 * text may have meant any of them.
 */
export function parseEveryValue(text: string): Json {
  return leniently(
    text,
    (json) =>
      parse(json, undefined, {
        parseNumber: parsers.digits,
        onDuplicateKey: ({ newValue, oldValue }) => [oldValue, newValue],
      }) as Json,
  );
}

const closing: Readonly<Record<string, string>> = { "{": "}", "[": "]", '"': '"' };

/**
 * Whether a text begins and ends like JSON. Parsing a text that is not JSON costs as much as reading hundreds of
 * characters, so this is checked first.
 *
 * @param kinds what the JSON may begin with. Default: an object or a list
 */
export function looksLikeJson(text: string, kinds = "{["): boolean {
  const first = text.search(/\S/);
  if (first === -1 || !kinds.includes(text.charAt(first))) return false;
  let last = text.length - 1;
  while (text.charCodeAt(last) <= 0x20) last -= 1;
  return last > first && text[last] === closing[text.charAt(first)];
}

/**
 * Parses like {@link parseLenientJson}, with long numbers in both ways. Both are the same object when there are none:
 * a long text is then searched for them only once.
 */
export function parseBothForms(text: string): Readonly<Record<LongNumbers, Json>> {
  // Stryker disable next-line ConditionalExpression: without it, parsing is only slower
  if (hasLongNumbers(text))
    return {
      digits: leniently(text, (json) => parseLong(json, "digits")),
      numbers: leniently(text, (json) => parseLong(json, "numbers")),
    };
  const json = leniently(text, (valid) => JSON.parse(valid) as Json);
  return { digits: json, numbers: json };
}

/**
 * Writes JSON that SQS accepts: SQS rejects U+FFFE and U+FFFF (Amazon SQS, SendMessage).
 * `JSON.stringify` itself escapes lone surrogates and control characters.
 */
export function toJson(value: unknown): string {
  const json = JSON.stringify(value);
  // Stryker disable next-line ConditionalExpression: without it, writing is only slower
  if (!json.includes("\uFFFE") && !json.includes("\uFFFF")) return json;
  return json.replace(/[\uFFFE\uFFFF]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`);
}

/** Size of the value as {@link toJson} writes it: bytes in UTF-8. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(toJson(value));
}

/** JSON with sorted keys and no whitespace, so that equal content gives equal text. */
export function canonicalJson(value: Json): string {
  const sorted = withSortedKeys(value);
  if (sorted !== undefined) return JSON.stringify(sorted);
  const pieces = new Pieces();
  writeSorted(value, pieces);
  return pieces.join();
}

/** Adds the value's JSON. An inner value is not a text of its own: each value around it would copy that text again. */
function writeSorted(value: Json, pieces: Pieces): void {
  if (value === null || typeof value !== "object") pieces.add(JSON.stringify(value));
  else if (isLosslessNumber(value)) pieces.add(value.value);
  else if (Array.isArray(value)) {
    pieces.add("[");
    for (const [index, item] of value.entries()) {
      if (index > 0) pieces.add(",");
      writeSorted(item, pieces);
    }
    pieces.add("]");
  } else {
    pieces.add("{");
    for (const [index, key] of Object.keys(value).sort().entries()) {
      pieces.add(index > 0 ? "," : "", JSON.stringify(key), ":");
      writeSorted(value[key] ?? null, pieces);
    }
    pieces.add("}");
  }
}

/**
 * A copy whose keys are sorted: `JSON.stringify` writes it in a third of the time that {@link writeSorted} needs.
 * Undefined where it would write something else: it knows no long numbers, and objects list keys that are indices
 * first, in the order of the numbers.
 */
function withSortedKeys(value: Json): Json | undefined {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return sortedItems(value);
  const keys = Object.keys(value);
  if (isLosslessNumber(value) || /^\d/.test(keys[0] ?? "")) return undefined;
  const copy: JsonObject = {};
  for (const key of keys.sort()) {
    if (key === "__proto__") return undefined;
    const sorted = withSortedKeys(value[key] as Json);
    if (sorted === undefined) return undefined;
    copy[key] = sorted;
  }
  return copy;
}

function sortedItems(list: Json[]): Json[] | undefined {
  // A list of texts or numbers is not copied.
  if (list.every((item) => item === null || typeof item !== "object")) return list;
  const copy: Json[] = [];
  for (const item of list) {
    const sorted = withSortedKeys(item);
    if (sorted === undefined) return undefined;
    copy.push(sorted);
  }
  return copy;
}

/** The client's check: what was parsed from JSON has JSON in it. */
export const isObject: (value: unknown) => value is JsonObject = isClientObject as never;
