import fc from "fast-check";

import { isSameExpression } from "../../../../adobe/provider/pql/same";
import { expression, printed } from "./support";

test.each([
  ["a = 1 and b = 2", "a=1 and\n  b = 2"],
  ["a = 1", "a = 1 // who lives here"],
  ["a = 1", "/* here */ a = 1 "],
])("%j and %j are the same", (one, other) => {
  expect(isSameExpression(one, other)).toBe(true);
});

test.each([
  ["a = 1", "a = 2"],
  ["a = 1", "a = '1'"],
  ['a = "x y"', 'a = "x  y"'],
  ["a b", "ab"],
  ["a = 1", "A = 1"],
  ["a; b", "a;  b"],
])("%j and %j are not", (one, other) => {
  expect(isSameExpression(one, other)).toBe(false);
});

test("an expression is the same however it is broken into lines", () => {
  fc.assert(
    fc.property(printed(expression), ({ tokens, text }) => {
      expect(isSameExpression(text, tokens.join("\n  "))).toBe(true);
    }),
  );
});
