import type { JsonObject } from "../../common/json";

/** Validation is documented to stop after five errors. */
const most = 5;

/** Keywords of JSON Schema by what Adobe says when they are violated. Any other text is the emulator's own. */
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
  [/^expected minimum item count/u, "minItems"],
  [/^expected maximum item count/u, "maxItems"],
  [/^array items are not unique/u, "uniqueItems"],
  [/is not a multiple of/u, "multipleOf"],
];

/** The path and the text of a reason for which a record is rejected. */
function taken(reason: string): { pointer: string; message: string } {
  const [, pointer = "", message = reason] = /^(\/\S*): (.*)$/su.exec(reason) ?? [];
  return { pointer, message };
}

function keywordOf(message: string): string | undefined {
  return keywords.find(([pattern]) => pattern.test(message))?.[1];
}

/** Whether one of the reasons that the response shows has a text of the emulator's own. */
export function hasOwnText(reasons: readonly string[]): boolean {
  return reasons.slice(0, most).some(isOwnText);
}

/** Whether a reason of a rejected record has a text of the emulator's own, which no document and no person has. */
export function isOwnText(reason: string): boolean {
  return keywordOf(taken(reason).message) === undefined;
}

function violation(reason: string): JsonObject {
  const { pointer, message } = taken(reason);
  const path = pointer.replace(/^\/$/u, "");
  const keyword = keywordOf(message);
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
