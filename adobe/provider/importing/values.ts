import { isObject } from "../../client/json";

/** A piece of TypeScript that stands in a value as it is. */
export class Code {
  constructor(readonly text: string) {}
}

const isIdentifier = /^[A-Za-z_$][\w$]*$/;

/** Longest line of a list on one line, in characters. */
const MAX_LINE = 100;

/** JSON as a literal of TypeScript, its lines behind the first indented. {@link Code} in it stays as it is. */
export function literal(value: unknown, indent = ""): string {
  if (value instanceof Code) return value.text;
  if (typeof value === "string") return text(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const elements = value.map((one: unknown) => literal(one, inner));
    const line = `[${elements.join(", ")}]`;
    if (!line.includes("\n") && line.length + indent.length <= MAX_LINE) return line;
    return `[\n${elements.map((one) => `${inner}${one},\n`).join("")}${indent}]`;
  }
  if (!isObject(value)) return JSON.stringify(value ?? null);
  const members = Object.entries(value).filter(([, one]) => one !== undefined);
  if (members.length === 0) return "{}";
  const lines = members.map(([key, one]) => `${inner}${property(key)}: ${literal(one, inner)},\n`);
  return `{\n${lines.join("")}${indent}}`;
}

/** A text without a character that an editor does not show or that changes the order of others. */
function text(value: string): string {
  return JSON.stringify(value).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped);
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}

/** `{ __proto__: … }` would set the prototype. */
function property(key: string): string {
  if (key === "__proto__") return '["__proto__"]';
  return isIdentifier.test(key) ? key : text(key);
}
