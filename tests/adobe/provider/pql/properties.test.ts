import fc from "fast-check";

import { checkPql } from "../../../../adobe/provider/pql/check";
import { lex } from "../../../../adobe/provider/pql/lexer";
import type { Token } from "../../../../adobe/provider/pql/lexer";
import { MAX_DEPTH, parse } from "../../../../adobe/provider/pql/parser";
import { expression, printed } from "./support";

describe("an expression that is written by the grammar", () => {
  it("has no problem, and its calls are found with their arguments", () => {
    fc.assert(
      fc.property(printed(expression), ({ text, calls }) => {
        expect(checkPql(text).problem).toBeUndefined();
        const found = parse(lex(text).tokens).calls.map(
          ({ name, argumentCount }) => `${name}/${argumentCount}`,
        );
        expect(found.toSorted()).toEqual(calls.toSorted());
      }),
      { numRuns: 500 },
    );
  });

  it("has one without one of its brackets", () => {
    const withBracket = printed(expression).filter(({ tokens }) => tokens.some(isBracket));
    fc.assert(
      fc.property(withBracket, fc.nat(), ({ tokens }, choice) => {
        const places = [...tokens.keys()].filter((index) => isBracket(tokens[index] ?? ""));
        const gone = places[choice % places.length];
        const text = tokens.filter((_, index) => index !== gone).join(" ");
        expect(checkPql(text).problem).toMatch(/^line \d+, column \d+: /);
      }),
    );
  });

  it("has one with an operator at its end", () => {
    fc.assert(
      fc.property(expression, fc.constantFrom("and", "=", "in", "%", "not"), ({ tokens }, sign) => {
        // Behind a time, `in` and signs could be part of it.
        const text = `(${tokens.join(" ")}) ${sign === "not" ? "and not" : sign}`;
        expect(checkPql(text).problem).toContain("expected a value");
      }),
    );
  });
});

function isBracket(token: string): boolean {
  return ["(", ")", "[", "]"].includes(token);
}

/** Texts that are near to expressions. */
const pieces = fc.constantFrom(
  "a", "and", "not", "occurs", "between", "over", "from", "where", "let", "=", "select", "exists", "sum", "this",
  "month", "3", "days", "before", "WHEN", "C0", ":", ".", ",", "(", ")", "[", "]", "!", "^", "-", "=>", "*", '"x"', "in", "<=",
); // prettier-ignore
const nearly = fc.array(pieces, { maxLength: 60 }).map((all) => all.join(" "));

describe("any text", () => {
  it("is checked without a failure of the checker", () => {
    const any = fc.oneof(nearly, fc.string({ unit: "binary", maxLength: 200 }));
    fc.assert(
      fc.property(any, (text) => {
        const { problem } = checkPql(text);
        expect(problem ?? "line 1, column 1: ").toMatch(/^(line \d+, column \d+: |is empty)/);
      }),
      { numRuns: 2000 },
    );
  });

  it("is read with a number of looks that grows as the text does", () => {
    fc.assert(
      fc.property(nearly, fc.integer({ min: 1, max: 40 }), (text, times) => {
        const { tokens } = lex(Array.from({ length: times }, () => text).join(" "));
        expect(looksAt(tokens)).toBeLessThan(100 * (tokens.length + 1));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["brackets", "(", ")"],
    ["filters", "a[", "]"],
    ["calls", "f(", ")"],
    ["prefixes", "not ", ""],
    ["signs", "-", ""],
    ["times", "1 day before ", ""],
    ["variables", "let a = ", ""],
    ["queries", "select a from ", ""],
    ["sums", "sum a over b from ", ""],
    ["functions", "x => ", ""],
    ["operators", "a and ", ""],
    ["members", "a.", ""],
  ])("may be nested deep: %s", (_, open, close) => {
    const deep = 20_000;
    const text = `${open.repeat(deep)}a${close.repeat(deep)}`;
    expect(checkPql(text)).toEqual({ remarks: [] });
    // What is wrong with its brackets is found at any depth.
    if (close !== "")
      expect(checkPql(`${text})`).problem).toContain("no bracket that this ) closes");
  });

  it("is read to the depth that people write", () => {
    const nested = (depth: number, core: string) =>
      `${"(".repeat(depth)}${core}${")".repeat(depth)}`;
    expect(checkPql(nested(MAX_DEPTH - 2, "a b")).problem).toContain("expected an operator");
    expect(checkPql(nested(MAX_DEPTH + 2, "a b")).problem).toBeUndefined();
  });
});

/** How often the parser looks at a token. */
function looksAt(tokens: readonly Token[]): number {
  let looks = 0;
  const counted = new Proxy(tokens, {
    get(target, key, receiver) {
      if (typeof key === "string" && /^\d+$/.test(key)) looks++;
      return Reflect.get(target, key, receiver) as unknown;
    },
  });
  try {
    parse(counted);
  } catch {
    // What is wrong with it does not matter here.
  }
  return looks;
}
