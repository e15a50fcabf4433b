import type { JsonObject } from "../../common/json";

/** Validation is documented to stop after five errors. */
const most = 5;

/** Keywords of JSON Schema by what is said when they are violated. */
const keywords: readonly (readonly [RegExp, string])[] = [
  [/required key/u, "required"],
  [/^expected type/u, "type"],
  [/valid enum value/u, "enum"],
  [/is not a valid /u, "format"],
  [/match pattern/u, "pattern"],
  [/not less or equal/u, "maximum"],
  [/not greater or equal/u, "minimum"],
  [/not permitted/u, "additionalProperties"],
  [/^expected minLength/u, "minLength"],
  [/^expected maxLength/u, "maxLength"],
  [/^minimum size/u, "minProperties"],
];

function violation(reason: string): JsonObject {
  const [, pointer = "", message = reason] = /^(\/\S*): (.*)$/su.exec(reason) ?? [];
  const path = pointer.replace(/^\/$/u, "");
  const keyword = keywords.find(([pattern]) => pattern.test(message))?.[1];
  return {
    schemaLocation: `#${path.replaceAll("/", "/properties/")}`,
    pointerToViolation: `#${path}`,
    causingExceptions: [],
    ...(keyword === undefined ? {} : { keyword }),
    message,
  };
}

/** What `_streamingValidation` holds: the violation itself, or one that holds several. */
export function streamingValidation(reasons: readonly string[]): JsonObject[] {
  const [first, ...more] = reasons.slice(0, most).map(violation);
  if (first === undefined) return [];
  if (more.length === 0) return [first];
  return [
    {
      schemaLocation: "#",
      pointerToViolation: "#",
      causingExceptions: [first, ...more],
      message: `${more.length + 1} schema violations found`,
    },
  ];
}
