import { checkBrackets } from "./brackets";
import { remarksOnCalls, remarksOnUnits } from "./functions";
import type { Remark } from "./functions";
import { lex, PqlError } from "./lexer";
import type { Lexed } from "./lexer";
import { parse, TooDeepError } from "./parser";
import type { Parsed } from "./parser";

/** What a check has found, each with its place: `line 2, column 7: …`. */
export interface PqlCheck {
  /** What Adobe's public grammar rules out; undefined: nothing. */
  readonly problem?: string;
  /** What looks like a typo, and may be right. */
  readonly remarks: readonly string[];
}

const MAX_REMARKS = 5;

/**
 * Checks an expression of the format `pql/text` by the grammar in Adobe's public PQL guide
 * (experienceleague.adobe.com, segmentation/pql). That is in words and examples, so only what it surely rules out is a problem: brackets and
 * texts without their end, values that are missing, characters that have no meaning. Whether its fields exist, and its
 * types fit, is for Adobe to say. An expression that is nested too deep to be read is left to Adobe too.
 */
export function checkPql(source: string): PqlCheck {
  try {
    const lexed = lex(source);
    checkBrackets(lexed.tokens, (at) => placeOf(source, at));
    if (lexed.tokens.length === 1) return { problem: "is empty; give an expression", remarks: [] };
    return { remarks: remarksOn(lexed, parse(lexed.tokens), source) };
  } catch (error) {
    if (error instanceof TooDeepError) return { remarks: [] };
    if (!(error instanceof PqlError)) throw error;
    return { problem: `${placeOf(source, error.at)}: ${error.message}`, remarks: [] };
  }
}

function remarksOn({ odd }: Lexed, { calls, units }: Parsed, source: string): string[] {
  const operators = odd.map(({ found, wanted, at }): Remark => ({
    reason: `${found} is not an operator of Adobe's PQL guide; write ${wanted}`,
    at,
  }));
  const all = [...operators, ...remarksOnCalls(calls), ...remarksOnUnits(units)];
  return all
    .sort((a, b) => a.at - b.at)
    .slice(0, MAX_REMARKS)
    .map(({ reason, at }) => `${placeOf(source, at)}: ${reason}`);
}

/** Lines and columns count from 1; a column is a UTF-16 unit, as in editors. */
function placeOf(source: string, at: number): string {
  const lines = source.slice(0, at).split(/\r\n|\n|\r/);
  return `line ${lines.length}, column ${(lines.at(-1) ?? "").length + 1}`;
}
