import type { ErrorObject } from "ajv";

import { entryOf, textOf } from "../../common/json";

/** The Java names of JSON's types, as the messages have them. */
const typeNames: Readonly<Record<string, string>> = {
  string: "String",
  number: "Number",
  integer: "Integer",
  boolean: "Boolean",
  object: "JSONObject",
  array: "JSONArray",
  null: "Null",
};

function foundType(value: unknown): string {
  if (value === null) return "Null";
  if (Array.isArray(value)) return "JSONArray";
  if (typeof value === "number") return Number.isInteger(value) ? "Integer" : "Double";
  return typeNames[typeof value] ?? "Object";
}

function valueText(value: unknown): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : textOf(value);
}

/** What is wrong with one field, in the words in which people met it in failed batches. */
export function recordMessage({ keyword, params, data, message }: ErrorObject): string {
  const value = valueText(data);
  switch (keyword) {
    case "required":
      return `required key [${textOf(params["missingProperty"])}] not found`;
    case "type": {
      const expected = entryOf(typeNames, textOf(params["type"])) ?? textOf(params["type"]);
      return `expected type: ${expected}, found: ${foundType(data)}`;
    }
    case "enum":
    case "const":
      return `${value} is not a valid enum value`;
    case "format":
      return `[${value}] is not a valid ${textOf(params["format"])}`;
    case "pattern":
      return `string [${value}] does not match pattern ${textOf(params["pattern"])}`;
    case "minLength":
      return `expected minLength: ${textOf(params["limit"])}, actual: ${value.length}`;
    case "maxLength":
      return `expected maxLength: ${textOf(params["limit"])}, actual: ${value.length}`;
    case "minimum":
      return `${value} is not greater or equal to ${textOf(params["limit"])}`;
    case "maximum":
      return `${value} is not less or equal to ${textOf(params["limit"])}`;
    default:
      return message ?? "is not valid";
  }
}

type Problem = "missing" | "type" | "format" | "enum" | "unknown";

/** The codes of rejected records by the two lists that there are of them. */
const codes = {
  lab: { missing: "1106", type: "1104", format: "1102", unknown: "1057" },
  notebook: { missing: "1111", type: "1104", format: "1105", enum: "1106" },
} as const satisfies Readonly<Record<string, Partial<Readonly<Record<Problem, string>>>>>;

const problems: readonly (readonly [RegExp, Problem])[] = [
  [/required key/u, "missing"],
  [/expected type/u, "type"],
  [/is not a valid enum value/u, "enum"],
  [/is not a valid /u, "format"],
  [/extraneous key/u, "unknown"],
];

/** The code of a message; undefined where nobody has seen one. */
export function messageCode(message: string, list: keyof typeof codes): string | undefined {
  const problem = problems.find(([pattern]) => pattern.test(message))?.[1];
  if (problem === undefined) return undefined;
  const known: Partial<Readonly<Record<Problem, string>>> = codes[list];
  return known[problem] === undefined ? undefined : `DCVS-${known[problem]}-400`;
}
