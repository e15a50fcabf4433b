import { plain } from "../../client/text";
import { nearNames } from "../lifecycle/nearNames";
import { PqlError } from "./lexer";
import type { Token } from "./lexer";

/** Characters of a token that a message shows. */
const MAX_SHOWN = 40;

/** What a misspelled operator may have been. */
const words = ["and", "or", "in", "notIn", "like", "occurs"].map((name) => ({ name }));

/** Goes through tokens, forwards only. */
export class TokenReader {
  #index = 0;

  /** @param tokens - the last one is the end. */
  constructor(readonly tokens: readonly Token[]) {}

  get token(): Token {
    return this.peek(0);
  }

  peek(offset = 1): Token {
    const last = this.tokens.length - 1;
    return this.tokens[Math.min(this.#index + offset, last)] as Token;
  }

  /** Goes on by so many tokens; returns the one that was next. */
  advance(by = 1): Token {
    const { token } = this;
    this.#index += by;
    return token;
  }

  isAtEnd(): boolean {
    return this.token.kind === "end";
  }

  /** Whether one of these words is next, in whatever letter case. */
  isWord(...words: readonly string[]): boolean {
    return this.token.kind === "name" && words.includes(this.token.text.toLowerCase());
  }

  isSign(sign: string): boolean {
    return this.token.kind === "symbol" && this.token.text === sign;
  }

  /** The error for a token that cannot stand here. */
  unexpected(expected: string): PqlError {
    const { kind, text, at } = this.token;
    const found = kind === "end" ? "the end" : plain(text, MAX_SHOWN);
    const [near] = kind === "name" && expected.includes("operator") ? nearNames(text, words) : [];
    const hint = near === undefined ? "" : `; did you mean ${near}?`;
    return new PqlError(`expected ${expected}, and found ${found}${hint}`, at);
  }
}
