/** What an expression in PQL is made of. `end` comes after the last one. */
export interface Token {
  readonly kind: "name" | "number" | "text" | "symbol" | "end";
  /** As it is written; `=` and `!=` also for spellings of other languages. */
  readonly text: string;
  /** Where it begins in the expression, from 0. */
  readonly at: number;
}

/** An expression that Adobe's public grammar rules out. */
export class PqlError extends Error {
  override readonly name = "PqlError";

  /** @param at - where in the expression, from 0. */
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}

/** What people write who think of another language, with what PQL has. */
const elsewhere: Readonly<Record<string, string>> = {
  "&&": "and",
  "||": "or",
  "&": "and",
  "|": "or",
};

/** Spellings of other languages for operators of PQL, which Adobe may take or not. */
const spellings: Readonly<Record<string, string>> = { "==": "=", "<>": "!=" };

const blank = /(?:\s|\/\*[^]*?(?:\*\/|$)|\/\/[^\n]*)+/y;
const number = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?[lLdDfF]?(?![\p{L}\p{N}_])/uy;
const name = /[\p{L}_$@][\p{L}\p{M}\p{N}_$@]*/uy;
/** Behind a dot a name may begin with a digit. */
const memberName = /[\p{L}\p{N}_$@][\p{L}\p{M}\p{N}_$@]*/uy;
/**
 * Data that is not in the profile: `@{_xdm.context.additionalParameters;version=1}`, `@event{…}`, as in ranking formulas
 * and eligibility rules (experienceleague.adobe.com, journey-optimizer/using/decisioning). And a name in backticks,
 * which no guide has, and none rules out.
 */
const quotedName = /@[\p{L}\p{N}_]*\{[^{}"'\s]+\}|`[^`\n]+`/uy;
const symbol = /=>|==|!=|<>|<=|>=|&&|\|\||[-=<>+*/%!^.,:()[\]{}]/y;

/** The tokens of an expression, and spellings that Adobe may not take. */
export interface Lexed {
  readonly tokens: readonly Token[];
  readonly odd: readonly { readonly found: string; readonly wanted: string; readonly at: number }[];
}

/**
 * Splits an expression into its tokens, in one pass.
 * @throws PqlError at a character that PQL does not have, and for a text without its end.
 */
export function lex(source: string): Lexed {
  const tokens: Token[] = [];
  const odd: { found: string; wanted: string; at: number }[] = [];
  let at = 0;
  const read = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };
  for (;;) {
    at += read(blank)?.length ?? 0;
    if (at >= source.length) break;
    const isMember = tokens.at(-1)?.text === "." && isValue(tokens.at(-2));
    const token = tokenAt(source, at, isMember, read);
    const wanted = token.kind === "symbol" ? spellings[token.text] : undefined;
    if (wanted !== undefined) odd.push({ found: token.text, wanted, at });
    tokens.push(wanted === undefined ? token : { ...token, text: wanted });
    at += token.text.length;
  }
  return { tokens: [...tokens, { kind: "end", text: "", at: source.length }], odd };
}

/** Whether a dot behind it leads to one of its members, and is not the beginning of `.5`. */
function isValue(token: Token | undefined): boolean {
  return (
    token !== undefined && (token.kind !== "symbol" || [")", "]", "}", "^"].includes(token.text))
  );
}

function tokenAt(
  source: string,
  at: number,
  isMember: boolean,
  read: (pattern: RegExp) => string | undefined,
): Token {
  const quote = source.charAt(at);
  if (quote === '"' || quote === "'") return { kind: "text", text: textAt(source, at), at };
  const called = read(quotedName) ?? read(isMember ? memberName : name);
  if (called !== undefined) return { kind: "name", text: called, at };
  const count = read(number);
  if (count !== undefined) return { kind: "number", text: count, at };
  const sign = read(symbol);
  if (sign === undefined || sign in elsewhere) throw strange(source, at, sign);
  return { kind: "symbol", text: sign, at };
}

/** A text with its quotes. A backslash takes the next character as it is. */
function textAt(source: string, start: number): string {
  const quote = source.charAt(start);
  for (let at = start + 1; at < source.length; at++) {
    if (source.charAt(at) === "\\") at++;
    else if (source.charAt(at) === quote) return source.slice(start, at + 1);
  }
  throw new PqlError(`the text that begins here has no end; close it with ${quote}`, start);
}

function strange(source: string, at: number, sign: string | undefined): PqlError {
  const character = String.fromCodePoint(source.codePointAt(at) ?? 0);
  const found = sign ?? character;
  const wanted = Object.hasOwn(elsewhere, found) ? elsewhere[found] : undefined;
  if (wanted !== undefined) {
    return new PqlError(`${found} is not an operator of PQL; write ${wanted}`, at);
  }
  if (/[“”„‟«»‘’]/.test(character)) {
    return new PqlError(`a text stands in straight quotes; write " in place of ${character}`, at);
  }
  if (/\d/.test(character))
    return new PqlError("a name cannot begin with a digit; put a space behind the number", at);
  const shown = /[\p{L}\p{N}\p{P}\p{S}]/u.test(character)
    ? character
    : `the character U+${(source.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
  return new PqlError(`${shown} has no meaning in PQL; remove it, or put it into a text`, at);
}
