import { ZonedDateTime } from "@js-joda/core";

/** What an expression can yield: JSON, and a point in time with its zone. */
export type Value =
  | null
  | string
  | number
  | boolean
  | ZonedDateTime
  | readonly Value[]
  | { readonly [key: string]: Value };

/** A transform that cannot be done: its column becomes null. The message is for the author of the mapping. */
export class TransformError extends Error {
  override readonly name = "TransformError";
}

export function isTime(value: unknown): value is ZonedDateTime {
  return value instanceof ZonedDateTime;
}

export function isMap(value: Value | undefined): value is Readonly<Record<string, Value>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isTime(value);
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** Text of a value, as string functions see it; null stays null. */
export function asText(value: Value): string {
  if (typeof value === "string") return value;
  if (value === null) throw new TransformError("a text was expected and null was given");
  if (isTime(value)) return timeText(value);
  return typeof value === "object" ? JSON.stringify(plain(value)) : String(value);
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/u;

/** The number a value is, or is the decimal text of; undefined for any other, and one too large for JSON. */
export function numberOf(value: Value): number | undefined {
  const text = typeof value === "string" ? value.trim() : "";
  const number = typeof value === "number" ? value : decimal.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

export function asNumber(value: Value): number {
  const number = numberOf(value);
  if (number === undefined) throw new TransformError("a number was expected");
  return number;
}

export function asBoolean(value: Value): boolean {
  if (typeof value === "boolean") return value;
  if (value === "true") return true;
  if (value === "false") return false;
  throw new TransformError("true or false was expected");
}

export function asList(value: Value): readonly Value[] {
  if (isList(value)) return value;
  throw new TransformError("a list was expected");
}

export function asMap(value: Value): Readonly<Record<string, Value>> {
  if (isMap(value)) return value;
  throw new TransformError("an object was expected");
}

/** RFC 3339 in UTC with milliseconds, as records carry times. */
export function timeText(time: ZonedDateTime): string {
  return new Date(time.toInstant().toEpochMilli()).toISOString();
}

/** The value as JSON: times become text. */
export function plain(value: Value): unknown {
  if (isTime(value)) return timeText(value);
  if (isList(value)) return value.map(plain);
  if (isMap(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
  }
  return value;
}

/** Whether two values are the same for `==`, `in` and the like: numbers by value, all else by text. */
export function same(left: Value, right: Value): boolean {
  return left === right || JSON.stringify(plain(left)) === JSON.stringify(plain(right));
}
