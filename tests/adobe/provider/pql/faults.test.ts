import { checkPql } from "../../../../adobe/provider/pql/check";

test.each([
  ["", "is empty; give an expression"],
  [" \n", "is empty; give an expression"],
  ["a =", "line 1, column 4: expected a value, and found the end"],
  ["= 1", "line 1, column 1: expected a value, and found ="],
  ["a =\n  = b", "line 2, column 3: expected a value, and found ="],
  ["a =\r\n\r\n)", "line 3, column 1: there is no bracket that this ) closes"],
  ["a and", "line 1, column 6: expected a value, and found the end"],
  ["a and or b", "line 1, column 7: expected a value, and found or"],
  ["and a", "line 1, column 1: expected a value, and found and"],
  ["not", "line 1, column 4: expected a value, and found the end"],
  ["(a = 1", "line 1, column 1: this ( is not closed; add )"],
  ["xEvent[a = 1", "line 1, column 7: this [ is not closed; add ]"],
  ["a = 1)", "line 1, column 6: there is no bracket that this ) closes"],
  [
    "(a = [1)]",
    "line 1, column 8: expected ], which closes the [ at line 1, column 6, and found )",
  ],
  ["()", "line 1, column 2: expected a value, and found )"],
  ["f(,)", "line 1, column 3: expected a value, and found ,"],
  ["[1, 2,]", "line 1, column 7: expected a value, and found ]"],
  ['a = "US', 'line 1, column 5: the text that begins here has no end; close it with "'],
  ["a = 'US\"", "line 1, column 5: the text that begins here has no end; close it with '"],
  ['a = “US”', 'line 1, column 5: a text stands in straight quotes; write " in place of “'],
  ["a && b", "line 1, column 3: && is not an operator of PQL; write and"],
  ["a | b", "line 1, column 3: | is not an operator of PQL; write or"],
  ["a; b", "line 1, column 2: ; has no meaning in PQL; remove it, or put it into a text"],
  ["{{id}}", "line 1, column 2: expected a key and its value, and found {"],
  ["{}", "line 1, column 2: expected a key and its value, and found }"],
  ['{"a" 1}', "line 1, column 6: expected :, and found 1"],
  ['{"a": 1', "line 1, column 1: this { is not closed; add }"],
  ['{"a": 1 b}', "line 1, column 9: expected an operator, a comma or }, and found b"],
  ["@{a b}", "line 1, column 2: expected an operator, such as and, or, =, and found {"],
  ["a = `x", "line 1, column 5: ` has no meaning in PQL; remove it, or put it into a text"],
  [
    "a \u200b= 1",
    "line 1, column 3: the character U+200B has no meaning in PQL; remove it, or put it into a text",
  ],
  [
    "a occurs < 3days before now",
    "line 1, column 12: a name cannot begin with a digit; put a space behind the number",
  ],
  [
    "a b",
    "line 1, column 3: expected an operator, such as and, or, =, and found b",
  ],
  [
    "a = 1 ands b = 2",
    "line 1, column 7: expected an operator, such as and, or, =, and found ands; did you mean and?",
  ],
  ["f(a b)", "line 1, column 5: expected an operator, a comma or ), and found b"],
  ["a, b", "line 1, column 2: expected an operator, such as and, or, =, and found ,"],
  ["a.", "line 1, column 3: expected the name of a field or function, and found the end"],
  ["a..b", "line 1, column 3: expected the name of a field or function, and found ."],
  ["a occurs", "line 1, column 9: expected a time after occurs, and found the end"],
  ["a occurs <= and b", "line 1, column 13: expected a time after occurs, and found and"],
  ["a occurs before", "line 1, column 16: expected a time after occurs, and found the end"],
  [
    "a occurs between today",
    "line 1, column 23: expected and with the second time of between, and found the end",
  ],
  ["a occurs between and now", "line 1, column 18: expected a time, and found and"],
  ["chain(x, t, [A: WHAT(a) WHEN()])", "line 1, column 30: expected a time after WHEN, and found )"],
  ["sum a over from xEvent", "line 1, column 17: expected from, and found xEvent"],
])("%j: %s", (expression, problem) => {
  expect(checkPql(expression)).toEqual({ problem, remarks: [] });
}); // prettier-ignore

test.each([
  ['a.equal("x")', ["line 1, column 3: equal is not a function of Adobe's PQL guide; did you mean equals?"]],
  ['a.startswith("x")', ["line 1, column 3: startswith is not a function of Adobe's PQL guide; did you mean startsWith?"]],
  ["curentYear() = 1", ["line 1, column 1: curentYear is not a function of Adobe's PQL guide; did you mean currentYear?"]],
  ["a.isNull(1)", ["line 1, column 3: isNull takes no arguments, and has 1 here"]],
  ["a.topN(b)", ["line 1, column 3: topN takes 2 arguments, and has 1 here"]],
  ["a.get()", ["line 1, column 3: get takes 1 argument, and has 0 here"]],
  ["a.equals()", ["line 1, column 3: equals takes at least 1 argument, and has 0 here"]],
  ["a.count(b, c)", ["line 1, column 3: count takes no or 1 argument, and has 2 here"]],
  ["CHAIN(xEvent)", ["line 1, column 1: CHAIN takes 3 arguments, and has 1 here"]],
  ["a occurs <= 3 dayz before now", ["line 1, column 15: dayz is not a unit of time; did you mean days?"]],
  ["a occurs <= 3 moons before now", ["line 1, column 15: moons is not a unit of time"]],
  ["a == 1 and b <> 2", [
    "line 1, column 3: == is not an operator of Adobe's PQL guide; write =",
    "line 1, column 14: <> is not an operator of Adobe's PQL guide; write !=",
  ]],
])("%j is a remark only", (expression, remarks) => {
  expect(checkPql(expression)).toEqual({ remarks });
}); // prettier-ignore

test.each(['a.in(["x", "y"])', 'a.notIn(["x"])', 'not a.like("x%")'])("%j is an operator, called", (expression) => {
  expect(checkPql(expression)).toEqual({ remarks: [] });
}); // prettier-ignore

test("more than five remarks are not listed", () => {
  const { remarks } = checkPql(Array.from({ length: 20 }, () => "a.equal(1)").join(" and "));
  expect(remarks).toHaveLength(5);
});
