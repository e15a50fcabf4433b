import type { Token } from "./lexer";
import { readPhrase } from "./timePhrase";
import { TokenReader } from "./tokenReader";
import { infixSigns, infixWords, prefixSigns, queryWords, timeUnits } from "./words";

/** A function that an expression calls. */
export interface FunctionCall {
  readonly name: string;
  /** Of a method, without what stands before the dot. */
  readonly argumentCount: number;
  readonly isMethod: boolean;
  readonly at: number;
}

/** A word behind a number, where a unit of time belongs. */
export interface UnitWord {
  readonly name: string;
  readonly at: number;
}

export interface Parsed {
  readonly calls: readonly FunctionCall[];
  readonly units: readonly UnitWord[];
}

/** More levels than these are not read: nobody writes them, and each takes a part of the stack. */
export const MAX_DEPTH = 200;

/** An expression that is nested deeper than {@link MAX_DEPTH}. */
export class TooDeepError extends Error {
  override readonly name = "TooDeepError";
}

/**
 * Reads an expression by the grammar of Adobe's PQL guide, which is in words and examples. Where these leave a form open,
 * it is taken. Looks at no token more than a few times, and never goes back.
 *
 * @param tokens - with matching brackets, as `checkBrackets` holds them.
 * @throws PqlError at the first thing that the grammar rules out; TooDeepError.
 */
export function parse(tokens: readonly Token[]): Parsed {
  const parser = new Parser(tokens);
  parser.whole();
  return parser;
}

/** Reads an expression; its methods each read what they are called after. */
export class Parser extends TokenReader implements Parsed {
  readonly calls: FunctionCall[] = [];
  readonly units: UnitWord[] = [];
  #depth = 0;

  whole(): void {
    this.expression();
    if (!this.isAtEnd()) throw this.unexpected("an operator, such as and, or, =");
  }

  /** Values with operators between them. Which operator binds closer makes no difference to what is valid. */
  expression(): void {
    do {
      this.#prefixes();
      this.operand();
    } while (this.#infix());
  }

  /** A value with what is attached to it. */
  operand(): void {
    if (++this.#depth > MAX_DEPTH) throw new TooDeepError();
    const { kind, text } = this.token;
    if (kind === "name") this.#named();
    else if (kind === "text") this.advance();
    else if (kind === "number") this.#number();
    else if (text === "(") this.#group();
    else if (text === "[") this.#bracketed("]");
    else if (text === "{") this.#object();
    else if (text === "." && this.peek().kind === "number") this.advance(2);
    else if (text === "*" && this.#isBeforeEnd()) this.advance();
    else throw this.unexpected("a value");
    this.#postfixes();
    this.#depth--;
  }

  #prefixes(): void {
    for (;;) {
      const { kind, text } = this.token;
      if (kind === "symbol" && prefixSigns.includes(text)) {
        this.advance();
        // `^.name` and `^name` are both a field of what is outside of the filter.
        if (text === "^" && this.isSign(".")) this.advance();
      } else if (this.isWord("not") && !this.#isField()) this.advance();
      else return;
    }
  }

  /** Whether an operator follows; it is then read, and the value behind it is next. */
  #infix(): boolean {
    const { kind, text } = this.token;
    if (kind === "symbol") {
      if (!infixSigns.includes(text)) return false;
      this.advance();
      return true;
    }
    if (this.isWord("occurs")) {
      this.advance();
      readPhrase(this, "occurs");
      return this.#infix();
    }
    if (this.isWord("over")) {
      this.advance();
      this.#bindings();
      return this.#infix();
    }
    if (this.isWord("not") && ["in", "like"].includes(this.peek().text.toLowerCase())) {
      this.advance();
    } else if (!this.isWord(...infixWords)) return false;
    this.advance();
    return true;
  }

  #named(): void {
    if (this.isWord(...infixWords) && !this.#isField()) throw this.unexpected("a value");
    if (this.isWord("let") && this.peek().kind === "name" && this.peek(2).text === "=") {
      // The value, and `in` with what it is for, which reads like an operator.
      this.advance(3);
      this.expression();
    } else if (this.isWord(...queryWords) && this.#beginsQuery()) this.#query();
    else if (this.isWord("this", "last", "next") && this.#isTime(this.peek())) {
      while (this.#isTime(this.peek())) this.advance();
      this.advance();
    } else {
      const called = this.advance();
      if (this.isSign("(")) this.#call(called, false);
    }
  }

  /** Whether a word that could be an operator is a field here: `in.x`, `[in = 3]`. */
  #isField(): boolean {
    if (this.isWord("and", "or")) return false;
    const { kind, text } = this.peek();
    return kind === "symbol" && [".", "=", "!="].includes(text);
  }

  /** `3`, `3 days`, `3 days before now`. */
  #number(): void {
    this.advance();
    if (!this.isWord(...timeUnits)) return;
    this.advance();
    if (!this.isWord("before", "after", "from")) return;
    this.advance();
    this.operand();
  }

  #isTime({ kind, text }: Token): boolean {
    return kind === "number" || (kind === "name" && timeUnits.includes(text.toLowerCase()));
  }

  /** `(…)`, and the parameters of a function: `(a, b) => …`. */
  #group(): void {
    if (this.peek().text === ")" && this.peek(2).text !== "=>") {
      this.advance();
      throw this.unexpected("a value");
    }
    this.#bracketed(")");
  }

