import type { ErrorObject } from "ajv";

import { entryOf, textOf } from "../../common/json";
import { recordCode, type CodeList, type Problem } from "./recordCodes";

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

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
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
    case "minItems":
      return `expected minimum item count: ${textOf(params["limit"])}, found: ${lengthOf(data)}`;
    case "maxItems":
      return `expected maximum item count: ${textOf(params["limit"])}, found: ${lengthOf(data)}`;
    case "uniqueItems":
      return "array items are not unique";
    case "multipleOf":
      return `${value} is not a multiple of ${textOf(params["multipleOf"])}`;
    default:
      return message ?? "is not valid";
  }
}

const problems: readonly (readonly [RegExp, Problem])[] = [
  [/required key/u, "missing"],
  [/expected type/u, "type"],
  [/is not a valid enum value/u, "enum"],
  [/is not a valid /u, "format"],
  [/extraneous key/u, "unknown"],
];

/** The code of a message; undefined where nobody has seen one. */
export function messageCode(message: string, list: CodeList): string | undefined {
  const problem = problems.find(([pattern]) => pattern.test(message))?.[1];
  return problem === undefined ? undefined : recordCode(problem, list);
}

/** The code of the first of several reasons, joined by `; `, that has one. */
export function firstCode(reason: string, list: CodeList): string | undefined {
  return reason
    .split("; ")
    .map((message) => messageCode(message, list))
    .find((code) => code !== undefined);
}
