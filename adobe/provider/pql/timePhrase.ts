import type { Parser } from "./parser";
import { directions, timeSigns } from "./words";

/**
 * Reads a time behind `occurs` or in `WHEN(…)`: `today`, `last month`, `<= 3 days before now`, `between a and b`,
 * `(on) date(2020, 3, 14)`. The guide has these forms; what else stands there, such as a way to leave the year out, is taken.
 *
 * @param after - what the time belongs to, for a message.
 */
export function readPhrase(parser: Parser, after: string): void {
  let isOpen = true;
  let isBetween = false;
  for (; !isEnd(parser, isBetween);) {
    const { kind, text } = parser.token;
    if (kind === "symbol" && timeSigns.includes(text)) {
      parser.advance();
      isOpen = true;
    } else if (isBetween && parser.isWord("and")) {
      if (isOpen) throw parser.unexpected("a time");
      parser.advance();
      isBetween = false;
      isOpen = true;
    } else if (parser.isWord("between")) {
      parser.advance();
      isBetween = true;
      isOpen = true;
    } else if (parser.isWord(...directions)) {
      parser.advance();
      isOpen = true;
    } else if (kind === "number") {
      readCount(parser);
      isOpen = false;
    } else {
      parser.operand();
      isOpen = false;
    }
  }
  if (isOpen) throw parser.unexpected(`a time after ${after}`);
  if (isBetween) throw parser.unexpected("and with the second time of between");
}

/** Times end where an operator or a bracket does. */
function isEnd(parser: Parser, isBetween: boolean): boolean {
  const { kind } = parser.token;
  if (kind === "end" || parser.isWord("or", "where")) return true;
  if (parser.isWord("and")) return !isBetween;
  return [")", "]", ",", "=>", ":"].some((sign) => parser.isSign(sign));
}

/** A number with its unit. */
function readCount(parser: Parser): void {
  parser.advance();
  const { kind, text, at } = parser.token;
  if (kind !== "name" || parser.isWord("and", "or", ...directions)) return;
  parser.units.push({ name: text, at });
  parser.advance();
}