  #call({ text, at }: Token, isMethod: boolean): void {
    this.calls.push({ name: text, argumentCount: this.#bracketed(")"), isMethod, at });
  }

  /** What stands in brackets, with commas between; returns how many there are. */
  #bracketed(close: string): number {
    this.advance();
    if (this.isSign(close)) {
      this.advance();
      return 0;
    }
    for (let count = 1; ; count++) {
      this.#element();
      if (this.isSign(close)) {
        this.advance();
        return count;
      }
      if (!this.isSign(",")) throw this.unexpected(`an operator, a comma or ${close}`);
      this.advance();
    }
  }

  /** `{"timestamp": timestamp, "value": producedBy}`, as Adobe's guide to computed attributes has it. */
  #object(): void {
    do {
      this.advance();
      if (!["text", "name"].includes(this.token.kind)) throw this.unexpected("a key and its value");
      this.advance();
      if (!this.isSign(":")) throw this.unexpected(":");
      this.advance();
      this.expression();
    } while (this.isSign(","));
    if (!this.isSign("}")) throw this.unexpected("an operator, a comma or }");
    this.advance();
  }

  /** A value, or a step of a `chain`: `C0: WHAT(…) WHEN(…)`. */
  #element(): void {
    const offset = this.isWord("not") || this.isSign("!") ? 1 : 0;
    const isStep = this.peek(offset).kind === "name" && this.peek(offset + 1).text === ":";
    if (!isStep) {
      this.expression();
      return;
    }
    this.advance(offset + 2);
    do {
      if (this.token.kind === "name" && this.peek().text === "(" && !this.isWord("what")) {
        this.#step();
      } else this.expression();
    } while (["name", "number"].includes(this.token.kind));
  }

  /** `WHEN(…)`, and whatever else a step may have: times, and comparisons without their first value. */
  #step(): void {
    if (!this.isWord("when", "count")) {
      this.expression();
      return;
    }
    const { text } = this.advance();
    do {
      this.advance();
      readPhrase(this, text);
    } while (this.isSign(","));
    if (!this.isSign(")")) throw this.unexpected(")");
    this.advance();
  }

  #postfixes(): void {
    for (;;) {
      if (this.isSign(".")) {
        this.advance();
        if (this.token.kind === "end" || (this.token.kind === "symbol" && !this.isSign("*"))) {
          throw this.unexpected("the name of a field or function");
        }
        const member = this.advance();
        if (this.isSign("(")) this.#call(member, true);
      } else if (this.isSign("[")) this.#bracketed("]");
      else return;
    }
  }

  #beginsQuery(): boolean {
    const { kind, text } = this.peek();
    return (
      kind === "name" && ![...infixWords, "where", "from", "over"].includes(text.toLowerCase())
    );
  }

  /** `exists E from xEvent where …, I from E.items where …`, `sum X.price over X from xEvent`. */
  #query(): void {
    const isSelect = this.isWord("select");
    this.advance();
    this.expression();
    while (isSelect && this.isSign(",")) {
      this.advance();
      this.expression();
    }
    if (!this.isWord("from")) return;
    this.advance();
    this.#source();
  }

  #bindings(): void {
    if (this.token.kind !== "name") throw this.unexpected("the name of a variable");
    this.advance();
    if (!this.isWord("from")) throw this.unexpected("from");
    this.advance();
    this.#source();
  }

  /** The list behind `from`, its condition, and further variables. */
  #source(): void {
    for (;;) {
      this.expression();
      if (this.isWord("where") || this.isSign(":")) {
        this.advance();
        this.expression();
      }
      const isBinding = this.peek().kind === "name" && this.peek(2).text.toLowerCase() === "from";
      if (!this.isSign(",") || !isBinding) return;
      this.advance(3);
    }
  }

  #isBeforeEnd(): boolean {
    const { kind, text } = this.peek();
    return kind === "end" || [")", ",", "from"].includes(text.toLowerCase());
  }
}
