import { runInNewContext } from "node:vm";

import { isObject } from "../../client/json";
import { listed } from "../../client/text";

type Schema = Readonly<Record<string, unknown>>;

/** How long a pattern may take: it comes from a server, and a bad one would take years. */
const PATTERN_MS = 100;

/** What is wrong with a value itself, by the keywords that look at nothing else. */
export function valueFaults(schema: Schema, value: unknown): string[] {
  const types = [schema["type"]].flat().filter((one) => typeof one === "string");
  if (types.length > 0 && !types.some((type) => isOf(type, value)))
    return [`must be of type ${types.join(" or ")}`];
  const allowed = schema["enum"];
  if (Array.isArray(allowed) && !allowed.some((one) => isSameScalar(one, value)))
    return [`must be one of ${listed(allowed.map((one) => JSON.stringify(one)))}`];
  const constant = schema["const"];
  if (constant !== undefined && !isSameScalar(constant, value))
    return [`must be ${JSON.stringify(constant)}`];
  return [...boundFaults(schema, value), ...patternFaults(schema["pattern"], value)];
}

/** Whether two values are the same, or one is the other as a text. */
function isSameScalar(one: unknown, other: unknown): boolean {
  const [a, b] = [one, other].map((each) =>
    typeof each === "object" && each !== null ? JSON.stringify(each) : String(each),
  );
  return a === b;
}

function boundFaults(schema: Schema, value: unknown): string[] {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems } = schema;
  const number = typeof value === "number" ? value : undefined;
  const length = typeof value === "string" ? Array.from(value).length : undefined;
  const size = Array.isArray(value) ? value.length : undefined;
  const isBelow = (one: number | undefined, bound: unknown) =>
    one !== undefined && typeof bound === "number" && one < bound;
  const isAbove = (one: number | undefined, bound: unknown) =>
    one !== undefined && typeof bound === "number" && one > bound;
  return [
    ...(isBelow(number, minimum) ? [`must be at least ${String(minimum)}`] : []),
    ...(isAbove(number, maximum) ? [`must be at most ${String(maximum)}`] : []),
    ...(isBelow(length, minLength) ? [`must have at least ${String(minLength)} characters`] : []),
    ...(isAbove(length, maxLength) ? [`must have at most ${String(maxLength)} characters`] : []),
    ...(isBelow(size, minItems) ? [`must have at least ${String(minItems)} elements`] : []),
    ...(isAbove(size, maxItems) ? [`must have at most ${String(maxItems)} elements`] : []),
  ];
}

function patternFaults(pattern: unknown, value: unknown): string[] {
  if (typeof pattern !== "string" || typeof value !== "string") return [];
  return matches(pattern, value) === false ? [`must match the pattern ${pattern}`] : [];
}

/** What JavaScript takes for a letter and other languages, in which a specification may be written, for something else. */
const otherLanguages = /\\[pPAzZQEGhHR]/;

/** Whether a text matches a pattern; undefined when that cannot be said: it is none, or takes too long. */
function matches(pattern: string, value: string): boolean | undefined {
  if (otherLanguages.test(pattern)) return undefined;
  try {
    const found: unknown = runInNewContext(
      "new RegExp(pattern).test(value)",
      { pattern, value },
      { timeout: PATTERN_MS },
    );
    return found === true;
  } catch {
    return undefined;
  }
}

function isOf(type: string, value: unknown): boolean {
  switch (type) {
    case "string":
      return typeof value === "string";
    case "boolean":
      return typeof value === "boolean" || value === "true" || value === "false";
    case "integer":
      return Number.isInteger(value) || (typeof value === "string" && /^-?\d+$/.test(value));
    case "number":
      return typeof value === "number" || (typeof value === "string" && isNumber(value));
    case "object":
      return isObject(value);
    case "array":
      return Array.isArray(value);
    case "null":
      return value === null;
    default:
      return true;
  }
}

function isNumber(text: string): boolean {
  return text.trim() !== "" && Number.isFinite(Number(text));
}
