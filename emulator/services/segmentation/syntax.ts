import { isObject } from "../../common/json";

const closing: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** What is surely wrong with an expression; undefined: nothing that shows without knowing the language. */
export function syntaxProblem(format: string, value: string): string | undefined {
  return format === "pql/json" ? jsonProblem(value) : textProblem(value);
}

function jsonProblem(value: string): string | undefined {
  try {
    const tree: unknown = JSON.parse(value);
    return isObject(tree) && typeof tree["nodeType"] === "string"
      ? undefined
      : "The expression has no nodeType.";
  } catch {
    return "The expression is not JSON.";
  }
}

function textProblem(value: string): string | undefined {
  if (value.trim() === "") return "The expression is empty.";
  const open: string[] = [];
  for (let at = 0; at < value.length; at++) {
    const character = value.charAt(at);
    if (character === '"' || character === "'") {
      at = endOfText(value, at);
      if (at < 0) return "A text does not end.";
    } else if (character in closing) open.push(closing[character] ?? "");
    else if (")]}".includes(character) && open.pop() !== character) {
      return `There is a \`${character}\` too many.`;
    }
  }
  return open.length === 0 ? undefined : `A \`${open.at(-1) ?? ""}\` is missing.`;
}

/** Where the quote is that ends a text; -1: nowhere. */
function endOfText(value: string, start: number): number {
  for (let at = start + 1; at < value.length; at++) {
    if (value.charAt(at) === "\\") at++;
    else if (value.charAt(at) === value.charAt(start)) return at;
  }
  return -1;
}

/** Whether an expression, in either format, names an audience. */
export function namesSegment(value: string, id: string): boolean {
  return /\binSegment\b/i.test(value) && value.includes(id);
}
