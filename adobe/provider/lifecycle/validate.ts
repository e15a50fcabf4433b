import type * as z from "zod";

import { MAX_FAILURES } from "../../../provider-sdk";
import type { CheckFailure, Properties } from "../../../provider-sdk";
import { listed } from "../../client/text";
import { notTypo } from "./nearNames";
import { pathText, valuesAlong } from "./paths";
import type { Path } from "./paths";
import { isUnknown } from "./unknown";

/**
 * Checks inputs against their zod shape. An unknown value is always valid, and so is everything below it.
 */
export function validate(shape: z.ZodObject, inputs: Properties): CheckFailure[] {
  const result = shape.safeParse(inputs);
  if (result.success) return [];
  const counts = new Map<string, number>();
  return result.error.issues
    .filter((issue) => !valuesAlong(inputs, asPath(issue.path)).some(isUnknown))
    .map((issue) => {
      const input = String(issue.path[0]);
      const count = (counts.get(input) ?? 0) + 1;
      counts.set(input, count);
      // The user sees only the first ones, and computing a reason may look at all inputs again.
      const reason = count > MAX_FAILURES ? issue.message : reasonOf(issue, inputs, shape);
      return { property: pathText(asPath(issue.path)), reason };
    });
}

/** How zod's default message for a bound begins. With this message, the shape has none of its own. */
const ZOD_OWN = "Too small";
/** The same for a wrong type. */
const ZOD_TYPE = "Invalid input";

function asPath(path: readonly PropertyKey[]): Path {
  return path.map((part) => (typeof part === "symbol" ? String(part) : part));
}

function reasonOf(issue: z.core.$ZodIssue, inputs: Properties, shape: z.ZodObject): string {
  const value = valuesAlong(inputs, asPath(issue.path)).at(-1);
  if (issue.code === "invalid_type") return typeReason(issue, value);
  if (issue.code === "unrecognized_keys") {
    const names = listed(issue.keys.map((key) => `"${key}"`));
    const known =
      issue.path.length === 0 ? ` Valid inputs: ${Object.keys(shape.shape).join(", ")}.` : "";
    return `has no ${names}; remove or correct it.${known}`;
  }
  if (issue.code === "invalid_value") {
    const allowed = issue.values.map(String);
    const quoted = allowed.map((one) => JSON.stringify(one)).join(", ");
    if (value === undefined)
      return `is required; give ${allowed.length === 1 ? "" : "one of "}${quoted}`;
    return `must be one of ${quoted}${notTypo(value, allowed)}; correct it`;
  }
  if (issue.code === "too_small" && issue.message.startsWith(ZOD_OWN)) {
    return typeof value === "number"
      ? `must be at least ${issue.minimum}, not ${value}; correct it`
      : isRequired(issue, inputs, shape)
        ? "is empty; give it a value"
        : "is empty; give it a value or leave it out";
  }
  if (issue.code === "invalid_key") return withFix(issue.issues[0]?.message ?? issue.message);
  return withFix(issue.message);
}

function typeReason(issue: z.core.$ZodIssueInvalidType, value: unknown): string {
  const { expected, message } = issue;
  const name = expected === "record" ? "map" : expected;
  if (value === undefined) return `is required (${name}); give it a value`;
  const isNumber = expected === "int" || expected === "number";
  const actual = isNumber ? numberlike(value) : typeName(value);
  // The shape's own message says what is needed. For a string it does not say what is wrong.
  if (!message.startsWith(ZOD_TYPE)) {
    return withFix(typeof value === "string" && isNumber ? `${message}, not ${actual}` : message);
  }
  const wanted =
    expected === "int" ? "a whole number" : name === "map" ? "a map" : `of type ${name}`;
  return `must be ${wanted}, not ${actual}; correct it`;
}

/** What is there in place of a number. A text that is none may be a secret, and is not shown. */
function numberlike(value: unknown): string {
  if (typeof value === "number") return String(value);
  const isNumber = typeof value === "string" && value.trim() !== "" && !isNaN(Number(value));
  return isNumber ? `the string ${JSON.stringify(value)}` : typeName(value);
}

/** The shape's own message, with a fix added when it names none. */
function withFix(rule: string): string {
  return /;|^give\b/.test(rule) ? rule : `${rule}; correct it`;
}

/** Whether leaving the input out is invalid too. */
function isRequired(issue: z.core.$ZodIssue, inputs: Properties, shape: z.ZodObject): boolean {
  const path = asPath(issue.path);
  const without = structuredClone(inputs);
  const holder = valuesAlong(without, path).at(-2);
  if (Array.isArray(holder) || typeof holder !== "object" || holder === null) return false;
  Reflect.deleteProperty(holder, path.at(-1) ?? "");
  const property = pathText(path);
  const { error } = shape.safeParse(without);
  return error?.issues.some((one) => pathText(asPath(one.path)) === property) ?? false;
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
