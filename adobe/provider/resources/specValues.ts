import { runInNewContext } from "node:vm";

import { isObject } from "../../client/json";
import { listed } from "../../client/text";
import { hasUnknown } from "../lifecycle/unknown";

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
  return [
    ...boundFaults(schema, value),
    ...uniqueFaults(schema, value),
    ...patternFaults(schema["pattern"], value),
  ];
}

/** Whether two values are the same, or one is the other as a text. */
function isSameScalar(one: unknown, other: unknown): boolean {
  const [a, b] = [one, other].map((each) =>
    typeof each === "object" && each !== null ? JSON.stringify(each) : String(each),
  );
  return a === b;
}

/** A keyword that bounds a number: the value itself, or how long it is. */
interface Bound {
  readonly of: (value: unknown) => number | undefined;
  readonly holds: (measured: number, bound: number) => boolean;
  readonly says: (bound: number) => string;
}

const bounds: Readonly<Record<string, Bound>> = {
  minimum: { of: numberOf, holds: isAtLeast, says: (bound) => `must be at least ${bound}` },
  maximum: { of: numberOf, holds: isAtMost, says: (bound) => `must be at most ${bound}` },
  exclusiveMinimum: {
    of: numberOf,
    holds: (measured, bound) => measured > bound,
    says: (bound) => `must be more than ${bound}`,
  },
  exclusiveMaximum: {
    of: numberOf,
    holds: (measured, bound) => measured < bound,
    says: (bound) => `must be less than ${bound}`,
  },
  multipleOf: {
    of: numberOf,
    holds: isMultiple,
    says: (bound) => `must be a multiple of ${bound}`,
  },
  minLength: {
    of: lengthOf,
    holds: isAtLeast,
    says: (bound) => `must have at least ${bound} characters`,
  },
  maxLength: {
    of: lengthOf,
    holds: isAtMost,
    says: (bound) => `must have at most ${bound} characters`,
  },
  minItems: {
    of: sizeOf,
    holds: isAtLeast,
    says: (bound) => `must have at least ${bound} elements`,
  },
  maxItems: { of: sizeOf, holds: isAtMost, says: (bound) => `must have at most ${bound} elements` },
  minProperties: {
    of: namesOf,
    holds: isAtLeast,
    says: (bound) => `must have at least ${bound} names`,
  },
  maxProperties: {
    of: namesOf,
    holds: isAtMost,
    says: (bound) => `must have at most ${bound} names`,
  },
};

function boundFaults(schema: Schema, value: unknown): string[] {
  return Object.entries(bounds).flatMap(([keyword, { of, holds, says }]) => {
    const [bound, measured] = [schema[keyword], of(value)];
    if (typeof bound !== "number" || measured === undefined) return [];
    return holds(measured, bound) ? [] : [says(bound)];
  });
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** Characters of a text. */
function lengthOf(value: unknown): number | undefined {
  return typeof value === "string" ? Array.from(value).length : undefined;
}

function sizeOf(value: unknown): number | undefined {
  return Array.isArray(value) ? value.length : undefined;
}

function namesOf(value: unknown): number | undefined {
  if (!isObject(value)) return undefined;
  return Object.values(value).filter((one) => one !== undefined).length;
}

function isAtLeast(measured: number, bound: number): boolean {
  return measured >= bound;
}

function isAtMost(measured: number, bound: number): boolean {
  return measured <= bound;
}

/** Decimal fractions are not exact: 0.3 is three times 0.1. */
function isMultiple(measured: number, bound: number): boolean {
  const times = measured / bound;
  return Math.abs(times - Math.round(times)) <= 1e-9 * Math.max(Math.abs(times), 1);
}

/** Whether two elements that are known are the same. */
function hasTwice(value: readonly unknown[]): boolean {
  const known = value.filter((one) => !hasUnknown(one)).map((one) => JSON.stringify(one));
  return new Set(known).size < known.length;
}

function uniqueFaults(schema: Schema, value: unknown): string[] {
  const isFault = schema["uniqueItems"] === true && Array.isArray(value) && hasTwice(value);
  return isFault ? ["must not have an element twice"] : [];
}

function patternFaults(pattern: unknown, value: unknown): string[] {
  if (typeof pattern !== "string" || typeof value !== "string") return [];
  return matches(pattern, value) === false ? [`must match the pattern ${pattern}`] : [];
}

/** What JavaScript takes for a letter and other languages, in which a specification may be written, for something else. */
const otherLanguages = /\\[pPAzZQEGhHR]/;

/** Whether a text matches a pattern; undefined when that cannot be said: it is none, or takes too long. */
export function matches(pattern: string, value: string): boolean | undefined {
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
