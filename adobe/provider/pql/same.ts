import { lex, PqlError } from "./lexer";

/** An expression as Adobe shows it, in the form of the last known one where they are the same. */
export function inFormOf(found: string, last: string | undefined): string {
  return last !== undefined && isSameExpression(found, last) ? last : found;
}

/**
 * Whether two expressions differ in nothing but spaces, line ends and comments: Adobe may write an expression in
 * another form than the program.
 */
export function isSameExpression(one: string, other: string): boolean {
  if (one === other) return true;
  try {
    const [tokens, others] = [one, other].map((text) => lex(text).tokens);
    return (
      JSON.stringify(tokens?.map(({ text }) => text)) ===
      JSON.stringify(others?.map(({ text }) => text))
    );
  } catch (error) {
    if (error instanceof PqlError) return false;
    throw error;
  }
}
