import { PqlError } from "./lexer";
import type { Token } from "./lexer";

const closing: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/**
 * Checks that each bracket has its other half, at any depth.
 * @param placeOf - a place in the expression, for the message.
 * @throws PqlError at the first that has none.
 */
export function checkBrackets(tokens: readonly Token[], placeOf: (at: number) => string): void {
  const open: Token[] = [];
  for (const token of tokens) {
    if (token.kind !== "symbol") continue;
    if (Object.hasOwn(closing, token.text)) open.push(token);
    if (!Object.values(closing).includes(token.text)) continue;
    const last = open.pop();
    if (last === undefined) {
      throw new PqlError(`there is no bracket that this ${token.text} closes`, token.at);
    }
    const wanted = closing[last.text] ?? "";
    if (wanted !== token.text) {
      throw new PqlError(
        `expected ${wanted}, which closes the ${last.text} at ${placeOf(last.at)}, and found ${token.text}`,
        token.at,
      );
    }
  }
  const last = open.at(-1);
  if (last !== undefined) {
    throw new PqlError(`this ${last.text} is not closed; add ${closing[last.text] ?? ""}`, last.at);
  }
}
